"""Small things that every part of the sandbox shares: the JSON type, Slack's measure of length, errors, a signal."""

import asyncio
from collections.abc import Callable
from typing import Any

JSON = dict[str, Any]


class SlackError(Exception):
    """A Web API call answered with `ok: false`. `extra` is merged into the answer's body."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class Refused(Exception):
    """Something that a person could not do in Slack's client: answered with HTTP 400 on the page's API."""


def utf16(text: str) -> int:
    """The length in UTF-16 units: what JavaScript counts, and the larger of the measures Slack might use."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Signal:
    """Lets coroutines wait until a condition holds; whoever changes something that matters calls `fire`."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        """Make everybody who waits look again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def until(self, condition: Callable[[], bool], timeout: float | None = None) -> bool:
        """Wait for the condition, at most `timeout` seconds. Returns whether it holds."""
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while not condition():
            remaining = None if deadline is None else deadline - loop.time()
            if remaining is not None and remaining <= 0:
                return False
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, remaining)
            except TimeoutError:
                return condition()
            finally:
                self._waiting.discard(future)
        return True
