"""What has happened in the sandbox, for the guide: it looks at what stands there and never assumes anything."""

from typing import Any

from bot.sandbox import Sandbox
from bot.sandbox.company import Conversation, Message
from bot.sandbox.state import elements


class Watching:
    """Looks at one sandbox from the moment on at which it was made."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._core = sandbox.core
        self._since = self._core.workspace.next_ts()
        self._looked_at = self._core.log.count
        self._sent: dict[str, tuple[str, str, str]] = {}  # envelope id -> who, "press" or "submit", what
        self._done: set[tuple[str, str, str]] = set()

    @property
    def now(self) -> float:
        """The sandbox's time."""
        return self._core.clock.now()

    def look(self) -> None:
        """Reads on in the log: what was pressed and submitted, and acked, which means that it is on disk."""
        for entry in self._core.log.entries:
            if entry.n <= self._looked_at or not isinstance(entry.request, dict):
                continue
            envelope_id = str(entry.request.get("envelope_id"))
            if entry.kind == "envelope" and entry.ok:
                if (deed := _deed(entry.request.get("payload") or {})) is not None:
                    self._sent[envelope_id] = deed
            elif entry.kind == "ack" and envelope_id in self._sent:
                answer = entry.request.get("payload") or {}
                if answer.get("response_action") != "errors":
                    self._done.add(self._sent.pop(envelope_id))
        self._looked_at = self._core.log.count

    def pressed(self, person: str, *actions: str) -> bool:
        """Whether somebody has pressed one of these buttons, and the bot has taken note."""
        return any((person, "press", action) in self._done for action in actions)

    def submitted(self, person: str, callback: str) -> bool:
        """Whether somebody has submitted such a modal without an error."""
        return (person, "submit", callback) in self._done

    def offers(self, person: str, *actions: str) -> bool:
        """Whether a message of the bot's to this person alone has one of these buttons now."""
        im = self._core.workspace.im_of(person)
        return im is not None and any(
            element["action_id"] in actions for message in im.messages for _, element in elements(message.blocks)
        )

    def posted(self, channel: str, action: str) -> bool:
        """Whether the bot has posted a message with this button in a channel."""
        conversation = self._core.workspace.conversations[channel]
        return any(
            element["action_id"] == action
            for message in self._of_the_bot(conversation)
            for _, element in elements(message.blocks)
        )

    def group(self, *people: str) -> str | None:
        """The group DM of these people with the bot, once the bot has written there."""
        found = self._core.workspace.direct([*people, self._core.workspace.bot.id])
        return found.id if found is not None and self._of_the_bot(found) else None

    def has_read(self, person: str, channel: str | None) -> bool:
        """Whether somebody has seen the bot's last message there."""
        if channel is None:
            return False
        conversation = self._core.workspace.conversations[channel]
        posted = self._of_the_bot(conversation)
        return bool(posted) and conversation.read.get(person, "") >= posted[-1].ts

    def _of_the_bot(self, conversation: Conversation) -> list[Message]:
        bot = self._core.workspace.bot.id
        return [
            message
            for message in conversation.messages
            if message.user == bot and message.only_for is None and message.ts > self._since
        ]


def _deed(payload: dict[str, Any]) -> tuple[str, str, str] | None:
    """Who did what, from an envelope's payload."""
    person = str((payload.get("user") or {}).get("id"))
    if payload.get("type") == "block_actions":
        return person, "press", str(payload["actions"][0]["action_id"])
    if payload.get("type") == "view_submission":
        return person, "submit", str(payload["view"]["callback_id"])
    return None
