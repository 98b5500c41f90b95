"""What every handler is handed: made once in `bot/app.py`, by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.services.outbox import Told
from bot.settings import Settings
from bot.slack import Slack
from storage.database import Database
from storage.enums import Kind


@dataclass(frozen=True)
class Deps:
    settings: Settings
    database: Database
    slack: Slack
    clock: Clock
    told_when_sent: Mapping[Kind, Told]  # who is told that a message is out (delivery/messages.py)
    stop_sending: Callable[[str], None]  # the app was removed: nothing more goes out
