"""A manager's word on a message of which nobody knows whether it went out, or that was refused."""

import re

from bot.click import Click
from bot.errors import UserError
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import held
from bot.views import outbox as views

LINK = re.compile(r"https://[^/\s]+/archives/([A-Z0-9]+)/p(\d{10})(\d{6})")


def register(listen: Listening) -> None:
    listen.button(Action.ITS_THERE, after=open_link)
    listen.submission(Callback.LINK, its_there)
    listen.button(Action.POST_AGAIN, commit=post_again)


async def open_link(click: Click) -> None:
    row_id, reader = await click.read(held.check_held, click.row_id)
    await click.open(views.link_modal(row_id, reader))


async def its_there(click: Click) -> None:
    found = LINK.match(click.text("link").strip())
    if found is None:
        raise UserError("link_malformed", field="link")
    channel, seconds, micros = found.groups()
    await click.write(
        held.it_is_there, click.about("row"), channel, f"{seconds}.{micros}", click.now, click.deps.told_when_sent
    )


async def post_again(click: Click) -> None:
    await click.write(held.post_again, click.row_id, click.now)
