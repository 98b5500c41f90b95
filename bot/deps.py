"""What every handler is handed: made once in `bot/app.py`, by hand."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.settings import Settings
from bot.slack import Slack
from storage.database import Database


@dataclass(frozen=True)
class Deps:
    settings: Settings
    database: Database
    slack: Slack
    clock: Clock
