"""What went over the wire, with its verdict: the page's inspector, and the tests' witness."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.shapes import JSON, Signal

KEPT = 5000


@dataclass
class Entry:
    """One call, envelope, ack or post to a response URL."""

    n: int
    at: float
    kind: str  # api | envelope | ack | response_url | socket
    name: str
    request: Any
    response: Any
    ok: bool
    note: str = ""


class Log:
    """The last few thousand entries, numbered from 1."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.signal = Signal()
        self._count = 0

    def add(
        self, at: float, kind: str, name: str, request: Any, response: Any = None, *, ok: bool = True, note: str = ""
    ) -> Entry:
        """Write an entry and wake whoever waits for one."""
        self._count += 1
        entry = Entry(self._count, at, kind, name, request, response, ok, note)
        self.entries.append(entry)
        if len(self.entries) > KEPT:
            del self.entries[: len(self.entries) - KEPT]
        self.signal.fire()
        return entry

    def after(self, n: int) -> list[JSON]:
        """Everything later than entry `n`, as JSON."""
        return [asdict(entry) for entry in self.entries if entry.n > n]

    @property
    def count(self) -> int:
        """The number of the last entry."""
        return self._count
