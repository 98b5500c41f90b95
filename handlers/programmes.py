"""/mentoring-admin create and invite."""

from bot.click import Click
from bot.errors import UserError
from bot.facts.programmes import Choice, ProgrammeFacts, ProgrammeForm
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.services import programmes
from bot.views import programmes as views
from bot.views.message import Message


def register(listen: Listening) -> None:
    listen.subcommand(Command.ADMIN, "create", after=open_create)
    listen.button(Action.CREATE, after=open_create)
    listen.submission(Callback.CREATE, create)
    listen.subcommand(Command.ADMIN, "invite", commit=invite)
    listen.button(Action.CHOOSE_INVITE, commit=invite_chosen)


async def open_create(click: Click) -> None:
    _, reader = await click.read(programmes.may_create)
    await click.open(views.create_modal(reader))


async def create(click: Click) -> None:
    form = ProgrammeForm(
        name=click.text("name"),
        goal=click.text("goal"),
        topics=_topics(click.text("topics")),
        stories_channel=click.text("channel"),
        meetings_planned=click.number("meetings"),
        weeks_between=click.number("weeks"),
        minutes=click.number("minutes"),
    )
    programmes.check(form)
    if problem := await click.deps.slack.channel_problem(form.stories_channel):
        raise UserError(f"stories_{problem}" if problem == "not_in_channel" else problem, field="channel")
    profile = await click.deps.slack.profile(click.actor.user_id)
    await click.write(programmes.create, form, profile, click.now)


def _topics(text: str) -> tuple[str, ...]:
    """A topic a line, each once, however it is written."""
    topics: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        topics.setdefault(line.casefold(), line)
    return tuple(topics.values())


async def invite(click: Click) -> Message:
    found, reader = await click.read(programmes.which_managed)
    if isinstance(found, Choice):
        return views.which(found, Action.CHOOSE_INVITE, reader)
    return await _invite(click, found.id)


async def invite_chosen(click: Click) -> Message:
    return await _invite(click, click.row_id)


async def _invite(click: Click, programme_id: int) -> Message:
    if problem := await click.deps.slack.channel_problem(click.channel_id):
        raise UserError(problem)
    programme, reader = await click.write(programmes.invite, programme_id, click.channel_id, click.now)
    assert isinstance(programme, ProgrammeFacts)
    return views.invited(programme, reader)
