"""`python -m bot import --pairs FILE`: pairs that there are already, launched as /mentoring-admin launch does.

The same rules hold, and every row that is wrong is named; then nothing is applied. The bot's own job asks Slack about
everybody and sends, now or when it is started.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
from sqlmodel import Session

from bot.clock import Clock
from bot.errors import UserError
from bot.facts.actor import Actor
from bot.facts.programmes import Choice, ProgrammeFacts
from bot.facts.reader import Reader
from bot.roster import BadRoster, team_of
from bot.services import access, launch, programmes
from bot.settings import Settings, load
from bot.views.errors import sentence
from storage import migrate
from storage.database import Database, make_engine

COLUMNS = ("mentor", "mentee")
MOST_ERRORS = 20  # named at once


@dataclass(frozen=True)
class PairsReport:
    """What was launched, and who gets the live list of whom is waited for."""

    programme: str
    pairs: int
    manager: str


def read_pairs(path: Path) -> list[str]:
    """A file with the columns mentor, mentee and perhaps met, as a list that can be launched: its line n is the file's
    line n. Raises BadRoster."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = [name.strip().lower() for name in reader.fieldnames or ()]
            if any(column not in names for column in COLUMNS):
                raise BadRoster([f"{path.name}: the first row must name the columns mentor, mentee and perhaps met."])
            reader.fieldnames = names
            found = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise BadRoster([f"{path.name} is not UTF-8: save it as “CSV UTF-8”."]) from None
    except csv.Error as error:
        raise BadRoster([f"{path.name} is no CSV file: {error}."]) from None
    lines = [""] * (found[-1][0] if found else 0)
    problems = []
    for number, row in found:
        cells = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "met")}
        if not any(cells.values()):
            continue
        problems += [f"{path.name}, row {number}: {problem}" for problem in _problems(cells, None in row)]
        lines[number - 1] = ", ".join(filter(None, (*(cells[name] for name in COLUMNS), cells["met"])))
    if problems:
        raise BadRoster([*problems, "Nothing was changed."])
    if not any(lines):
        raise BadRoster([f"{path.name}: there are no pairs in it."])
    return lines


def _problems(cells: Mapping[str, str], too_many: bool) -> list[str]:
    problems = [f"{column} is empty." for column in COLUMNS if not cells[column]]
    for name, text in cells.items():
        if any(sign in text for sign in ",;\t\n"):
            problems.append(f"{name} {text!r} is no member id or name; use the Slack member id, such as U012AB3CD.")
    if too_many:
        problems.append("there are more cells than columns.")
    return problems


async def load_pairs(
    path: Path, programme: str | None, environment: Mapping[str, str], dotenv: str | None
) -> PairsReport:
    """Launches the pairs of a file as one transaction. Raises SettingsError, BadRoster."""
    settings = load(environment, dotenv)
    lines = read_pairs(path)
    team_id = await team_of(settings)
    clock = await _clock(settings)
    engine = make_engine(settings.database_url)
    if migrate.is_newer(engine):
        raise BadRoster(["The database was used by a newer Flipside: update this one, or restore a backup."])
    migrate.upgrade(engine)
    database = Database(engine)
    try:
        chosen = await database.read(_programme, Actor.system(team_id), programme)
        if not chosen.managers:
            raise BadRoster([f"{chosen.name} has no programme manager who could get the list of whom we wait for."])
        manager = chosen.managers[0]
        actor = Actor(team_id, manager.user_id)
        problems = await database.read(_problems_of_list, actor, chosen.id, lines)
        if problems:
            raise BadRoster([*(f"{path.name}: {problem}" for problem in problems), "Nothing was changed."])
        pairs = await database.write(launch.launch, actor, chosen.id, "\n".join(lines), clock.now())
        return PairsReport(chosen.name, pairs, manager.name or manager.user_id)
    except UserError as error:
        raise BadRoster([sentence(error, Reader()), "Nothing was changed."]) from error
    finally:
        database.close()


def _programme(session: Session, actor: Actor, name: str | None) -> ProgrammeFacts:
    """The programme of that name, or the only one. Raises BadRoster with the names that there are."""
    found = programmes.which_open(session, actor)
    every = found.programmes if isinstance(found, Choice) else (found,)
    fitting = [one for one in every if name is None or one.name.casefold() == name.strip().casefold()]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"“{one.name}”" for one in every)
    raise BadRoster([f"Say which programme with --programme NAME. There are: {names}."])


def _problems_of_list(session: Session, actor: Actor, programme_id: int, lines: list[str]) -> list[str]:
    """Everything that launching would refuse: the service names the first line, which is then left out."""
    launch.form(session, actor, programme_id)  # refuses while a matching is open
    programme = access.managed_programme(session, actor, programme_id)
    left = list(lines)
    problems: list[tuple[int, str]] = []
    while any(left) and len(problems) < MOST_ERRORS:
        try:
            launch.check(session, actor, programme, "\n".join(left))
            break
        except UserError as error:
            line = int(error.arguments.get("line", 0))
            problems.append((line, sentence(error, Reader())))
            if not line:
                break
            left[line - 1] = ""
    return [said for _, said in sorted(problems)]


async def _clock(settings: Settings) -> Clock:
    """The bot's time: in the sandbox it is the sandbox's."""
    clock = Clock()
    if settings.clock_url:
        async with aiohttp.ClientSession() as session, session.get(settings.clock_url, params={"seen": 0}) as answer:
            clock.offset = timedelta(seconds=(await answer.json())["offset"])
    return clock
