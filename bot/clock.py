"""The one place that asks for the time.

With CLOCK_URL set (the sandbox only) the time is real time plus an offset that the sandbox owns, so that weeks pass
in seconds. Timeouts, backoff and pacing never use this clock: they use `asyncio`'s monotonic one.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return datetime.now(UTC) + self.offset
