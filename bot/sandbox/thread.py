"""A sandbox in a thread of its own, for tests and scripts that are not asynchronous themselves."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from bot.sandbox.server import Sandbox

T = TypeVar("T")
START_SECONDS = 10.0


class SandboxThread:
    """Starts a Sandbox in a background thread; takes the same arguments.

    `.url` says where it is; `.run(coroutine)` runs something in its loop; `.stop()` ends it. Works in a `with`.
    """

    def __init__(self, *, port: int = 0, **options: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="sandbox", daemon=True)
        self._thread.start()
        try:
            self.sandbox = self.run(self._started(port, options))
        except BaseException:
            self._end()
            raise

    @staticmethod
    async def _started(port: int, options: dict[str, Any]) -> Sandbox:
        sandbox = Sandbox(**options)
        await sandbox.start(port)
        return sandbox

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    @property
    def url(self) -> str:
        """Where the sandbox is."""
        return self.sandbox.url

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float = START_SECONDS) -> T:
        """Run a coroutine in the sandbox's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    def call(self, function: Callable[[], T]) -> T:
        """Call a function in the sandbox's loop and wait for it."""

        async def wrapped() -> T:
            return function()

        return self.run(wrapped())

    def stop(self) -> None:
        """Stop the sandbox and its thread."""
        if self._thread.is_alive():
            self.run(self.sandbox.stop())
            self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        self._loop.close()

    def __enter__(self) -> "SandboxThread":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
