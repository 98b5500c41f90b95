"""The bot as a process of its own, forked from one that has loaded it already.

A start of Python loads the bot's libraries for a second, and the tests start it some hundred and fifty times. Here a
server (multiprocessing's) loads them once; each bot is a fork of it with its own folder, settings and session, runs the
same command, and ends by the same signals. tests/demo and tests/cli start it as everybody does.
"""

import asyncio
import multiprocessing
import os
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.demo.process import BotProcess

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["bot.__main__", "bot.app", "storage.migrate", "tests.forked"])


class ForkedBot(BotProcess):
    """The bot, started quickly."""

    async def spawn(self) -> "Forked":
        bot = SERVER.Process(target=_run, args=(self._folder, self.environment(), self.log), daemon=True)
        bot.start()
        return Forked(bot)


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


def _run(folder: Path, environment: dict[str, str], log: Path) -> None:
    from bot.__main__ import cli

    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(written, 2)
    os.close(written)
    cli(["run"], prog_name="python -m bot")
