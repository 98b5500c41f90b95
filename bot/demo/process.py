"""The real bot as a child process against the sandbox, unchanged but for where Slack is and who owns the time."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from bot.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")
START_SECONDS = 30.0
STOP_SECONDS = 15.0
GONE_SECONDS = 2.0


class Process(Protocol):
    """A child process, as asyncio has it."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def send_signal(self, signal: int) -> None: ...


class BotProcess:
    """Starts, stops and kills the bot. Nothing of the shell's SLACK_*, proxy or .env settings reaches it.

    Its session is its own: Ctrl+C in the terminal reaches the demo alone, which then stops it in good order.
    """

    def __init__(self, sandbox: Sandbox, folder: Path, **settings: str) -> None:
        self._hub = sandbox.core.hub
        self._folder = folder
        self._settings = settings
        self._process: Process | None = None
        self.deaths = 0  # how often the plug was pulled

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def log(self) -> Path:
        return self._folder / "bot.log"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return {**kept, "DOTENV": os.devnull, "PYTHONPATH": str(ROOT), **self._settings}

    async def start(self) -> None:
        """Starts the bot and waits until it is connected. Raises RuntimeError with its log if it is not."""
        if self.running:
            return
        await self._hub.signal.until(lambda: not self._hub.connected, GONE_SECONDS)  # its predecessor's socket
        self._process = await self.spawn()
        ended = asyncio.create_task(self._process.wait())
        connected = asyncio.create_task(self._hub.signal.until(lambda: self._hub.connected, START_SECONDS))
        await asyncio.wait({ended, connected}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ended, connected):
            task.cancel()
        if not self._hub.connected:
            raise RuntimeError(f"the bot did not connect:\n{self.log.read_text()[-3000:]}")

    async def spawn(self) -> Process:
        """Starts the process, its log appended to `log`."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=self.environment(), stderr=log,
                start_new_session=True,
            )  # fmt: skip

    async def stop(self) -> None:
        """SIGTERM, and wait until it has finished what it had in hand."""
        if self._process is not None and self.running:
            self._process.terminate()
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()

    async def kill(self) -> None:
        """SIGKILL: as if the plug was pulled."""
        if self._process is not None and self.running:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self.deaths += 1

    async def command(self, *words: str) -> str:
        """Runs `python -m bot WORDS` with the bot's settings, and returns what it prints. Raises RuntimeError."""
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self._folder, env=self.environment(),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            said, _ = await child.communicate()
        finally:
            if child.returncode is None:  # whoever waited for it was cancelled
                child.kill()
                await child.wait()
        if child.returncode:
            raise RuntimeError(f"python -m bot {' '.join(words)}: {said.decode()}")
        return said.decode()

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None


def settings_for(url: str, folder: Path, managers: str) -> dict[str, str]:
    """The bot's settings for a sandbox at `url`: a fresh database, moved time, and no need to post slowly."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{url}/api/",
        "CLOCK_URL": f"{url}/clock",
        "DATABASE_URL": f"sqlite:///{folder}/flipside.db",
        "PROGRAMME_MANAGERS": managers,
        "PORT": "0",
        "LOG_LEVEL": "INFO",
        "CHANNEL_GAP_SECONDS": "0",
        "UNDO_SECONDS": "0",
        "POSTS_PER_MINUTE": "100000",
    }
