"""/mentoring privacy, and deleting one's data."""

from slack_sdk.models.views import View

from bot.click import Click
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.services import privacy
from bot.views import privacy as views


def register(listen: Listening) -> None:
    listen.subcommand(Command.MENTORING, "privacy", after=open_privacy)
    listen.button(Action.PRIVACY, after=open_privacy)
    listen.button(Action.DELETE_DATA, after=open_delete)
    listen.submission(Callback.DELETE_DATA, delete)


async def open_privacy(click: Click) -> None:
    facts, reader = await click.read(privacy.about_me)
    await click.open(views.privacy(facts, reader))


async def open_delete(click: Click) -> None:
    await click.open(views.delete_modal(await click.reader()))


async def delete(click: Click) -> View:
    reader = await click.reader()
    await click.write(privacy.delete_me, click.now)
    return views.deleted(reader)
