"""A person's own do-not-match list."""

from bot.click import Click
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import do_not_match
from bot.views import do_not_match as views


def register(listen: Listening) -> None:
    listen.button(Action.DO_NOT_MATCH, after=open_list)
    listen.submission(Callback.DO_NOT_MATCH, change)


async def open_list(click: Click) -> None:
    listed, reader = await click.read(do_not_match.mine)
    await click.open(views.modal(listed, reader))


async def change(click: Click) -> None:
    await click.write(do_not_match.change, click.users("people"), click.now)
