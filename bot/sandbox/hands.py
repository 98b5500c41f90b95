"""What everybody in the workspace has in common: who may do anything at all, where, and how the bot is told."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.sandbox.company import Conversation, User
from bot.sandbox.core import Core
from bot.sandbox.shapes import JSON, Refused
from bot.sandbox.sockets import Envelope, NotAcked, describe
from bot.sandbox.views import View

DID_NOT_WORK = "Sorry, that didn't work. Try again?"


class Hands:
    """The hands of everybody in the workspace. What a person could not do raises Refused."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._tasks: set[asyncio.Task[None]] = set()

    def person(self, user_id: Any) -> User:
        """Somebody who can log in."""
        user = self.core.workspace.users.get(str(user_id))
        if user is None or user.is_bot:
            raise Refused(f"there is no person {user_id}")
        if user.deleted:
            raise Refused(f"{user.id} is deactivated")
        return user

    def conversation(self, user: User, channel_id: Any) -> Conversation:
        """A conversation that this person is in."""
        found = self.core.workspace.conversations.get(str(channel_id))
        if found is None or user.id not in found.members:
            raise Refused(f"{user.id} does not see {channel_id}")
        return found

    def composer(self, user: User, channel_id: Any) -> Conversation:
        """A conversation in which this person can type."""
        channel = self.conversation(user, channel_id)
        bot_im = channel.kind == "im" and self.core.workspace.bot.id in channel.members
        manifest = self.core.manifest
        if channel.is_archived or channel.read_only:
            raise Refused("there is no composer in an archived or read-only channel")
        if bot_im and (manifest.messages_read_only or not manifest.messages_tab):
            raise Refused("the app's Messages tab has no composer")
        return channel

    def send(self, kind: str, payload: JSON) -> Envelope:
        """Send a payload to the bot."""
        return self.core.hub.send(kind, describe(payload), payload)

    def later(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Go on with something while the person goes on with theirs."""
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop waiting for answers."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def shown_view(self, user: User, view_id: Any) -> View:
        """The view with this id, if this person sees it and can reach it."""
        view = self.core.views.get(str(view_id))
        if view is None or view.user != user.id:
            raise Refused(f"{user.id} does not see view {view_id}")
        if view.content["type"] == "modal" and self.core.views.top(user.id) is not view:
            raise Refused(f"view {view_id} lies under another one")
        return view

    async def told(self, envelope: Envelope, user: User) -> None:
        """Wait for the ack of a click; without one the person is told."""
        try:
            await envelope.answered
        except NotAcked:
            self.core.notice(user.id, DID_NOT_WORK)

    def event(self, event: JSON) -> None:
        """Send an event of the Events API."""
        self.send("events_api", self.core.payloads.event(event))

    def emit(self, name: str, data: JSON) -> None:
        """Send an event if the manifest subscribes to it."""
        if name in self.core.manifest.events:
            self.event({"type": name, **data, "event_ts": f"{self.core.clock.now():.6f}"})
