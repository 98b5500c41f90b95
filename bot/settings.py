"""Every setting, its default and its error, in one place. Values come from the environment, then from `.env`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SLACK_API = "https://slack.com/api/"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """One line per setting that is missing or malformed, each saying what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Settings:
    bot_token: str
    app_token: str
    api_url: str
    database_url: str
    programme_managers: frozenset[str]
    log_level: str
    host: str
    port: int
    clock_url: str | None
    channel_gap: float  # seconds between two posts to one channel
    posts_per_minute: int  # to the whole workspace
    undo_seconds: float  # after an approval, before the first mentor is asked
    deaf_after: float  # seconds without a sign of life on the socket after which the process gives up


class _Values:
    """Reads one value after the other and remembers what was wrong."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, "").strip() or default

    def token(self, name: str, prefix: str, where: str) -> str:
        value = self.text(name)
        if not value:
            self.wrong.append(f"{name} is missing: copy it from {where} and put it into .env.")
        elif not value.startswith(prefix):
            self.wrong.append(f"{name} must start with {prefix}: copy it again from {where}.")
        return value

    def number(self, name: str, default: float, low: float, high: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            self.wrong.append(f"{name} must be a number from {low:g} to {high:g}, not {value!r}.")
        return number

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        number = int(value) if value.isdecimal() and len(value) < 10 else -1
        if not low <= number <= high:
            self.wrong.append(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
        return number

    def url(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value and not _is_url(value):
            self.wrong.append(f"{name} must start with https:// (or http:// on this machine), not {value!r}.")
            return default
        return value

    def database(self) -> str:
        value = self.text("DATABASE_URL", "sqlite:///data/flipside.db")
        if not _is_database(value):  # the value itself is not repeated: it may hold a password
            self.wrong.append(
                "DATABASE_URL must look like sqlite:///data/flipside.db or postgresql+psycopg://user@host/name."
            )
        return value

    def people(self, name: str) -> frozenset[str]:
        ids = [part for part in re.split(r"[\s,]+", self.text(name)) if part]
        for user_id in ids:
            if not re.fullmatch(r"[UW][A-Z0-9]{2,}", user_id):
                self.wrong.append(
                    f"{name}: {user_id!r} is no Slack user id; open the person's profile in Slack, "
                    "More -> Copy member ID (it looks like U012AB3CD)."
                )
        return frozenset(ids)


def _is_url(value: str) -> bool:
    """https anywhere, http on this machine alone: tokens go over it."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 -- raises ValueError for one that is no number
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme, parts.hostname in LOOPBACK) == ("http", True)
    )


def _is_database(value: str) -> bool:
    """A file, or a PostgreSQL server through psycopg: what lives in memory alone would not outlive the process."""
    try:
        url = make_url(value)
        driver = url.get_driver_name()
    except (ArgumentError, ValueError):
        return False
    if url.get_backend_name() == "sqlite":
        return driver == "pysqlite" and url.database not in (None, "", ":memory:")
    return url.get_backend_name() == "postgresql" and driver == "psycopg"


def database_url(environment: Mapping[str, str], dotenv: str | None = ".env") -> str:
    """DATABASE_URL alone, for commands that need no Slack. Raises SettingsError."""
    values = _Values(_merged(environment, dotenv))
    url = values.database()
    if values.wrong:
        raise SettingsError(values.wrong)
    return url


def _merged(environment: Mapping[str, str], dotenv: str | None) -> dict[str, str]:
    """An empty variable is one that is not set: so do container tools hand on what nobody has filled in."""
    try:
        from_file = dotenv_values(dotenv, encoding="utf-8-sig") if dotenv else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{dotenv} cannot be read ({type(error).__name__}): save it as UTF-8 text."]) from error
    return {name: value for source in (from_file, environment) for name, value in source.items() if value}


def load(environment: Mapping[str, str], dotenv: str | None = ".env") -> Settings:
    """Reads all settings, or raises one SettingsError that names everything that is wrong."""
    values = _Values(_merged(environment, dotenv))
    settings = Settings(
        bot_token=values.token("SLACK_BOT_TOKEN", "xoxb-", "OAuth & Permissions -> Bot User OAuth Token"),
        app_token=values.token(
            "SLACK_APP_TOKEN", "xapp-", "Basic Information -> App-Level Tokens (scope connections:write)"
        ),
        api_url=values.url("SLACK_API_URL", SLACK_API),
        database_url=values.database(),
        programme_managers=values.people("PROGRAMME_MANAGERS"),
        log_level=values.text("LOG_LEVEL", "INFO").upper(),
        host=values.text("HOST", "127.0.0.1"),
        port=values.whole("PORT", 8080, 0, 65535),
        clock_url=values.url("CLOCK_URL", "") or None,
        channel_gap=values.number("CHANNEL_GAP_SECONDS", 1.0, 0, 60),
        posts_per_minute=values.whole("POSTS_PER_MINUTE", 100, 1, 100_000),
        undo_seconds=values.number("UNDO_SECONDS", 60, 0, 3600),
        deaf_after=values.number("DEAF_AFTER_SECONDS", 300, 1, 3600),
    )
    if settings.log_level not in LEVELS:
        values.wrong.append(f"LOG_LEVEL must be one of {', '.join(LEVELS)}, not {settings.log_level!r}.")
    if (
        settings.clock_url
        and not {urlsplit(settings.clock_url).hostname, urlsplit(settings.api_url).hostname} <= LOOPBACK
    ):
        values.wrong.append("CLOCK_URL moves time and is for the sandbox only: remove it from .env.")
    if values.wrong:
        raise SettingsError(values.wrong)
    return settings
