"""What both commands can do, and what they answer to a word that nobody knows."""

from bot.click import Click
from bot.errors import UserError
from bot.ids import Command
from bot.listening import Listening
from bot.views import help as views
from bot.views.message import Message


def register(listen: Listening) -> None:
    for word in ("", "help"):
        listen.subcommand(Command.MENTORING, word, commit=participants)
        listen.subcommand(Command.ADMIN, word, commit=managers)
    listen.subcommand(Command.MENTORING, "?", commit=unknown)
    listen.subcommand(Command.ADMIN, "?", commit=unknown)


async def participants(click: Click) -> Message:
    return views.participants(await click.reader())


async def managers(click: Click) -> Message:
    return views.managers(await click.reader())


async def unknown(click: Click) -> None:
    raise UserError("unknown_word", word=click.value.split()[0][:40], command=str(click.body.get("command", "")))
