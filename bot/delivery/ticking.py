"""When we look for what is due: every second, at once after a commit that owed something, on every step of time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.delivery.jobs import Jobs
from bot.delivery.sender import Sender
from storage.database import Database

log = structlog.get_logger()

TICK_SECONDS = 1.0


class Ticking:
    """APScheduler only ticks; the work is done in a task of our own, because APScheduler cancels a running one."""

    def __init__(
        self, sender: Sender, jobs: Jobs, database: Database, in_flight: Callable[[], Awaitable[None]]
    ) -> None:
        self._sender = sender
        self._jobs = jobs
        self._database = database
        self._in_flight = in_flight
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()
        self._scheduler = AsyncIOScheduler()
        self._task: asyncio.Task[None] | None = None
        self._job_task: asyncio.Task[None] | None = None
        self._said = ""  # the trouble with the database that stands in the log already
        self.stopping = False

    def start(self) -> None:
        self._scheduler.add_job(
            self._wake.set, "interval", seconds=TICK_SECONDS, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._task = asyncio.create_task(self._loop(), name="ticking")

    def wake(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the database after a commit that owes something."""
        loop.call_soon(self._wake.set)

    async def _loop(self) -> None:
        while not self.stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._tick()

    async def _tick(self) -> float | None:
        """One look. One that fails must not end the ticking: then the next is a second away."""
        try:
            if self._database.problem:
                await self._database.probe()
            wait = await self.work()
        except Exception as error:  # the loop goes on, whatever it was
            if not self._database.problem:
                log.exception("tick.failed")
            self._tell(self._database.problem or type(error).__name__)
            return TICK_SECONDS
        self._tell(self._database.problem)
        return wait

    def _tell(self, problem: str) -> None:
        """A full disk is said once, not every second."""
        if problem != self._said:
            self._said = problem
            if problem:
                log.error("tick.trouble", reason=problem)
            else:
                log.info("tick.works")

    async def work(self) -> float | None:
        """Sends what is due. Returns the seconds after which pacing lets the rest go on, None if nothing is left.

        Jobs run beside it, in one task of their own: a long match run keeps no message waiting.
        """
        if not self.stopping:
            self._run_jobs()
        async with self._busy:
            return await self._sender.drain()

    def _run_jobs(self) -> asyncio.Task[None]:
        if self._job_task is None or self._job_task.done():
            self._job_task = asyncio.create_task(self._jobs_due(), name="jobs")
        return self._job_task

    async def _jobs_due(self) -> None:
        try:
            await self._jobs.run_due()
        except Exception:  # the database is away: the next tick tries again
            if not self._database.problem:
                log.exception("jobs.failed")
            await asyncio.sleep(TICK_SECONDS)

    def _under_way(self) -> bool:
        """Whether something is in hand that is no row due: a message on its way, a mark to write, a database to probe.

        Asked after the look for what is due, so that a row claimed just before it is not missed.
        """
        return self._busy.locked() or self._sender.unfinished or bool(self._database.problem)

    async def until_quiet(self) -> None:
        """Works until nothing is due and nothing is in flight: then a step of moved time is done."""
        while not self.stopping:
            await self._in_flight()
            if not await self._jobs.anything_due() and not self._under_way():
                return
            await self._run_jobs()
            wait = await self._tick()
            if wait is not None:
                await asyncio.sleep(wait)
            elif not await self._jobs.any_due():
                return

    async def stop(self) -> None:
        """No new work; a message in hand is finished and marked, a job in hand is left due for the next start."""
        self.stopping = self._sender.stopping = True
        if self._job_task is not None:
            self._job_task.cancel()
        self._scheduler.shutdown(wait=False)
        self._wake.set()
        if self._task is not None:
            await self._task
        async with self._busy:  # moved time works in a task of its own
            await self._sender.finish()


async def set_clock(clock: Clock, url: str, session: aiohttp.ClientSession) -> None:
    """Moved time at the start: nothing may be planned by the machine's own time before the first step."""
    async with session.get(url, params={"seen": 0}) as answer:
        clock.offset = timedelta(seconds=(await answer.json())["offset"])


async def follow_clock(clock: Clock, url: str, session: aiohttp.ClientSession, ticking: Ticking) -> None:
    """Moved time: asks the sandbox for the offset, works until quiet, and asks again: so the step is done."""
    seen = 0
    while not ticking.stopping:
        try:
            async with session.get(url, params={"seen": seen}, timeout=aiohttp.ClientTimeout(total=60)) as answer:
                step = await answer.json()
        except (aiohttp.ClientError, TimeoutError):
            await asyncio.sleep(0.2)  # the sandbox is not there yet, or no more
            continue
        if step["step"] > seen:
            clock.offset = timedelta(seconds=step["offset"])
            await ticking.until_quiet()
            seen = step["step"]
