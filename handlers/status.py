"""/mentoring-admin status."""

from bot.click import Click
from bot.facts.programmes import Choice
from bot.ids import Action, Command
from bot.listening import Listening
from bot.services import programmes, status
from bot.views import programmes as programme_views
from bot.views import status as views
from bot.views.message import Message


def register(listen: Listening) -> None:
    listen.subcommand(Command.ADMIN, "status", commit=show)
    listen.button(Action.CHOOSE_STATUS, commit=show_chosen)


async def show(click: Click) -> Message:
    found, reader = await click.read(programmes.which_managed)
    if isinstance(found, Choice):
        return programme_views.which(found, Action.CHOOSE_STATUS, reader)
    return await _show(click, found.id)


async def show_chosen(click: Click) -> Message:
    return await _show(click, click.row_id)


async def _show(click: Click, programme_id: int) -> Message:
    facts, reader = await click.read(status.status, programme_id, click.now)
    return views.status(facts, reader)
