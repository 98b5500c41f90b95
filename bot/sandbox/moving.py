"""Moving time, and waiting until the bot has done everything it had to do. Nothing here polls."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.core import Core
from bot.sandbox.shapes import JSON, Refused

HOUR = 3600.0
ACKS_SECONDS = 5.0
IDLE_SECONDS = 0.15
SATURDAY = 5
LONGEST_SEARCH = 60 * 24 * HOUR


class Moving:
    """The only hand on the clock. One move at a time."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = asyncio.Lock()

    async def move(self, data: JSON) -> JSON:
        """Do what a request to /sandbox/time asks for."""
        async with self._lock:
            before = self._core.workspace.posted_count
            if data.get("until") == "message":
                await self._until_message(data)
            else:
                target = self._target(data)
                if target <= self._core.clock.now():
                    await self.settle()
                else:
                    await self._forward(target, stride_of(data))
            self._core.workspace.changed()
            return {"now": self._core.clock.now(), "new_messages": self._core.workspace.posted_count - before}

    def _target(self, data: JSON) -> float:
        now = self._core.clock.now()
        if data.get("working_day"):
            return next_working_morning(now, str(data.get("tz") or "Etc/UTC"))
        if "to" in data:
            if float(data["to"]) < now - 1:
                raise Refused("time moves forward only")
            return float(data["to"])
        seconds = float(data.get("seconds", 0))
        if seconds < 0:
            raise Refused("time moves forward only")
        return now + seconds if seconds else now

    async def _until_message(self, data: JSON) -> None:
        limit = self._core.clock.now() + min(float(data.get("at_most", LONGEST_SEARCH)), LONGEST_SEARCH)
        people = data.get("for")
        seen = self._counter(people)
        before = seen()
        if not self._core.clock.polled:  # nothing that happens by the clock can happen to a bot that does not follow it
            await self._forward(limit)
            return
        while seen() == before and self._core.clock.now() < limit - 0.5:
            await self._forward(min(limit, next_full_hour(self._core.clock.now())))

    def _counter(self, people: object) -> Callable[[], int]:
        workspace = self._core.workspace
        if not isinstance(people, list):
            return lambda: workspace.posted_count

        def count() -> int:
            return sum(
                1
                for channel in workspace.conversations.values()
                for message in channel.messages
                for person in people
                if person in channel.members and message.user != person and message.only_for in (None, person)
            )

        return count

    async def _forward(self, target: float, stride: float = HOUR) -> None:
        clock = self._core.clock
        await self.settle()  # what was under way is done in its own time, not an hour later
        if not clock.polled:
            clock.move_to(target)
            self._core.hub.deliver_due()
            await self.settle()
            return
        while clock.now() < target:
            clock.move_to(min(target, next_full(stride, clock.now())))
            self._core.hub.deliver_due()
            await self._seen()

    async def settle(self) -> None:
        """Wait until the bot has acked and done everything it was told of."""
        await self._acked()
        if self._core.clock.polled:
            self._core.clock.settle_step()
            await self._seen()
        else:
            await self._idle()

    async def _seen(self) -> None:
        """Wait for the current step; what was sent to the bot meanwhile is waited for with one step more."""
        while True:
            sent = self._core.hub.sent_count
            await self._core.clock.step_seen()
            await self._acked()
            if self._core.hub.sent_count == sent:
                return
            self._core.clock.settle_step()

    async def _acked(self) -> None:
        await self._core.hub.signal.until(lambda: self._core.hub.quiet, ACKS_SECONDS)

    async def _idle(self) -> None:
        """For a bot that does not follow the clock: no call for 150 ms."""
        core = self._core
        began = time.monotonic()
        while True:
            await core.call_signal.until(lambda: core.calls_in_flight == 0)
            await self._acked()
            quiet_since = max(core.last_call, began)
            left = quiet_since + IDLE_SECONDS - time.monotonic()
            if left <= 0 and core.calls_in_flight == 0:
                return
            await asyncio.sleep(max(left, 0.001))


def stride_of(data: JSON) -> float:
    """The length of a step. An hour, unless whoever asks wants months to pass quickly and can bear messages that come
    up to a stride after their hour: the demo, while it lives its programme."""
    stride = float(data.get("stride") or HOUR)
    if not HOUR <= stride <= 24 * HOUR:
        raise Refused("a stride is an hour to a day")
    return stride


def next_full_hour(now: float) -> float:
    """The next full hour, strictly later."""
    return next_full(HOUR, now)


def next_full(stride: float, now: float) -> float:
    """The next full stride (UTC), strictly later."""
    return (now // stride + 1) * stride


def next_working_morning(now: float, zone: str) -> float:
    """The next 09:00 of a Monday to Friday in a zone."""
    local = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone))
    day = local.date()
    while True:
        morning = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))
        if day.weekday() < SATURDAY and morning.timestamp() > now:
            return morning.timestamp()
        day += timedelta(days=1)
