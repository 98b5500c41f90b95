"""/mentoring-admin rules: what the matching looks at."""

from bot.click import Click
from bot.errors import Gone
from bot.facts.matching import MatchForm
from bot.facts.programmes import Choice
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.rules.matching import Objective, Part, UnknownManager
from bot.services import match_settings, programmes
from bot.views import match_settings as views
from bot.views import programmes as programme_views


def register(listen: Listening) -> None:
    listen.subcommand(Command.ADMIN, "rules", after=open_rules)
    listen.button(Action.CHOOSE_RULES, after=open_chosen)
    listen.submission(Callback.RULES, change)


async def open_rules(click: Click) -> None:
    found, reader = await click.read(programmes.which_managed)
    if isinstance(found, Choice):
        await click.say(programme_views.which(found, Action.CHOOSE_RULES, reader))
    else:
        await _open(click, found.id)


async def open_chosen(click: Click) -> None:
    await _open(click, click.row_id)


async def _open(click: Click, programme_id: int) -> None:
    (name, form), reader = await click.read(match_settings.form, programme_id)
    await click.open(views.modal(programme_id, name, form, reader))


async def change(click: Click) -> None:
    await click.write(match_settings.change, click.about("programme"), _form(click))


def _form(click: Click) -> MatchForm:
    try:
        objective = Objective(click.chosen("objective") or Objective.MOST_PEOPLE)
        unknown_manager = UnknownManager(click.chosen("unknown_manager") or UnknownManager.WARN)
    except ValueError:
        raise Gone() from None  # no modal of ours
    return MatchForm(
        weights={part: click.number(f"weight_{part}") for part in Part},
        objective=objective,
        unknown_manager=unknown_manager,
        min_levels=click.number("min_levels"),
        min_hours=click.number("min_hours"),
        good_enough=click.number("good_enough"),
    )
