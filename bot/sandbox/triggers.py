"""Trigger ids (three seconds, one use) and response URLs (five uses in thirty minutes)."""

import secrets
import time
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.shapes import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass
class Trigger:
    """What a click permits: to open one view for the person who clicked, at once."""

    user: str
    expires: float  # monotonic
    from_modal: bool
    used: bool = False


class Triggers:
    """Trigger ids that were handed out."""

    def __init__(self) -> None:
        self.seconds = TRIGGER_SECONDS
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, *, from_modal: bool = False) -> str:
        """A new trigger id for a person's click."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, time.monotonic() + self.seconds, from_modal)
        return trigger_id

    def look(self, trigger_id: str) -> Trigger:
        """The trigger with this id, or Slack's error. Whoever opens a view by it marks it as used."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        return trigger


@dataclass
class ResponseUrl:
    """Where answers to one command or click may be posted."""

    id: str
    user: str
    channel: str
    expires: float  # the sandbox's time
    message_ts: str | None = None  # the message that was clicked, for replace_original and delete_original
    uses: int = 0


class ResponseUrls:
    """Response URLs that were handed out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None) -> ResponseUrl:
        """A new response URL."""
        one = ResponseUrl(secrets.token_hex(12), user, channel, self._clock.now() + RESPONSE_SECONDS, message_ts)
        self._known[one.id] = one
        return one

    def take(self, response_id: str) -> ResponseUrl:
        """Count one use, or refuse with Slack's error."""
        one = self._known.get(response_id)
        if one is None:
            raise SlackError("invalid_url")
        if self._clock.now() > one.expires:
            raise SlackError("expired_url")
        if one.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        one.uses += 1
        return one
