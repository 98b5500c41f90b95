"""Everything the sandbox consists of, wired by hand in one place."""

import time
from datetime import datetime
from typing import Protocol

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.log import Log
from bot.sandbox.manifest import read_manifest
from bot.sandbox.payloads import Payloads
from bot.sandbox.rates import Rates
from bot.sandbox.shapes import JSON, Signal
from bot.sandbox.sockets import Hub
from bot.sandbox.triggers import ResponseUrls, Triggers
from bot.sandbox.uploads import Uploads
from bot.sandbox.validation import Validator
from bot.sandbox.views import Views
from bot.sandbox.workspace import Workspace


class Process(Protocol):
    """The bot's child process, for the page's "pull the plug"."""

    @property
    def running(self) -> bool:
        """Whether it runs."""
        ...

    async def start(self) -> None:
        """Start it; returns when it has been started."""
        ...

    async def stop(self) -> None:
        """Ask it to stop, and wait."""
        ...

    async def kill(self) -> None:
        """Kill it without a word."""
        ...


class Guide(Protocol):
    """A tour that the page shows; what it says is none of the sandbox's business."""

    async def state(self) -> object:
        """Something that JSON can hold."""
        ...

    async def act(self, step: str) -> None:
        """Do what a step asks for."""
        ...


class Core:
    """The parts of one sandbox, which know each other only through here."""

    def __init__(
        self,
        company: JSON,
        manifest: JSON,
        now: datetime,
        bot_token: str,
        app_token: str,
        rates: bool,
    ) -> None:
        self.manifest = read_manifest(manifest)
        self.bot_token = bot_token
        self.app_token = app_token
        self.clock = Clock(now)
        self.log = Log()
        self.workspace = Workspace(company, self.manifest, self.clock)
        self.hub = Hub(self.clock, self.log, self.workspace.app_id)
        self.views = Views(self.workspace)
        self.payloads = Payloads(self.workspace, self.views)
        self.validator = Validator()
        self.triggers = Triggers()
        self.response_urls = ResponseUrls(self.clock)
        self.uploads = Uploads()
        self.faults = Faults()
        self.rates = Rates(rates)
        self.process: Process | None = None
        self.guide: Guide | None = None
        self.url = ""
        self.revoked: str | None = None  # the error that the bot's token gets once the app was removed
        self.notices: dict[str, list[str]] = {}
        self.calls_in_flight = 0
        self.last_call = 0.0
        self.call_signal = Signal()

    def notice(self, person: str, text: str) -> None:
        """Show a person one of Slack's passing error messages."""
        self.notices.setdefault(person, []).append(text)
        self.workspace.changed([person])

    def call_began(self) -> None:
        """A Web API call came in."""
        self.calls_in_flight += 1

    def call_ended(self) -> None:
        """A Web API call was answered."""
        self.calls_in_flight -= 1
        self.last_call = time.monotonic()
        self.call_signal.fire()
