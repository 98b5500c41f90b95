"""The bot and its commands as processes of their own, forked from one that has loaded them already.

A start of Python loads the bot's libraries for a second, and the tests start it some three hundred times. Here a server
(multiprocessing's) loads them once; each bot is a fork of it with its own folder, settings and session, runs the same
command, and ends by the same signals. tests/demo starts it as everybody does.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.demo.process import BotProcess

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(
    ["bot.__main__", "bot.app", "bot.doctor", "bot.pairs_csv", "bot.roster", "storage.migrate", "tests.forked"]
)


class ForkedBot(BotProcess):
    """The bot, started quickly."""

    async def spawn(self) -> "Forked":
        words = ["run"]
        bot = SERVER.Process(target=_run, args=(words, self._folder, self.environment(), None, self.log), daemon=True)
        bot.start()
        return Forked(bot)


def run_command(words: tuple[str, ...], folder: Path, environment: dict[str, str], seconds: float) -> tuple[int, str]:
    """Runs `python -m bot WORDS` to its end. Returns its exit code, and what it printed, errors last."""
    with tempfile.TemporaryDirectory(prefix="flipside-command-") as said:
        out, err = Path(said, "out"), Path(said, "err")
        command = SERVER.Process(target=_run, args=(list(words), folder, environment, out, err), daemon=True)
        command.start()
        command.join(seconds)
        assert command.exitcode is not None, "the command did not end"
        return command.exitcode, out.read_text(encoding="utf-8") + err.read_text(encoding="utf-8")


@dataclass
class Forked:
    """What `asyncio.subprocess.Process` has and BotProcess uses."""

    bot: ForkServerProcess
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        asyncio.get_running_loop().add_reader(self.bot.sentinel, self._end)

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self.bot.sentinel)
        self.bot.join()
        self.ended.set()

    @property
    def pid(self) -> int:
        assert self.bot.pid is not None
        return self.bot.pid

    @property
    def returncode(self) -> int | None:
        return self.bot.exitcode

    async def wait(self) -> int:
        await self.ended.wait()
        assert self.bot.exitcode is not None
        return self.bot.exitcode

    def terminate(self) -> None:
        self.bot.terminate()

    def kill(self) -> None:
        self.bot.kill()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def _run(words: list[str], folder: Path, environment: dict[str, str], out: Path | None, err: Path) -> None:
    from bot.__main__ import cli

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in ((1, out), (2, err)):
        if file is not None:
            written = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            os.dup2(written, number)
            os.close(written)
    try:
        cli(words, prog_name="python -m bot")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
