"""One thing a person did in Slack, as handlers get it: who, when, what, and the ways to answer.

What is not ours in a payload (forged ids, a modal of an older version) is refused here, before a service sees it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from slack_sdk.models.views import View
from sqlmodel import Session

from bot.deps import Deps
from bot.errors import UserError
from bot.facts.actor import Actor
from bot.facts.reader import Reader
from bot.services import people, submissions
from bot.views.message import Message

ROW_ID = re.compile(r"[0-9]{1,18}")  # what a database can hold; other digits are none of ours
VERSION = re.compile(r"version:([0-9]{1,9})")

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Click:
    """One thing a person did: a command, a button, a modal's submission, an opened Home.

    `now` was read once, when it came in. `values` are a modal's inputs by block id.
    """

    deps: Deps
    actor: Actor
    now: datetime
    body: Mapping[str, Any]
    value: str = ""
    once: str | None = None

    @property
    def row_id(self) -> int:
        """The row a button is about. Raises UserError for a value that no button of ours has."""
        if not ROW_ID.fullmatch(self.value):
            raise UserError("gone")
        return int(self.value)

    @property
    def option(self) -> str:
        """The value of the menu's option that was chosen; empty if this was no menu."""
        pressed: Mapping[str, Any] = next(iter(self.body.get("actions") or ({},)))
        return str((pressed.get("selected_option") or {}).get("value", ""))

    @property
    def version(self) -> int:
        """The version of the words that stand above the button, in this copy of the message, whichever copy it is.
        A message that names none shows the first one."""
        pressed: Mapping[str, Any] = next(iter(self.body.get("actions") or ({},)))
        named = VERSION.fullmatch(str(pressed.get("block_id") or ""))
        return int(named.group(1)) if named else 1

    @property
    def posted_at(self) -> datetime | None:
        """When the message that the button stands in was posted; its `ts` says so. None for a button elsewhere."""
        try:
            return datetime.fromtimestamp(float((self.body.get("container") or {})["message_ts"]), UTC)
        except (KeyError, TypeError, ValueError, OverflowError, OSError):  # no message, or no `ts` that Slack has made
            return None

    @property
    def trigger_id(self) -> str:
        return str(self.body.get("trigger_id", ""))

    @property
    def response_url(self) -> str:
        return str(self.body.get("response_url", ""))

    @property
    def channel_id(self) -> str:
        return str(self.body.get("channel_id") or (self.body.get("channel") or {}).get("id") or "")

    @property
    def view(self) -> Mapping[str, Any]:
        return self.body.get("view") or {}

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the modal is about. Raises UserError if it is none of ours."""
        try:
            found = json.loads(self.view.get("private_metadata") or "{}")
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise UserError("gone")
        return found

    def about(self, name: str) -> int:
        """A row id or version from the modal's metadata. Raises UserError if it is none of ours."""
        value = self.metadata.get(name)
        if type(value) is not int or abs(value) >= 10**18:
            raise UserError("gone")
        return value

    def _state(self, block_id: str) -> Mapping[str, Any]:
        block = (self.view.get("state") or {}).get("values", {}).get(block_id) or {}
        state: Mapping[str, Any] = next(iter(block.values()), {})
        return state

    def text(self, block_id: str) -> str:
        """What was typed, or the date, time, person or channel that was chosen; empty if nothing was."""
        state = self._state(block_id)
        keys = ("value", "selected_date", "selected_time", "selected_conversation", "selected_channel", "selected_user")
        return next((str(state[key]) for key in keys if state.get(key) is not None), "")

    def number(self, block_id: str) -> int:
        """The whole number that was typed; -1 if it is none."""
        text = self.text(block_id).strip()
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def chosen(self, block_id: str) -> str:
        """The value of the one option chosen; empty if none was."""
        option = self._state(block_id).get("selected_option") or {}
        return str(option.get("value", ""))

    def all_chosen(self, block_id: str) -> tuple[str, ...]:
        return tuple(str(option["value"]) for option in self._state(block_id).get("selected_options") or ())

    async def read(
        self, fn: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[R, Reader]:
        """Facts of a service, and who reads them."""

        def both(session: Session) -> tuple[R, Reader]:
            return fn(session, self.actor, *args, **kwargs), people.reader(session, self.actor)

        return await self.deps.database.read(both)

    async def write(
        self, fn: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[R, Reader]:
        """One transaction of a service. A modal's submission counts once, however often it arrives."""

        def both(session: Session) -> tuple[R, Reader]:
            if self.once is not None:
                submissions.count(session, self.actor, self.once, self.now)
            return fn(session, self.actor, *args, **kwargs), people.reader(session, self.actor)

        return await self.deps.database.write(both)

    async def reader(self) -> Reader:
        return await self.deps.database.read(people.reader, self.actor)

    def users(self, block_id: str) -> tuple[str, ...]:
        """The people chosen, as Slack user ids."""
        return tuple(str(user) for user in self._state(block_id).get("selected_users") or ())

    async def say(self, said: Message) -> None:
        """Answers where the person is, for their eyes only."""
        blocks = [block.to_dict() for block in said.blocks]
        await self.deps.slack.respond(self.response_url, said.text, blocks)

    async def open(self, view: View) -> None:
        """Opens a modal, on top of the one that the button stands in."""
        if self.view.get("type") == "modal":
            await self.deps.slack.push(self.trigger_id, view)
        else:
            await self.deps.slack.open(self.trigger_id, view)

    async def replace_below(self, view: View) -> None:
        """Replaces the modal below the one that was submitted."""
        await self.deps.slack.update(str(self.view.get("previous_view_id")), None, view)

    async def replace(self, view: View) -> None:
        """Replaces the modal that the button stands in."""
        await self.deps.slack.update(str(self.view.get("id")), str(self.view.get("hash")), view)
