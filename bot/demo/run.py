"""`python -m bot demo`: the sandbox, a made-up company in it, and the real bot as a child process against it."""

import asyncio
import signal
import tempfile
import webbrowser
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import yaml

from bot.demo.company import MARGARET, company, roster_csv
from bot.demo.process import ROOT, BotProcess, settings_for
from bot.sandbox import Sandbox

HOME_ZONE = ZoneInfo("Europe/London")


def next_monday(today: datetime) -> datetime:
    """The next Monday at 09:00 in the company's zone, from an aware time."""
    local = today.astimezone(HOME_ZONE).date()
    monday = local + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, time(9), HOME_ZONE).astimezone(UTC)


async def run_demo(port: int, open_page: bool) -> int:
    """Serves the demo until it is interrupted. Returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="flipside-demo-") as name:
        folder = Path(name)
        sandbox = Sandbox(
            company=company(),
            manifest=yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8")),
            now=next_monday(datetime.now(UTC)),
        )
        try:
            await sandbox.start(port)
        except OSError:
            click.echo(f"Port {port} is taken: try another one with --port, or make demo PORT=8766.", err=True)
            return 2
        bot = BotProcess(sandbox, folder, **settings_for(sandbox.url, folder, MARGARET))
        sandbox.core.process = bot
        try:
            await load_roster(bot, folder)
            click.echo("Starting the bot ...")
            await bot.start()
            click.echo(f"Flipside's demo is at {sandbox.url}  (stop it with Ctrl+C)")
            if open_page:
                webbrowser.open(sandbox.url)
            await _interrupted()
        except RuntimeError as error:
            click.echo(str(error), err=True)
            return 1
        finally:
            await bot.stop()
            await sandbox.stop()
    return 0


async def load_roster(bot: BotProcess, folder: Path) -> None:
    """Who reports to whom, through the same command that a company uses."""
    (folder / "roster.csv").write_text(roster_csv(), encoding="utf-8")
    await bot.command("import", "roster.csv")


async def _interrupted() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
