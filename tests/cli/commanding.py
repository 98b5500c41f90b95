"""Running `python -m bot WORDS` as the bot's own settings would have it, whatever its exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass

from tests.office import Office


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    text: str

    def line(self, beginning: str) -> str:
        """The one line that begins so, after its `ok` or `!!`."""
        found = [line for line in self.text.splitlines() if line[4:].startswith(beginning)]
        assert len(found) == 1, self.text
        return found[0]


def command(office: Office, *words: str, **settings: str) -> Said:
    """Runs a command beside the bot, with some settings changed."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=office.folder,
        env={**office.bot.environment(), "PYTHONIOENCODING": "utf-8", "DOTENV": os.devnull, **settings},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Said(ended.returncode, ended.stdout.decode() + ended.stderr.decode())
