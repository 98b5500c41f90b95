"""What the bot listens to, found by registering every feature with nobody who calls."""

from collections.abc import Callable
from typing import Any, cast

from slack_bolt.async_app import AsyncApp

from bot.deps import Deps
from bot.listening import Listening
from handlers import FEATURES


class _Deaf:
    """Stands where Bolt's app would, and writes down which events are asked for."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def _take(self, _: object) -> Callable[[Any], Any]:
        return lambda listener: listener

    action = view = command = _take

    def event(self, name: str) -> Callable[[Any], Any]:
        self.events.append(name)
        return lambda listener: listener


def listeners() -> set[tuple[str, str]]:
    """(kind, id) of every listener: `("button", "book")`, `("command", "/mentoring join")`."""
    app = _Deaf()
    listening = Listening(cast(AsyncApp, app), cast(Deps, None))
    for feature in FEATURES:
        feature.register(listening)
    return {
        *(("button", str(action)) for action in listening.actions),
        *(("modal", str(callback)) for callback in listening.callbacks),
        *(("command", f"{command} {word}".strip()) for command, words in listening.commands.items() for word in words),
        *(("event", event) for event in app.events),
    }
