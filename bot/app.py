"""The composition root: builds everything by hand, starts it, stops it cleanly. Only this module imports handlers."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery.jobs import Jobs
from bot.delivery.pacing import Pacing
from bot.delivery.sender import TOLD, Sender
from bot.delivery.ticking import Ticking, follow_clock, set_clock
from bot.deps import Deps
from bot.facts.actor import Actor
from bot.listening import Listening
from bot.services import outbox, workspaces
from bot.settings import Settings
from bot.slack import Slack
from handlers import FEATURES
from storage import lock, migrate
from storage.database import Database, make_engine

log = structlog.get_logger()

CALL_SECONDS = 10
PING_SECONDS = 10


class CannotStart(Exception):
    """One line that says what to do; the process ends with code 2."""


async def run(settings: Settings) -> int:
    """Runs the bot until SIGTERM or SIGINT. Returns the exit code: 0, or 1 when the socket went deaf for too long."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"):
        os.environ.pop(name, None)  # Bolt reads them itself: it would turn to OAuth, or warn of a second token
    async with AsyncExitStack() as stack:
        database = open_database(settings, stack)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        )
        client = AsyncWebClient(
            settings.bot_token, base_url=settings.api_url, session=session, timeout=CALL_SECONDS, retry_handlers=[]
        )
        me = await check_tokens(settings, client)
        clock = Clock()
        if settings.clock_url:
            await set_clock(clock, settings.clock_url, session)
        system = Actor.system(me.team_id or "")
        await database.write(workspaces.start, system, me.bot_user_id or "")
        if found := await database.write(outbox.recover, system, clock.now()):
            log.warning("outbox.recovered", rows=found)

        app = AsyncApp(client=client, authorize=authorize_as(me), process_before_response=True)
        pacing = Pacing(settings.channel_gap, settings.posts_per_minute)
        sender = Sender(database, client, clock, pacing, system.team_id)
        deps = Deps(settings, database, Slack(client, session), clock, TOLD, sender.health.stop)
        listening = Listening(app, deps)
        for feature in FEATURES:
            feature.register(listening)
        listening.everything_else()

        ticking = Ticking(sender, Jobs(database, deps.slack, clock, system.team_id), listening.in_flight)
        loop = asyncio.get_running_loop()
        database.on_owed = lambda: ticking.wake(loop)
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)

        handler = AsyncSocketModeHandler(app, settings.app_token, web_client=client, ping_interval=PING_SECONDS)
        watch = Watchdog(handler, settings.deaf_after)
        await stack.enter_async_context(healthz(settings, sender, watch))
        ticking.start()
        following = (
            asyncio.create_task(follow_clock(clock, settings.clock_url, session, ticking))
            if settings.clock_url
            else None
        )
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
        log.info("started", team=system.team_id, bot=me.bot_user_id)
        code = await watch.until(stop)

        log.info("stopping")
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
        if following is not None:
            following.cancel()
        await listening.in_flight()
        await ticking.stop()
    log.info("stopped")
    return code


def open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    """Opens, locks and migrates the database. Raises CannotStart."""
    try:
        engine = make_engine(settings.database_url)
        held = lock.take(engine)
        stack.callback(held.close)
        if migrate.is_newer(engine):
            raise CannotStart(
                "The database was used by a newer Flipside: update this one, or restore a backup from before."
            )
        migrate.upgrade(engine)
    except lock.TakenAlready:
        raise CannotStart("Another Flipside runs on this database: stop it first. One process per database.") from None
    except (SQLAlchemyError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise CannotStart(
            f"The database cannot be opened: check DATABASE_URL and its permissions. ({reason})"
        ) from error
    database = Database(engine)
    stack.callback(database.close)
    return database


async def check_tokens(settings: Settings, client: AsyncWebClient) -> AuthorizeResult:
    """Asks Slack about both tokens before anything connects. Raises CannotStart."""
    token = "SLACK_BOT_TOKEN"
    try:
        answer = await client.auth_test()
        token = "SLACK_APP_TOKEN"
        await client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        code = error.response.get("error") or f"HTTP {error.response.status_code}"
        raise CannotStart(
            f"Slack refuses {token} ({code}): copy it again from api.slack.com/apps into .env."
        ) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise CannotStart(f"Slack cannot be reached at {settings.api_url}: check the network and proxy.") from error
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer["team_id"],
        bot_user_id=answer["user_id"],
        bot_id=answer.get("bot_id"),
        bot_token=settings.bot_token,
    )


def authorize_as(me: AuthorizeResult):  # type: ignore[no-untyped-def]  # Bolt takes any callable
    """Bolt's own `auth.test` per request could answer `ok: false`, and then acks what no handler ever saw."""

    async def authorize(**_: object) -> AuthorizeResult:
        return me

    return authorize


class Watchdog:
    """A socket can go deaf silently: it is reconnected, and after `deaf_after` seconds the process gives up."""

    def __init__(self, handler: AsyncSocketModeHandler, deaf_after: float) -> None:
        self._client = handler.client
        self._deaf_after = deaf_after
        self._alive_at = self._heard_at = time.monotonic()
        self._last_ping: float | None = None

    async def _is_alive(self) -> bool:
        if self._client.last_ping_pong_time != self._last_ping:
            self._last_ping, self._heard_at = self._client.last_ping_pong_time, time.monotonic()
        fresh = time.monotonic() - self._heard_at < 4 * PING_SECONDS
        return bool(await self._client.is_connected()) and fresh

    @property
    def deaf_for(self) -> float:
        return time.monotonic() - self._alive_at

    async def until(self, stop: asyncio.Event) -> int:
        """Watches until `stop` is set. Returns the exit code."""
        every = min(5.0, self._deaf_after / 4)
        while not stop.is_set():
            if await self._is_alive():
                self._alive_at = time.monotonic()
            elif self.deaf_for > self._deaf_after:
                log.error("socket.deaf", seconds=round(self.deaf_for))
                return 1
            try:
                async with asyncio.timeout(every):
                    await stop.wait()
            except TimeoutError:
                continue
        return 0


@asynccontextmanager
async def healthz(settings: Settings, sender: Sender, watch: Watchdog) -> AsyncIterator[None]:
    """Serves /healthz: 200 while events come in and messages may go out, 503 with the reason otherwise."""

    async def answer(_: web.Request) -> web.Response:
        problems = [f"sending is stopped: {sender.health.stopped}"] if sender.health.stopped else []
        if sender.health.unsure:
            problems.append("Slack does not answer; sending waits for it")
        if watch.deaf_for > 60:
            problems.append(f"the socket has been silent for {watch.deaf_for:.0f} seconds")
        return web.json_response({"ok": not problems, "problems": problems}, status=503 if problems else 200)

    site = web.Application()
    site.router.add_get("/healthz", answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise CannotStart(f"Port {settings.port} is taken: choose another one with PORT.") from error
        log.info("healthz", port=runner.addresses[0][1])
        yield
    finally:
        await runner.cleanup()
