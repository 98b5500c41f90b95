"""The sandbox's clock: real time plus an offset, and the hand-shake with a bot that follows it.

A bot that polls `/clock?seen=N` says with N: "step N is applied, nothing is due and nothing is in flight". Time moves
forward only. Short timers (trigger ids, acks, rate limits) never look here: they use the monotonic clock.
"""

import time
from datetime import datetime

from bot.sandbox.shapes import JSON, Signal

HOLD_SECONDS = 25.0


class Clock:
    """Tells the sandbox's time, and knows which step of it the bot has seen."""

    def __init__(self, start: datetime) -> None:
        self.offset = start.timestamp() - time.time()
        self.step = 1
        self.seen = 0
        self.polled = False  # whether a bot that follows the clock was ever here
        self.signal = Signal()
        self._closed = False

    def now(self) -> float:
        """Seconds since the epoch, as the workspace sees it."""
        return time.time() + self.offset

    def move_to(self, epoch: float) -> None:
        """Begin a step at whose beginning the clock shows `epoch`; never backwards."""
        self.offset += max(0.0, epoch - self.now())
        self.step += 1
        self.signal.fire()

    def settle_step(self) -> None:
        """Begin a step of no length: the bot answers it when it has done everything it had to do."""
        self.step += 1
        self.signal.fire()

    async def step_seen(self) -> None:
        """Wait until the bot has seen the current step; a killed bot makes this wait for its successor."""
        step = self.step
        await self.signal.until(lambda: self.seen >= step or self._closed)

    async def poll(self, seen: int) -> JSON:
        """Answer the bot's long poll."""
        self.polled = True
        if seen == self.step:
            self.seen = seen
            self.signal.fire()
            await self.signal.until(lambda: self.step != seen or self._closed, HOLD_SECONDS)
        return {"step": self.step, "offset": self.offset}

    def close(self) -> None:
        """Let go of everybody who waits."""
        self._closed = True
        self.signal.fire()
