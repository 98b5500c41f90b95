"""The yes or no to a proposed partner."""

from bot.click import Click
from bot.ids import Action
from bot.listening import Listening
from bot.services import proposals


def register(listen: Listening) -> None:
    listen.button(Action.PROPOSAL_YES, commit=accept)
    listen.button(Action.PROPOSAL_NO, commit=decline)


async def accept(click: Click) -> None:
    await click.write(proposals.accept, click.row_id, click.now)


async def decline(click: Click) -> None:
    await click.write(proposals.decline, click.row_id, click.now)
