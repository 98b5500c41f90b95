"""/mentoring-admin match: starting, approving, undoing and discarding a run."""

from datetime import timedelta

from bot.click import Click
from bot.facts.programmes import Choice
from bot.ids import Action, Command
from bot.listening import Listening
from bot.services import matching, programmes
from bot.views import matching as views
from bot.views import programmes as programme_views
from bot.views.message import Message


def register(listen: Listening) -> None:
    listen.subcommand(Command.ADMIN, "match", commit=match)
    listen.button(Action.MATCH, commit=match_chosen)
    listen.button(Action.CHOOSE_MATCH, commit=match_chosen)
    listen.button(Action.APPROVE_ALL, commit=approve_all)
    listen.button(Action.UNDO, commit=undo)
    listen.button(Action.RERUN, commit=rerun)
    listen.button(Action.DISCARD, commit=discard)


async def match(click: Click) -> Message:
    found, reader = await click.read(programmes.which_managed)
    if isinstance(found, Choice):
        return programme_views.which(found, Action.CHOOSE_MATCH, reader)
    return await _match(click, found.id)


async def match_chosen(click: Click) -> Message:
    return await _match(click, click.row_id)


async def _match(click: Click, programme_id: int) -> Message:
    started, reader = await click.write(matching.start, programme_id, click.now)
    return views.working(started, reader)


async def approve_all(click: Click) -> None:
    undo_time = timedelta(seconds=click.deps.settings.undo_seconds)
    await click.write(matching.approve, click.row_id, undo_time, click.now)


async def undo(click: Click) -> None:
    await click.write(matching.undo, click.row_id, click.now)


async def rerun(click: Click) -> None:
    await click.write(matching.rerun, click.row_id, click.now)


async def discard(click: Click) -> None:
    await click.write(matching.discard, click.row_id, click.now)
