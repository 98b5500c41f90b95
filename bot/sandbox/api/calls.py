"""One call of the Web API: its arguments as Slack reads them, and the description of a method."""

import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.sandbox.company import Conversation, User
from bot.sandbox.core import Core
from bot.sandbox.shapes import JSON, SlackError

T = TypeVar("T")


def invalid_arguments(*problems: str) -> SlackError:
    """The error for arguments that are missing or of the wrong form."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})


@dataclass
class Call:
    """A call that has passed the checks all calls share."""

    core: Core
    method: str
    args: JSON

    def text(self, name: str) -> str:
        """A string argument; empty when it is not there."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """A string argument that must be there."""
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """A boolean argument, also in the forms that forms give it."""
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments") from None

    def names(self, name: str) -> list[str]:
        """A list of ids: an array, or a string with commas."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in str(value or "").split(",") if one.strip()]

    def parsed(self, name: str, kind: type[T], error: str) -> T | None:
        """A list or object, given as JSON or as a string that holds JSON; None when it is not there."""
        value: Any = self.args.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise SlackError(error) from None
        if not isinstance(value, kind):
            raise SlackError(error)
        return value

    def require_scope(self, *any_of: str) -> None:
        """Refuse unless the app has one of these scopes."""
        if not set(any_of) & set(self.core.manifest.scopes):
            raise missing_scope(self.core, any_of)

    def channel(self, name: str = "channel") -> Conversation:
        """The conversation this call is about, if the bot can see it."""
        found = self.find_channel(self.text(name))
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def find_channel(self, reference: str) -> Conversation | None:
        """By id or, for channels, by name; only what the bot can see."""
        workspace = self.core.workspace
        found = workspace.conversations.get(reference)
        if found is None and reference:
            name = reference.removeprefix("#")
            found = next((c for c in workspace.conversations.values() if c.kind == "channel" and c.name == name), None)
        if found is None or (found.kind != "channel" and workspace.bot.id not in found.members):
            return None
        return found

    def user(self, name: str = "user") -> User:
        """The person this call is about."""
        found = self.core.workspace.users.get(self.needed(name))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def page(self, items: Sequence[T], default_limit: int) -> tuple[list[T], JSON]:
        """One page of a list, and the `response_metadata` that leads to the next."""
        limit = self.number("limit", default_limit)
        if limit < 0 or limit > 1000:
            raise SlackError("invalid_limit")
        limit = limit or default_limit
        start = 0
        cursor = self.text("cursor")
        if cursor:
            try:
                start = int(b64decode(cursor, validate=True).decode().removeprefix("next:"))
            except ValueError:
                raise SlackError("invalid_cursor") from None
            if not 0 < start < len(items):
                raise SlackError("invalid_cursor")
        end = start + limit
        following = b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
        return list(items[start:end]), {"next_cursor": following}


def missing_scope(core: Core, any_of: Sequence[str]) -> SlackError:
    """The error that names what is needed and what the app has."""
    return SlackError("missing_scope", needed=",".join(any_of), provided=",".join(core.manifest.scopes))


@dataclass(frozen=True)
class Method:
    """A method of the Web API. `scopes`: any one of them; none means that no scope is needed, or that `run` decides."""

    name: str
    run: Callable[[Call], Awaitable[JSON]]
    tier: int | str
    scopes: tuple[str, ...] = ()
    takes_json: bool = True
    app_token: bool = False
