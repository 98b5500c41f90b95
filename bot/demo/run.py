"""`python -m bot demo`: the sandbox, a made-up company in it, and the real bot as a child process against it."""

import asyncio
import itertools
import os
import signal
import tempfile
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import yaml

from bot.demo.company import ADA, MARGARET, company, roster_csv
from bot.demo.guide import Guide
from bot.demo.hands import Page
from bot.demo.opening import Opening
from bot.demo.process import ROOT, BotProcess, settings_for
from bot.sandbox import Sandbox

HOME_ZONE = ZoneInfo("Europe/London")
IN_MEMORY = Path("/dev/shm")  # the demo's database lives for minutes: no need to wait for a disk


class PortTaken(Exception):
    """Somebody else listens there."""


def next_monday(today: datetime) -> datetime:
    """The next Monday at 09:00 in the company's zone, from an aware time."""
    local = today.astimezone(HOME_ZONE).date()
    monday = local + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, time(9), HOME_ZONE).astimezone(UTC)


class Demo:
    """One sandbox after the other on one port, each with a bot and a database of its own."""

    def __init__(self, port: int, folder: Path) -> None:
        self._port = port
        self._folder = folder
        self._runs = itertools.count(1)
        self._changing: asyncio.Task[None] | None = None
        self.sandbox: Sandbox
        self.bot: BotProcess | None = None
        self.failed = asyncio.Event()
        self.problem: Exception | None = None

    async def begin(self, *, from_scratch: bool = False) -> None:
        """Opens the company on the next Monday: in the middle of a programme, or on its first day.

        Raises PortTaken, or RuntimeError when the bot does not start.
        """
        run = str(next(self._runs))
        folder = self._folder / run
        folder.mkdir()
        opens = next_monday(datetime.now(UTC))
        self.sandbox = sandbox = Sandbox(
            company=company(first=MARGARET if from_scratch else ADA),
            manifest=yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8")),
            now=opens if from_scratch else Opening.begins(opens),
        )
        try:
            await sandbox.start(self._port)
        except OSError as error:
            raise PortTaken from error
        self._port = sandbox.port
        self.bot = bot = BotProcess(sandbox, folder, **settings_for(sandbox.url, folder, MARGARET))
        guide = Guide(sandbox, bot, run, from_scratch, self.start_again)
        sandbox.core.process, sandbox.core.guide = bot, guide
        await load_roster(bot, folder)
        await bot.start()
        if not from_scratch:
            async with Page(sandbox.url) as page:
                await Opening(page, opens).live()
        guide.begin()

    async def start_again(self) -> None:
        """Leaves everything behind and opens an empty company at the same address, once the page has its answer."""
        if self._changing is None or self._changing.done():
            self._changing = asyncio.create_task(self._change())

    async def _change(self) -> None:
        await asyncio.sleep(0.1)  # the answer to the click is on its way to the page
        try:
            await self._end()
            await self.begin(from_scratch=True)
        except (PortTaken, RuntimeError) as error:
            self.problem = error
            self.failed.set()

    async def _end(self) -> None:
        if self.bot is not None:
            await self.bot.kill()  # nothing of it is kept
        await self.sandbox.stop()

    async def end(self) -> None:
        """Stops the bot and the sandbox."""
        if self._changing is not None:
            self._changing.cancel()
            with suppress(asyncio.CancelledError):
                await self._changing
        if self.bot is not None:
            await self.bot.stop()
            await self.sandbox.stop()


async def run_demo(port: int, open_page: bool) -> int:
    """Serves the demo until it is interrupted. Returns the exit code."""
    stopped = asyncio.create_task(_on_signals().wait())
    memory = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="flipside-demo-", dir=memory) as name:
        demo = Demo(port, Path(name))
        click.echo("A company of twenty, and ten weeks of a programme in it: a few seconds ...")
        beginning = asyncio.create_task(demo.begin())
        try:
            await asyncio.wait({beginning, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not beginning.done():
                return 0
            beginning.result()
            click.echo(f"Flipside's demo is at {demo.sandbox.url}  (stop it with Ctrl+C)")
            if open_page:
                webbrowser.open(demo.sandbox.url)
            failed = asyncio.create_task(demo.failed.wait())
            await asyncio.wait({stopped, failed}, return_when=asyncio.FIRST_COMPLETED)
            failed.cancel()
            if demo.problem is not None:
                raise demo.problem
        except PortTaken:
            click.echo(f"Port {port} is taken: try another one with --port, or make demo PORT=8766.", err=True)
            return 2
        except RuntimeError as error:
            click.echo(str(error), err=True)
            return 1
        finally:
            beginning.cancel()
            with suppress(asyncio.CancelledError, PortTaken, RuntimeError):
                await beginning
            await demo.end()
            stopped.cancel()
    return 0


async def load_roster(bot: BotProcess, folder: Path) -> None:
    """Who reports to whom, through the same command that a company uses."""
    (folder / "roster.csv").write_text(roster_csv(), encoding="utf-8")
    await bot.command("import", "roster.csv")


def _on_signals() -> asyncio.Event:
    """Set from the first Ctrl+C or SIGTERM on."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped
