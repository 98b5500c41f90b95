"""How the process is: the socket's watchdog, /healthz, and the door through which Slack's envelopes come in."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.delivery.sender import Health
from storage.database import Database

log = structlog.get_logger()

LONGEST_PING = 10.0
PINGS_TO_EXIT = 8  # the client reconnects after four pings that nobody answered, the process ends after twice as many
LONGEST_SILENCE = 60.0


def ping_seconds(deaf_after: float) -> float:
    """How often the socket is pinged, so that it is reconnected well before the process gives up."""
    return min(LONGEST_PING, deaf_after / PINGS_TO_EXIT)


class Door:
    """Counts envelopes from their arrival until they are acked, so that SIGTERM can wait for them; once closed it
    takes no more: what is not acked Slack gives to the next process, or tells the person."""

    def __init__(self, handler: AsyncSocketModeHandler) -> None:
        self._handler = handler
        self._inside = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._closed = False
        handler.client.socket_mode_request_listeners[:] = [self._enter]

    async def _enter(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._closed:
            return
        self._inside += 1
        self._empty.clear()
        try:
            await self._handler.handle(self._handler.client, request)
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    async def close(self) -> None:
        """Takes no more, and waits until everything that came in is acked."""
        self._closed = True
        await self._empty.wait()


class Watchdog:
    """A socket can go deaf silently: it is reconnected, and after `deaf_after` seconds the process gives up."""

    def __init__(self, client: SocketModeClient, deaf_after: float) -> None:
        self._client = client
        self._deaf_after = deaf_after
        self._silence = 4 * ping_seconds(deaf_after)
        self._alive_at = self._heard_at = time.monotonic()
        self._last_ping: float | None = None

    async def _is_alive(self) -> bool:
        if self._client.last_ping_pong_time != self._last_ping:
            self._last_ping, self._heard_at = self._client.last_ping_pong_time, time.monotonic()
        fresh = time.monotonic() - self._heard_at < self._silence
        return bool(await self._client.is_connected()) and fresh

    @property
    def deaf_for(self) -> float:
        return time.monotonic() - self._alive_at

    @property
    def problem(self) -> str:
        """What /healthz says of the socket; a reconnect that Slack asks for takes a moment and is no problem."""
        if self.deaf_for <= min(LONGEST_SILENCE, self._deaf_after / 4):
            return ""
        return f"the socket has been silent for {self.deaf_for:.0f} seconds"

    async def until(self, stop: asyncio.Event, also: Callable[[], Awaitable[None]]) -> int:
        """Watches until `stop` is set, and asks `also` each time. Returns the exit code."""
        every = min(5.0, self._deaf_after / 8)
        while not stop.is_set():
            if await self._is_alive():
                self._alive_at = time.monotonic()
            elif self.deaf_for > self._deaf_after:
                log.error("socket.deaf", seconds=round(self.deaf_for))
                return 1
            else:
                self._client.wss_uri = None  # a ticket is for one connection: the next try asks for a new one
            await also()
            try:
                async with asyncio.timeout(every):
                    await stop.wait()
            except TimeoutError:
                continue
        return 0


def sending_problem(health: Health) -> str:
    """What /healthz says of sending."""
    if health.stopped:
        return f"sending is stopped: {health.stopped}; put it right in Slack, then start again"
    if health.unreachable:
        return "Slack cannot be reached; sending waits for it"
    return "Slack does not answer; sending waits for it" if health.unsure else ""


@asynccontextmanager
async def healthz(
    host: str, port: int, sending: Health, database: Database, watch: Watchdog
) -> AsyncIterator[tuple[str, int]]:
    """Serves /healthz: 200 while events come in and messages may go out, 503 with the reasons otherwise. Yields where.

    Raises OSError if the port is taken.
    """

    async def answer(_: web.Request) -> web.Response:
        problems = list(filter(None, [sending_problem(sending), watch.problem]))
        if database.problem:
            problems.append(f"the database fails: {database.problem}")
        return web.json_response({"ok": not problems, "problems": problems}, status=503 if problems else 200)

    site = web.Application()
    site.router.add_get("/healthz", answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        log.info("healthz", port=runner.addresses[0][1])
        yield runner.addresses[0][:2]
    finally:
        await runner.cleanup()
