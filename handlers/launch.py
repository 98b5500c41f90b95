"""/mentoring-admin launch."""

from slack_sdk.models.views import View

from bot.click import Click
from bot.facts.programmes import Choice
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.services import launch, programmes
from bot.views import launch as views
from bot.views import programmes as programme_views


def register(listen: Listening) -> None:
    listen.subcommand(Command.ADMIN, "launch", after=open_launch)
    listen.button(Action.CHOOSE_LAUNCH, after=open_chosen)
    listen.submission(Callback.LAUNCH, start)


async def open_launch(click: Click) -> None:
    found, reader = await click.read(programmes.which_managed)
    if isinstance(found, Choice):
        await click.say(programme_views.which(found, Action.CHOOSE_LAUNCH, reader))
    else:
        await _open(click, found.id)


async def open_chosen(click: Click) -> None:
    await _open(click, click.row_id)


async def _open(click: Click, programme_id: int) -> None:
    programme, reader = await click.read(launch.form, programme_id)
    await click.open(views.modal(programme, reader))


async def start(click: Click) -> View:
    pairs, reader = await click.write(launch.launch, click.about("programme"), click.text("pairs"), click.now)
    return views.launched(pairs, reader)
