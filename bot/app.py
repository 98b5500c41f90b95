"""The composition root: builds everything by hand, starts it, stops it cleanly. Only this module imports handlers."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import Clock
from bot.delivery import outcomes
from bot.delivery.jobs import Jobs
from bot.delivery.outcomes import CAUGHT
from bot.delivery.pacing import Pacing
from bot.delivery.sender import TOLD, Sender
from bot.delivery.ticking import Ticking, follow_clock, set_clock
from bot.deps import Deps
from bot.facts.actor import Actor
from bot.health import Door, Watchdog, healthz, ping_seconds
from bot.listening import Listening
from bot.services import outbox, workspaces
from bot.settings import Settings
from bot.slack import Slack
from handlers import FEATURES
from storage import lock, migrate
from storage.database import Database, Failure, make_engine, reason

log = structlog.get_logger()

CALL_SECONDS = 10


class CannotStart(Exception):
    """One line that says what to do; the process ends with code 2."""


async def run(settings: Settings) -> int:
    """Runs the bot until SIGTERM or SIGINT. Returns the exit code: 0, or 1 when it can do no more and a fresh start
    may help: the socket was deaf for too long, or another process has taken the database. Raises CannotStart."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"):
        os.environ.pop(name, None)  # Bolt reads them itself: it would turn to OAuth, or warn of a second token
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        database, held = open_database(settings, stack)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        )
        client = AsyncWebClient(
            settings.bot_token, base_url=settings.api_url, session=session, timeout=CALL_SECONDS, retry_handlers=[]
        )
        me = await check_tokens(settings, client)
        clock = Clock()
        if settings.clock_url:
            await begin_moved_time(clock, settings.clock_url, session)
        system = Actor.system(me.team_id or "")
        await begin(database, system, me, clock)

        app = AsyncApp(client=client, authorize=authorize_as(me), process_before_response=True)
        pacing = Pacing(settings.channel_gap, settings.posts_per_minute)
        sender = Sender(database, client, clock, pacing, system.team_id)
        deps = Deps(settings, database, Slack(client, session), clock, TOLD, sender.health.stop)
        listening = listen(app, deps)
        jobs = Jobs(database, deps.slack, clock, system.team_id)
        ticking = Ticking(sender, jobs, database, listening.in_flight)
        loop = asyncio.get_running_loop()
        database.on_owed = lambda: ticking.wake(loop)

        handler = AsyncSocketModeHandler(
            app, settings.app_token, web_client=client, ping_interval=ping_seconds(settings.deaf_after)
        )
        door, watch = Door(handler), Watchdog(handler.client, settings.deaf_after)
        try:
            await stack.enter_async_context(healthz(settings.host, settings.port, sender.health, database, watch))
        except OSError as error:
            raise CannotStart(f"Port {settings.port} is taken: choose another one with PORT.") from error
        ticking.start()
        background = [asyncio.create_task(connect(handler, system.team_id, me.bot_user_id or ""))]
        if settings.clock_url:
            background.append(asyncio.create_task(follow_clock(clock, settings.clock_url, session, ticking)))
        try:
            code = await watch.until(stop, lambda: asyncio.to_thread(held.check))
        except lock.TakenAlready:
            log.critical("database.taken")  # the server was restarted, and another process was faster
            code = 1

        log.info("stopping")
        await door.close()
        await listening.in_flight()
        await ticking.stop()
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
        for task in background:
            task.cancel()
    log.info("stopped")
    return code


def listen(app: AsyncApp, deps: Deps) -> Listening:
    """Every feature's listeners, and last what none of them is for."""
    listening = Listening(app, deps)
    for feature in FEATURES:
        feature.register(listening)
    listening.everything_else()
    return listening


async def begin(database: Database, system: Actor, me: AuthorizeResult, clock: Clock) -> None:
    """What stopped sending before is over; what was in the sender's hand when the process died becomes unsure. Raises
    CannotStart."""
    try:
        await database.write(workspaces.start, system, me.bot_user_id or "")
        if found := await database.write(outbox.recover, system, clock.now()):
            log.warning("outbox.recovered", rows=found)
    except Failure as error:
        raise unusable(error) from error


async def begin_moved_time(clock: Clock, url: str, session: aiohttp.ClientSession) -> None:
    """Raises CannotStart."""
    try:
        await set_clock(clock, url, session)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise CannotStart("CLOCK_URL does not answer: it is for the sandbox only.") from error


async def connect(handler: AsyncSocketModeHandler, team_id: str, bot_user_id: str) -> None:
    """Opens the socket, however long that takes: the watchdog ends it."""
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
    log.info("started", team=team_id, bot=bot_user_id)


def open_database(settings: Settings, stack: AsyncExitStack) -> tuple[Database, lock.Held]:
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
    except migrate.BrokenLinks as error:
        raise CannotStart(f"The database is damaged and was left as it is: restore a backup. ({error})") from error
    except Failure as error:
        raise unusable(error) from error
    except OSError as error:
        raise CannotStart(
            f"The database cannot be opened: check DATABASE_URL and its permissions. ({error.strerror})"
        ) from error
    database = Database(engine)
    stack.callback(database.close)
    return database, held


def unusable(error: Failure) -> CannotStart:
    """The one line about a database that does not do what it is asked."""
    why = reason(error)
    if "locked" in why:
        return CannotStart(f"Another program keeps the database locked: end it, then start again. ({why})")
    return CannotStart(f"The database cannot be used: check DATABASE_URL, its disk and permissions. ({why})")


async def check_tokens(settings: Settings, client: AsyncWebClient) -> AuthorizeResult:
    """Asks Slack about both tokens before anything connects. Raises CannotStart."""
    me = await _ask(settings, "SLACK_BOT_TOKEN", client.auth_test)
    await _ask(settings, "SLACK_APP_TOKEN", lambda: client.apps_connections_open(app_token=settings.app_token))
    return AuthorizeResult(
        enterprise_id=me.get("enterprise_id"),
        team_id=me["team_id"],
        bot_user_id=me["user_id"],
        bot_id=me.get("bot_id"),
        bot_token=settings.bot_token,
    )


async def _ask(settings: Settings, token: str, question: Callable[[], Awaitable[AsyncSlackResponse]]) -> Any:
    """One question at start. A rate limit is waited for; everything else is for a person to put right."""
    while True:
        try:
            return await question()
        except CAUGHT as error:
            outcome = outcomes.classify(error, to_person=False)
            if outcome.kind is outcomes.Kind.WAIT:
                log.warning("start.waits", seconds=outcome.seconds)
                await asyncio.sleep(outcome.seconds)
                continue
            if outcome.kind is outcomes.Kind.AGAIN:
                raise CannotStart(f"Slack cannot be reached at {settings.api_url}: check network and proxy.") from error
            if outcome.kind is outcomes.Kind.UNSURE:
                raise CannotStart(
                    f"Slack does not answer properly at {settings.api_url} ({outcome.code}): try again in a minute."
                ) from error
            if outcome.code == "socket_mode_not_enabled":
                raise CannotStart("Socket Mode is off: switch it on at api.slack.com/apps, Socket Mode.") from error
            raise CannotStart(
                f"Slack refuses {token} ({outcome.code}): copy it again from api.slack.com/apps into .env."
            ) from error


def authorize_as(me: AuthorizeResult):  # type: ignore[no-untyped-def]  # Bolt takes any callable
    """Bolt's own `auth.test` per request could answer `ok: false`, and then acks what no handler ever saw."""

    async def authorize(**_: object) -> AuthorizeResult:
        return me

    return authorize
