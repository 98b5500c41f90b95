"""Home, and what happens when the app is removed."""

from bot.click import Click
from bot.ids import Event
from bot.listening import Listening
from bot.services import home, people, workspaces


def register(listen: Listening) -> None:
    listen.event(Event.HOME_OPENED, opened, after=refresh_profile)
    listen.event(Event.UNINSTALLED, uninstalled)
    listen.event(Event.TOKENS_REVOKED, revoked)


async def opened(click: Click) -> None:
    if click.value == "home":
        await click.write(home.opened, click.now)


async def refresh_profile(click: Click) -> None:
    """Somebody who has moved sees, and hears, in their new zone."""
    profile = await click.deps.slack.profile(click.actor.user_id)
    await click.write(people.refresh_profile, profile, click.now)


async def uninstalled(click: Click) -> None:
    await _stop(click, "app_uninstalled")


async def revoked(click: Click) -> None:
    await _stop(click, "token_revoked")


async def _stop(click: Click, code: str) -> None:
    ours, _ = await click.write(workspaces.stop, code)
    if ours:
        click.deps.stop_sending(code)
