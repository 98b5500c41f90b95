"""`python -m bot check`: looks at everything that Flipside needs, and says of each thing what to do about it.

It asks questions only: nothing is changed, in Slack or in the database, and it may run beside the bot. `--post` alone
sends something, to one person. What the company wrote in Slack is not among what it could look at.
"""

import re
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.delivery import outcomes, sender
from bot.delivery.outcomes import CAUGHT
from bot.errors import UserError
from bot.settings import SLACK_API, Settings, SettingsError
from bot.slack import Slack
from storage import checking
from storage.checking import Tables
from storage.database import Database, make_engine

MANIFEST = Path(__file__).resolve().parents[1] / "manifest.yml"
CALL_SECONDS = 10
MOST_CLOCK_SECONDS = 30.0
LEAST_FREE = 200_000_000  # bytes on the disk of a SQLite file
APP_ID = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-.+")
MEMBER = re.compile(r"[UW][A-Z0-9]{2,}")
BROKEN = (SQLAlchemyError, sqlite3.Error, OSError)  # what opening and reading a database may raise


class State(StrEnum):
    OK = "ok"
    WRONG = "!!"
    UNKNOWN = "??"


@dataclass(frozen=True)
class Line:
    """One thing that was looked at, and what to do about it."""

    state: State
    what: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.state}  {self.what}" + (f" - {self.do}" if self.do else "")


def ok(what: str) -> Line:
    return Line(State.OK, what)


def wrong(what: str, do: str) -> Line:
    return Line(State.WRONG, what, do)


def unknown(what: str, do: str = "") -> Line:
    return Line(State.UNKNOWN, what, do)


def recipient(settings: Settings, to: str | None) -> str:
    """Whom `--post` writes to: `--to`, or the one person in PROGRAMME_MANAGERS. Raises SettingsError."""
    if to is not None and not MEMBER.fullmatch(to):
        raise SettingsError([f"--to {to!r} is no Slack member id such as U012AB3CD."])
    if to is not None:
        return to
    if len(settings.programme_managers) != 1:
        raise SettingsError(["Say whom --post shall write to: --to U012AB3CD, your own Slack member id."])
    return next(iter(settings.programme_managers))


async def examine(settings: Settings, post_to: str | None = None, clock: Clock | None = None) -> list[Line]:
    """Looks at everything, in the order in which one puts it right. Posts to `post_to` if it is given."""
    lines = [*_settings(settings)]
    engine, found = _database(settings)
    lines += found
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as session:
        lines.append(await _one_process(settings, engine, session))
        client = AsyncWebClient(
            settings.bot_token, base_url=settings.api_url, session=session, timeout=CALL_SECONDS, retry_handlers=[]
        )
        me, headers, found = await _bot_token(client, settings)
        lines += found
        lines.append(await _app_token(client, settings, me))
        lines += _scopes(headers if me else None)
        lines.append(_clock(headers, clock or Clock()))
        if me is not None:
            database = Database(engine) if engine is not None else None
            lines += await _channels(database, Slack(client, session), str(me["team_id"]))
        if post_to is not None:
            lines.append(await _post(client, post_to, settings))
    if engine is not None:
        engine.dispose()
    return lines


def _settings(settings: Settings) -> list[Line]:
    where = "" if settings.api_url == SLACK_API else f"; Slack is at {settings.api_url}"
    lines = [ok(f"settings: all read{where}")]
    if not settings.programme_managers:
        lines.append(
            wrong(
                "settings: PROGRAMME_MANAGERS names nobody, so nobody can create a programme",
                "put your Slack member id there: in your profile, ⋮, Copy member ID",
            )
        )
    return lines


# the database


def _database(settings: Settings) -> tuple[Engine | None, list[Line]]:
    """What there is to say of the database, and its engine if its tables are there and current."""
    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    try:
        if _is_missing(settings.database_url):
            return None, [ok(f"database: there is none yet; python -m bot run makes it ({shown})")]
        engine = make_engine(settings.database_url)
        found = checking.tables(engine)
    except BROKEN as error:
        return None, [wrong(f"database: cannot be read ({_reason(error)})", f"check DATABASE_URL, now {shown}")]
    match found:
        case Tables.NEWER:
            return None, [
                wrong("database: was used by a newer Flipside", "update this one, or restore a backup from before")
            ]
        case Tables.NONE:
            return None, [ok(f"database: is empty; python -m bot run makes its tables ({shown})")]
        case Tables.OLDER:
            lines = [wrong("database: has an older version's tables", "back it up, then python -m bot migrate")]
        case Tables.CURRENT:
            lines = [ok(f"database: can be read, its tables are this version's ({shown})")]
    try:
        checking.try_writing(engine)
        lines.append(ok("database: can be written"))
    except BROKEN as error:
        lines.append(
            wrong(
                f"database: cannot be written ({_reason(error)})",
                "check the permissions of its file and folder, and that no other program holds it",
            )
        )
    if (file := checking.file_of(engine)) is not None:
        lines.append(_space(shutil.disk_usage(file.parent).free))
    if found is not Tables.CURRENT:
        engine.dispose()
        return None, lines
    return engine, lines


def _is_missing(url: str) -> bool:
    """Whether a SQLite file is not there yet. Asked before anything is opened, because opening would make it."""
    path = url.removeprefix("sqlite:///")
    return path != url and not Path(path).exists()


def _space(free: int) -> Line:
    shown = f"{free / 1_000_000_000:.1f} GB"
    if free < LEAST_FREE:
        return wrong(f"database: only {shown} are free on its disk", "make room: a full disk stops everything")
    return ok(f"database: {shown} are free on its disk")


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


async def _one_process(settings: Settings, engine: Engine | None, session: aiohttp.ClientSession) -> Line:
    """Whether a bot runs on the database; if one does, what it says of itself."""
    if engine is None:
        return unknown("one process: cannot be told before the database is well")
    try:
        held = checking.is_held(engine)
    except BROKEN as error:
        return wrong(f"one process: cannot be told ({_reason(error)})", "check the permissions of the database's lock")
    if held:
        return await _running(settings, session)
    return ok("one process: none runs on this database now; start it with python -m bot run")


async def _running(settings: Settings, session: aiohttp.ClientSession) -> Line:
    if not settings.port:
        return ok("one process: Flipside runs on this database (PORT is 0, so it cannot be asked how it is)")
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    url = f"http://{host}:{settings.port}/healthz"
    try:
        async with session.get(url) as answer:
            health = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return wrong(
            f"one process: Flipside runs on this database, but {url} does not answer",
            "check HOST and PORT; if they are right, restart it and look at its log",
        )
    if not health.get("ok"):
        return wrong(f"one process: Flipside runs, and says: {'; '.join(health['problems'])}", "see its log")
    return ok(f"one process: Flipside runs on this database, and {url} says that all is well")


# Slack


async def _bot_token(
    client: AsyncWebClient, settings: Settings
) -> tuple[Mapping[str, Any] | None, Mapping[str, str] | None, list[Line]]:
    """Whose the token is, the headers of Slack's answer, and what there is to say."""
    try:
        answer = await client.auth_test()
    except CAUGHT as error:
        headers = error.response.headers if isinstance(error, SlackApiError) else None
        do = "copy it again from OAuth & Permissions into .env; if it was revoked, install the app again"
        return None, headers, [_refused("SLACK_BOT_TOKEN", error, do, settings)]
    me: dict[str, Any] = dict(answer.data) if isinstance(answer.data, dict) else {}
    lines = [ok(f"SLACK_BOT_TOKEN: Slack knows it as {me.get('user')} in {me.get('team')}")]
    return me, answer.headers, lines


async def _app_token(client: AsyncWebClient, settings: Settings, me: Mapping[str, Any] | None) -> Line:
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except CAUGHT as error:
        do = {
            "socket_mode_not_enabled": "switch Socket Mode on at api.slack.com/apps -> Socket Mode",
            "missing_scope": "make a new app-level token with the scope connections:write",
        }.get(_code(error), "copy it again from Basic Information -> App-Level Tokens into .env")
        return _refused("SLACK_APP_TOKEN", error, do, settings)
    named = APP_ID.fullmatch(settings.app_token)
    if me is not None and named is not None:
        try:
            bot = (await client.bots_info(bot=str(me["bot_id"])))["bot"]
        except CAUGHT as error:
            return unknown(f"SLACK_APP_TOKEN: works; whether it is the same app's cannot be told ({_code(error)})")
        if bot.get("app_id") != named[1]:
            return wrong(
                f"SLACK_APP_TOKEN: is the app {named[1]}'s, SLACK_BOT_TOKEN the app {bot.get('app_id')}'s",
                "take both tokens from one app",
            )
    return ok("SLACK_APP_TOKEN: may open a socket")


def _scopes(headers: Mapping[str, str] | None) -> list[Line]:
    """The token's scopes against manifest.yml, both ways: one more is as wrong as one too few."""
    if headers is None:
        return [unknown("scopes: cannot be told before SLACK_BOT_TOKEN is accepted")]
    said = headers.get("X-OAuth-Scopes") or headers.get("x-oauth-scopes")
    if not said:
        return [unknown("scopes: cannot be told, because Slack did not name them", "compare OAuth & Permissions")]
    try:
        manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    except OSError:
        return [unknown(f"scopes: cannot be told without {MANIFEST.name}", "run this where Flipside was unpacked")]
    wanted, given = set(manifest["oauth_config"]["scopes"]["bot"]), {scope.strip() for scope in said.split(",")}
    lines = []
    if missing := sorted(wanted - given):
        lines.append(
            wrong(
                f"scopes: {', '.join(missing)} missing", "paste manifest.yml into App Manifest, then reinstall the app"
            )
        )
    if extra := sorted(given - wanted):
        lines.append(
            wrong(
                f"scopes: {', '.join(extra)} more than manifest.yml asks for; Flipside promises not to have it",
                "remove it under OAuth & Permissions, then reinstall the app",
            )
        )
    return lines or [ok("scopes: exactly those of manifest.yml, none that can read")]


def _clock(headers: Mapping[str, str] | None, clock: Clock) -> Line:
    """Our clock against the Date of Slack's answer, which is exact to a second."""
    said = (headers.get("Date") or headers.get("date")) if headers is not None else None
    if not said:
        return unknown("clock: cannot be told without an answer of Slack's")
    seconds = (clock.now() - _moment(said)).total_seconds()
    if abs(seconds) > MOST_CLOCK_SECONDS:
        way = "ahead of" if seconds > 0 else "behind"
        return wrong(f"clock: {abs(seconds):.0f} seconds {way} Slack's", "let the system keep its time (NTP)")
    return ok("clock: agrees with Slack's")


def _moment(text: str) -> datetime:
    return parsedate_to_datetime(text)


async def _channels(database: Database | None, slack: Slack, team_id: str) -> list[Line]:
    """Whether the bot could post to each programme's stories channel, and whether the database is this workspace's."""
    if database is None:
        return [unknown("stories channels: cannot be told before the database is well")]
    teams = await database.read(checking.teams)
    found = await database.read(checking.stories_channels, team_id)
    lines = []
    if teams and team_id not in teams:
        lines.append(
            wrong(
                f"workspace: the token is for {team_id}, the database belongs to {', '.join(teams)}",
                "take the token of that workspace, or another DATABASE_URL",
            )
        )
    if not found:
        lines.append(ok("stories channels: there is no programme yet; create one with /mentoring-admin create"))
    for programme, channel in found:
        lines.append(await _channel(slack, programme, channel))
    return lines


async def _channel(slack: Slack, programme: str, channel: str) -> Line:
    what = f"stories channel of {programme} ({channel})"
    try:
        problem = await slack.channel_problem(channel)
    except UserError:
        return unknown(f"{what}: Slack did not answer in time", "run the check again")
    except SlackApiError as error:
        return unknown(f"{what}: Slack does not say ({_code(error)})")
    match problem:
        case "":
            return ok(f"{what}: the bot is in it")
        case "is_archived":
            return wrong(f"{what}: is archived", "unarchive it in Slack")
        case _:
            return wrong(f"{what}: the bot is not in it", "type /invite @Flipside there")


async def _post(client: AsyncWebClient, user_id: str, settings: Settings) -> Line:
    try:
        await sender.send_test(client, user_id)
    except CAUGHT as error:
        code = _code(error)
        do = {
            "messages_tab_disabled": "switch App Home -> Messages Tab on, as manifest.yml has it",
            "channel_not_found": "check the member id: in a profile, ⋮, Copy member ID",
            "user_not_found": "check the member id: in a profile, ⋮, Copy member ID",
            "missing_scope": "paste manifest.yml into App Manifest, then reinstall the app",
        }.get(code, "see the lines above")
        return _refused(f"test message to {user_id}", error, do, settings)
    return ok(f"test message: sent to {user_id}; it stands in Flipside's Messages tab")


def _code(error: Exception) -> str:
    return outcomes.classify(error, to_person=False).code


def _refused(what: str, error: Exception, do: str, settings: Settings) -> Line:
    """A call that failed: Slack cannot be reached, is not well, or says no."""
    outcome = outcomes.classify(error, to_person=False)
    if outcome.kind is outcomes.Kind.WAIT:
        return unknown(f"{what}: Slack asks to wait {outcome.seconds:.0f} seconds", "run the check again then")
    if outcome.kind in (outcomes.Kind.AGAIN, outcomes.Kind.UNSURE):
        return wrong(
            f"{what}: Slack gives no answer at {settings.api_url} ({outcome.code})", "check the network and the proxy"
        )
    return wrong(f"{what}: Slack says {outcome.code}", do)
