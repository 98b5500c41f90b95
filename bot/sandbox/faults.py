"""Faults on request: what a network and a large service do to an app on a bad day."""

from dataclasses import dataclass
from itertools import count

from bot.sandbox.shapes import JSON, Signal

KINDS = (
    "lost_reply_before",  # the connection breaks before anything was done
    "lost_reply_after",  # it was done, and the connection breaks
    "500_before",
    "500_after",
    "html",  # a proxy's error page instead of JSON, nothing was done
    "html_after",
    "slow",  # done, answered late
    "refused",  # nobody listens at all, for some seconds
    "429",
    "error",  # an error name of the caller's choice
    "hold",  # done, and the reply is withheld until it is released
)
EVERY_METHOD = "*"


@dataclass
class Fault:
    """One fault that waits for its call."""

    id: int
    method: str
    fault: str
    times: int
    channel: str | None = None
    retry_after: int = 30
    seconds: float = 4.0
    error: str = "internal_error"

    def as_json(self) -> JSON:
        """For the page."""
        return {
            "id": self.id,
            "method": self.method,
            "fault": self.fault,
            "times": self.times,
            "channel": self.channel,
        }


class Faults:
    """Faults that are waiting, and replies that are withheld."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.held = 0  # replies that are withheld now
        self.signal = Signal()
        self._numbers = count(1)
        self._releases = 0

    def add(self, data: JSON) -> Fault:
        """Arrange a fault. Raises ValueError for a kind that does not exist."""
        kind = str(data.get("fault"))
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are: {', '.join(KINDS)}")
        fault = Fault(
            id=next(self._numbers),
            method=str(data.get("method", EVERY_METHOD)),
            fault=kind,
            times=int(data.get("times", 1)),
            channel=data.get("channel"),
            retry_after=int(data.get("retry_after", 30)),
            seconds=float(data.get("seconds", 4.0)),
            error=str(data.get("error", "internal_error")),
        )
        self.active.append(fault)
        self.signal.fire()
        return fault

    def take(self, method: str, channels: tuple[str, ...]) -> Fault | None:
        """The fault that strikes this call, if any; it counts down."""
        for fault in self.active:
            if fault.method in (EVERY_METHOD, method) and (fault.channel is None or fault.channel in channels):
                fault.times -= 1
                if fault.times <= 0:
                    self.active.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """No more faults, and everything withheld is let go."""
        self.active.clear()
        self.release()

    def release(self) -> None:
        """Let withheld replies go."""
        self._releases += 1
        self.signal.fire()

    async def hold(self) -> None:
        """Wait for the next release."""
        before = self._releases
        self.held += 1
        self.signal.fire()
        try:
            await self.signal.until(lambda: self._releases > before)
        finally:
            self.held -= 1
