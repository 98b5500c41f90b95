"""/mentoring join, and the two buttons of the invitation."""

from slack_sdk.models.views import View

from bot.click import Click
from bot.errors import Gone
from bot.facts.enrolment import JoinAnswer, Role
from bot.facts.programmes import Choice
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.services import enrolment, programmes
from bot.views import enrolment as views
from bot.views import programmes as programme_views
from bot.views.message import Message


def register(listen: Listening) -> None:
    listen.subcommand(Command.MENTORING, "join", commit=ask_role)
    listen.button(Action.JOIN, commit=ask_role)
    listen.button(Action.CHOOSE_JOIN, commit=ask_role_chosen)
    listen.button(Action.JOIN_AS_MENTOR, after=open_as_mentor)
    listen.button(Action.JOIN_AS_MENTEE, after=open_as_mentee)
    listen.submission(Callback.JOIN, join)


async def ask_role(click: Click) -> Message:
    found, reader = await click.read(programmes.which_open)
    if isinstance(found, Choice):
        return programme_views.which(found, Action.CHOOSE_JOIN, reader)
    return await _ask_role(click, found.id)


async def ask_role_chosen(click: Click) -> Message:
    return await _ask_role(click, click.row_id)


async def _ask_role(click: Click, programme_id: int) -> Message:
    asked, reader = await click.read(enrolment.ask_role, programme_id)
    return views.ask_role(asked, reader)


async def open_as_mentor(click: Click) -> None:
    await _open(click, Role.MENTOR)


async def open_as_mentee(click: Click) -> None:
    await _open(click, Role.MENTEE)


async def _open(click: Click, role: Role) -> None:
    form, reader = await click.read(enrolment.form, click.row_id, role)
    await click.open(views.join_modal(form, reader))


async def join(click: Click) -> View:
    answer = JoinAnswer(
        topics=tuple(int(topic) for topic in click.all_chosen("topics") if topic.isdecimal()),
        goal=click.text("goal"),
        consent=next(iter(click.all_chosen("consent")), ""),
    )
    role = _role(click)
    profile = await click.deps.slack.profile(click.actor.user_id)
    joined, reader = await click.write(enrolment.join, click.about("programme"), role, answer, profile, click.now)
    return views.joined(joined, reader)


def _role(click: Click) -> Role:
    try:
        return Role(str(click.metadata.get("role")))
    except ValueError:
        raise Gone() from None  # no modal of ours
