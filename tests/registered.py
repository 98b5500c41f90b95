"""The listeners as bot/app.py registers them, without a network: for the tests that hold ids against them."""

from functools import lru_cache
from typing import cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.ids import Event
from bot.listening import After, Commit, Listening
from handlers import FEATURES


class Registered(Listening):
    """Writes down the events, too."""

    def __init__(self, app: AsyncApp, deps: Deps) -> None:
        super().__init__(app, deps)
        self.events: set[Event] = set()

    def event(self, event: Event, commit: Commit, after: After | None = None) -> None:
        assert event not in self.events
        self.events.add(event)
        super().event(event, commit, after)


async def authorize(**_: object) -> AuthorizeResult:
    raise AssertionError("nothing is dispatched here")


@lru_cache
def registered() -> Registered:
    """Every feature's listeners."""
    app = AsyncApp(client=AsyncWebClient(), authorize=authorize, process_before_response=True)
    listening = Registered(app, cast(Deps, None))  # only a click needs them
    for feature in FEATURES:
        feature.register(listening)
    listening.everything_else()
    return listening
