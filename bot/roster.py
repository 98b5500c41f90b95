"""roster.csv: who reports to whom, departments and levels. A bad row is named, and then nothing is applied."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.people import ImportReport
from bot.services.people import RosterRow, import_roster
from bot.settings import Settings, load
from storage import migrate
from storage.database import Database, make_engine
from storage.people import in_roster

COLUMNS = ("user_id", "manager", "department", "level")
MEMBER = re.compile(r"[UW][A-Z0-9]{2,}")
LONGEST_DEPARTMENT = 120
TOO_MANY = "too many"  # under which the cells beyond the last column are kept


class BadRoster(Exception):
    """What is wrong, a line each, with its row's number in the file."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_roster(path: Path) -> list[RosterRow]:
    """The rows of a roster file. Raises BadRoster with everything that is wrong in it."""
    rows, wrong, seen = [], [], dict[str, int]()
    for line, row in _cells(path):
        problems = _problems(row, seen)
        wrong += [f"{path.name}, row {line}: {problem}" for problem in problems]
        seen.setdefault(row["user_id"], line)
        if not problems:
            level = int(row["level"]) if row["level"] else None
            rows.append(RosterRow(row["user_id"], row["manager"] or None, row["department"] or None, level))
    managers = {row.user_id: row.manager for row in rows}
    wrong += [f"{path.name}, row {seen[person]}: {person} is in a circle of managers." for person in circles(managers)]
    if wrong:
        raise BadRoster([*wrong, "Nothing was changed."])
    if not rows:
        raise BadRoster([f"{path.name}: there is nobody in it. Nothing was changed."])
    return rows


def _cells(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(row number, cells by column) of every row that is not empty. Raises BadRoster."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
            file.seek(0)
            # spreadsheets of half of Europe write semicolons and call it CSV
            reader = csv.DictReader(file, delimiter=max(",;\t", key=heading.count), strict=True)
            names = [name.strip().lower() for name in reader.fieldnames or ()]
            missing = [column for column in COLUMNS if column not in names]
            if missing:
                raise BadRoster(
                    [
                        f"{path.name}: the first row must name the columns {', '.join(COLUMNS)}; "
                        f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."
                    ]
                )
            reader.fieldnames = names
            rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise BadRoster([f"{path.name} is not UTF-8: save it as “CSV UTF-8”."]) from None
    except csv.Error as error:
        raise BadRoster([f"{path.name}, row {reader.line_num}: this is no CSV ({error})."]) from None
    found = []
    for line, row in rows:
        cells = {name: (row[name] or "").strip() for name in COLUMNS}
        cells[TOO_MANY] = ", ".join(row.get(None) or ())  # where csv puts the rest
        if any(cells.values()):
            found.append((line, cells))
    return found


def _problems(row: Mapping[str, str], seen: Mapping[str, int]) -> list[str]:
    problems = []
    if row[TOO_MANY]:
        problems.append(f"there are more cells than columns ({row[TOO_MANY]!r}): put quotes around a comma.")
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


def circles(managers: Mapping[str, str | None]) -> list[str]:
    """Everybody who is, through their managers, their own manager; not those who simply name themselves."""
    found = []
    for person, boss in managers.items():
        above, steps = boss, 0
        while above is not None and above != person and steps <= len(managers):
            above, steps = managers.get(above), steps + 1
        if above == person and boss != person:
            found.append(person)
    return found


def _apply(session: Session, actor: Actor, rows: list[RosterRow]) -> ImportReport:
    """Takes over the rows, unless they make a circle with what an earlier file has said. Raises BadRoster."""
    report = import_roster(session, actor, rows)
    session.flush()
    wrong = circles(dict(in_roster(session, actor.team_id)))
    if wrong:
        who = ", ".join(sorted(wrong))
        raise BadRoster([f"With what was loaded before, {who} are in a circle of managers.", "Nothing was changed."])
    return report


async def load_roster(path: Path, environment: Mapping[str, str], dotenv: str | None) -> ImportReport:
    """Reads a roster file and applies it as one transaction. Raises SettingsError, BadRoster."""
    settings = load(environment, dotenv)
    rows = read_roster(path)
    team_id = await team_of(settings)
    engine = make_engine(settings.database_url)
    if migrate.is_newer(engine):
        raise BadRoster(["The database was used by a newer Flipside: update this one, or restore a backup."])
    migrate.upgrade(engine)
    database = Database(engine)
    try:
        return await database.write(_apply, Actor.system(team_id), rows)
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
