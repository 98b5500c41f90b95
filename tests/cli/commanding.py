"""Running `python -m bot WORDS` as the bot's own settings would have it, whatever its exit code."""

import os
from dataclasses import dataclass

from tests.forked import run_command
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
    environment = {**office.bot.environment(), "DOTENV": os.devnull, **settings}
    return Said(*run_command(words, office.folder, environment, 60))
