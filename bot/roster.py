"""roster.csv: who reports to whom, departments and levels. A bad row is named, and then nothing is applied."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.facts.actor import Actor
from bot.facts.people import ImportReport
from bot.services.people import RosterRow, import_roster
from bot.settings import Settings, load
from storage import migrate
from storage.database import Database, make_engine

COLUMNS = ("user_id", "manager", "department", "level")
MEMBER = re.compile(r"[UW][A-Z0-9]{2,}")
LONGEST_DEPARTMENT = 120


class BadRoster(Exception):
    """What is wrong, a line each, with its row's number in the file."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_roster(path: Path) -> list[RosterRow]:
    """The rows of a roster file. Raises BadRoster with everything that is wrong in it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise BadRoster([f"{path.name}: the first row must name the columns {', '.join(COLUMNS)}."])
            found = [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]
    except UnicodeDecodeError:
        raise BadRoster([f"{path.name} is not UTF-8: save it as “CSV UTF-8”."]) from None
    rows, wrong, seen = [], [], dict[str, int]()
    for line, row in found:
        problems = _problems(row, seen)
        wrong += [f"{path.name}, row {line}: {problem}" for problem in problems]
        seen.setdefault(row["user_id"], line)
        if not problems:
            level = int(row["level"]) if row["level"] else None
            rows.append(RosterRow(row["user_id"], row["manager"] or None, row["department"] or None, level))
    wrong += [f"{path.name}, row {seen[person]}: {person} is in a circle of managers." for person in _circles(rows)]
    if wrong:
        raise BadRoster([*wrong, "Nothing was changed."])
    return rows


def _problems(row: Mapping[str, str], seen: Mapping[str, int]) -> list[str]:
    problems = []
    if not MEMBER.fullmatch(row["user_id"]):
        problems.append(f"user_id {row['user_id']!r} is no Slack member id such as U012AB3CD.")
    elif row["user_id"] in seen:
        problems.append(f"{row['user_id']} stands in row {seen[row['user_id']]} already.")
    if row["manager"] and not MEMBER.fullmatch(row["manager"]):
        problems.append(f"manager {row['manager']!r} is no Slack member id such as U012AB3CD.")
    if row["manager"] == row["user_id"]:
        problems.append(f"{row['user_id']} cannot be their own manager; leave it empty at the top.")
    if len(row["department"]) > LONGEST_DEPARTMENT:
        problems.append(f"department is longer than {LONGEST_DEPARTMENT} characters.")
    if row["level"] and not re.fullmatch(r"\d{1,3}", row["level"]):
        problems.append(f"level {row['level']!r} is no whole number.")
    return problems


def _circles(rows: list[RosterRow]) -> list[str]:
    """Everybody who is, through their managers, their own manager."""
    manager = {row.user_id: row.manager for row in rows}
    found = []
    for person, boss in manager.items():
        above, steps = boss, 0
        while above is not None and above != person and steps <= len(manager):
            above, steps = manager.get(above), steps + 1
        if above == person and boss != person:
            found.append(person)
    return found


async def load_roster(path: Path, environment: Mapping[str, str], dotenv: str | None) -> ImportReport:
    """Reads a roster file and applies it as one transaction. Raises SettingsError, BadRoster."""
    settings = load(environment, dotenv)
    rows = read_roster(path)
    team_id = await team_of(settings)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    database = Database(engine)
    try:
        return await database.write(import_roster, Actor.system(team_id), rows)
    finally:
        database.close()


async def team_of(settings: Settings) -> str:
    """The workspace that the bot token belongs to. Raises BadRoster with what to do if Slack does not say it."""
    try:
        answer = await AsyncWebClient(settings.bot_token, base_url=settings.api_url, timeout=10).auth_test()
    except SlackApiError as error:
        raise BadRoster([f"Slack refuses SLACK_BOT_TOKEN ({error.response.get('error')}): copy it again."]) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise BadRoster([f"Slack cannot be reached at {settings.api_url}: check the network."]) from error
    return str(answer["team_id"])
