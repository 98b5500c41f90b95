"""people.csv and pairs.csv: matching without Slack and without a database. Every bad row is named, and then nothing is
matched. The columns are described in docs/matching.md."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.facts.reader import Reader
from bot.rules.matching import MOST_CAPACITY, Candidate, Match, Part, Span
from bot.views.matching_reason import reason_in_words, warnings_in_words
from storage.enums import Role

COLUMNS = (
    "id",
    "name",
    "role",
    "topics taught",
    "topics wanted",
    "background",
    "languages",
    "zone",
    "hours",
    "formats",
    "level",
    "department",
    "location",
    "manager",
    "capacity",
    "do not match",
    "earlier partners",
    "waited",
    "paused",
)
ROLES: Mapping[str, tuple[Role, ...]] = {
    "mentor": (Role.MENTOR,),
    "mentee": (Role.MENTEE,),
    "both": (Role.MENTOR, Role.MENTEE),
    "none": (),
}
"""What somebody takes part as. "none": only there because of the reporting lines."""
FORMATS = ("online", "in person")
NOBODY = "-"
"""As a manager: has none."""
YES, NO = ("yes", "y", "true", "1", "x"), ("", "no", "n", "false", "0")


class BadFile(Exception):
    """What is wrong with a file, a line each, with its row's number."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class People:
    """What a people file says."""

    mentors: tuple[Candidate, ...]
    mentees: tuple[Candidate, ...]
    managers: Mapping[str, str]
    forbidden: frozenset[tuple[str, str]]
    earlier: frozenset[tuple[str, str]]
    names: Mapping[str, str]
    notes: tuple[str, ...] = ()
    """What is not wrong and should be known all the same."""


@dataclass
class _Row:
    """One row while it is read: its cells, and what is wrong with them."""

    number: int
    cells: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> tuple[str, ...]:
        """A list, its items apart by ; or | (a comma may belong to a topic's name), without repetitions."""
        return tuple(
            dict.fromkeys(" ".join(word.split()) for word in re.split("[;|]", self.text(column)) if word.strip())
        )

    def number_in(self, column: str, low: int, high: int, default: int | None) -> int | None:
        text = self.text(column)
        if not text:
            return default
        if re.fullmatch(r"-?\d{1,9}", text) and low <= int(text) <= high:
            return int(text)
        self.problems.append(f"{column} {text!r} is no whole number from {low} to {high}.")
        return default

    def zone(self) -> str | None:
        text = self.text("zone")
        try:
            return ZoneInfo(text).key if text else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.problems.append(f"zone {text!r} is no time zone such as Europe/London.")
            return None

    def hours(self) -> tuple[Span, ...]:
        if self.text("hours") and not self.text("zone"):
            self.problems.append("there are hours, but no zone that says when they are.")
        try:
            return read_hours(self.text("hours"))
        except NoHours as error:
            self.problems.append(f"hours: {error.args[0]!r} is not like Mon-Fri 09:00-17:00.")
            return ()

    def formats(self) -> tuple[str, ...]:
        found = tuple(word.casefold() for word in self.words("formats"))
        wrong = [word for word in found if word not in FORMATS]
        if wrong:
            self.problems.append(f"formats: {wrong[0]!r} is none of {', '.join(FORMATS)}.")
        return found

    def yes(self, column: str) -> bool:
        text = self.text(column).casefold()
        if text not in YES + NO:
            self.problems.append(f"{column} {self.text(column)!r} is neither yes nor no.")
        return text in YES


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = r"(\d{1,2})(?:[:.]([0-5]\d))?"
_SPAN = re.compile(rf"(?:([a-z]+)(?:\s*-\s*([a-z]+))?\s+)?{_TIME}\s*-\s*{_TIME}")


class NoHours(ValueError):
    """The text that could not be read as working hours."""


def read_hours(text: str) -> tuple[Span, ...]:
    """Working hours such as "Mon-Thu 09:00-17:00; Fri 9-12"; without days, Monday to Friday. Raises NoHours."""
    spans: list[Span] = []
    for part in (part.strip() for part in re.split("[;|]", text) if part.strip()):
        found = _SPAN.fullmatch(part.casefold().replace("–", "-"))
        if not found:
            raise NoHours(part)
        first, last, *times = found.groups()
        start, end = (int(hour) * 60 + int(minute or 0) for hour, minute in (times[:2], times[2:]))
        days = [_day(day, part) for day in (first or "mon", last or first or "fri")]
        if max(start, end) > 24 * 60 or start in (24 * 60, end):
            raise NoHours(part)
        spans += [Span(day % 7, start, end) for day in range(days[0], days[1] + (7 if days[1] < days[0] else 0) + 1)]
    return tuple(spans)


def _day(text: str, part: str) -> int:
    found = [place for place, day in enumerate(DAYS) if len(text) >= 3 and day.startswith(text)]
    if len(found) != 1:
        raise NoHours(part)
    return found[0]


def read_people(path: Path) -> People:
    """The people of a file. Raises BadFile with everything that is wrong in it."""
    rows, notes = _rows(path, COLUMNS, ("id", "role"))
    known: dict[str, int] = {}
    for row in rows:
        key = row.text("id")
        if not key:
            row.problems.append("there is no id.")
        elif key in known:
            row.problems.append(f"{key} stands in row {known[key]} already.")
        known.setdefault(key, row.number)
    _spell_alike(rows)
    managers = {row.text("id"): row.text("manager") for row in rows if row.text("manager")}
    managers = {person: "" if boss == NOBODY else boss for person, boss in managers.items()}
    both = [(role, candidate) for row in rows for role, candidate in _candidates(row)]
    for row in rows:
        _check_others(row, known, managers)
    wrong = [f"{path.name}, row {row.number}: {problem}" for row in rows for problem in row.problems]
    if wrong:
        raise BadFile([*wrong, "Nothing was matched."])
    outside = sorted({boss for boss in managers.values() if boss} - known.keys())
    if outside:
        some = ", ".join(outside[:5]) + (f" and {len(outside) - 5} more" if len(outside) > 5 else "")
        notes.append(f"These managers have no row, so that who is above them is not known: {some}.")
    return People(
        tuple(candidate for role, candidate in both if role is Role.MENTOR),
        tuple(candidate for role, candidate in both if role is Role.MENTEE),
        managers,
        _pairs(rows, "do not match"),
        _pairs(rows, "earlier partners"),
        {row.text("id"): row.text("name") or row.text("id") for row in rows},
        tuple(notes),
    )


def _rows(path: Path, columns: Sequence[str], needed: Iterable[str]) -> tuple[list[_Row], list[str]]:
    """The rows that are not empty, by column, and notes. Raises BadFile if the file cannot be read at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile([f"{path.name} is not UTF-8: save it as “CSV UTF-8”."]) from None
    if "\0" in text:
        raise BadFile([f"{path.name} has a NUL character in it: save it as “CSV UTF-8”."])
    lines = io.StringIO(text, newline="").readlines()
    first = lines[0] if lines else ""
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        found = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise BadFile([f"{path.name}, row {reader.line_num}: this is no CSV ({error})."]) from None
    header = [" ".join(re.split("[\\s_-]+", cell.strip())).casefold() for cell in (found[0][1] if found else [])]
    missing = [column for column in needed if column not in header]
    if missing:
        raise BadFile([f"{path.name}: the first row must name the columns {' and '.join(missing)}."])
    doubled = sorted({column for column in header if column in columns and header.count(column) > 1})
    if doubled:
        raise BadFile([f"{path.name}: the column {doubled[0]} is there twice."])
    rows = []
    for number, cells in found[1:]:
        row = _Row(number, {column: cell.strip() for column, cell in zip(header, cells, strict=False)})
        if any(cell.strip() for cell in cells[len(header) :]):
            row.problems.append("there are more cells than columns; put quotes around a cell with a comma.")
        if any(cell.strip() for cell in cells):
            rows.append(row)
    ignored = [f"“{column}”" for column in header if column and column not in columns]
    return rows, [f"Columns that are not used: {', '.join(ignored)}."] if ignored else []


SPELT = ("topics taught", "topics wanted", "background", "languages", "department", "location")


def _spell_alike(rows: Iterable[_Row]) -> None:
    """One spelling for words that differ in capitals only, the same whatever the order of rows."""
    rows = list(rows)
    spelling: dict[str, str] = {}
    for row in rows:
        for word in (word for column in SPELT for word in row.words(column)):
            key = word.casefold()
            spelling[key] = min(word, spelling.get(key, word))
    for row in rows:
        alike = {column: "; ".join(spelling[word.casefold()] for word in row.words(column)) for column in SPELT}
        row.cells = {**row.cells, **alike}


def _candidates(row: _Row) -> list[tuple[Role, Candidate]]:
    """The row as a candidate for each of its roles; what is wrong is noted in the row."""
    role = row.text("role").casefold()
    if role not in ROLES:
        row.problems.append(f"role {row.text('role')!r} is none of {', '.join(ROLES)}.")
    for column in ("department", "location"):
        if len(row.words(column)) > 1:
            row.problems.append(f"{column} {row.text(column)!r} is more than one.")
    candidate = Candidate(
        key=row.text("id"),
        person=row.text("id"),
        background=row.words("background"),
        department=row.text("department") or None,
        location=row.text("location") or None,
        level=row.number_in("level", -1000, 1000, None),
        languages=row.words("languages"),
        zone=row.zone(),
        hours=row.hours(),
        formats=row.formats(),
        capacity=row.number_in("capacity", 0, MOST_CAPACITY, 1) or 0,
        waited=row.number_in("waited", 0, 1000, 0) or 0,
        paused=row.yes("paused"),
    )
    topics = {Role.MENTOR: row.words("topics taught"), Role.MENTEE: row.words("topics wanted")}
    return [(one, replace(candidate, topics=topics[one])) for one in ROLES.get(role, ())]


def _check_others(row: _Row, known: Mapping[str, int], managers: Mapping[str, str]) -> None:
    """What the row says about others: a misspelt id on a do-not-match list must not pass silently."""
    me, boss = row.text("id"), row.text("manager")
    if me and boss == me:
        row.problems.append(f"{me} cannot be their own manager; write {NOBODY} for whoever has none.")
    elif me and boss != NOBODY:
        above, seen = boss, {me}
        while above and above not in seen:
            seen.add(above)
            above = managers.get(above, "")
        if above == me:
            row.problems.append(f"{me} is in a circle of managers.")
    for column in ("do not match", "earlier partners"):
        for other in row.words(column):
            if other not in known:
                row.problems.append(f"{column}: nobody has the id {other!r}.")


def _pairs(rows: Iterable[_Row], column: str) -> frozenset[tuple[str, str]]:
    pairs = {(row.text("id"), other) for row in rows for other in row.words(column)}
    return frozenset(pairs | {(other, one) for one, other in pairs})


def read_pairs(path: Path, people: People) -> tuple[tuple[str, str], ...]:
    """The pairs of a file with the columns mentor and mentee (ids), such as pairs.csv. Raises BadFile."""
    rows, _ = _rows(path, ("mentor", "mentee"), ("mentor", "mentee"))
    sides = {"mentor": {c.key for c in people.mentors}, "mentee": {c.key for c in people.mentees}}
    for row in rows:
        for column, there in sides.items():
            if row.text(column) not in there:
                row.problems.append(f"there is no {column} with the id {row.text(column)!r}.")
    wrong = [f"{path.name}, row {row.number}: {problem}" for row in rows for problem in row.problems]
    if wrong:
        raise BadFile([*wrong, "Nothing was matched."])
    return tuple((row.text("mentor"), row.text("mentee")) for row in rows)


def write_pairs(file: IO[str], matches: Iterable[Match], people: People) -> None:
    """One row for each pair: ids, names, score, its parts, the reason and the warnings in words. Hours are told in the
    mentee's zone, since the mentee books."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["mentor", "mentor name", "mentee", "mentee name", "score", *Part, "reason", "warnings"])
    zones = {candidate.key: candidate.zone for candidate in people.mentees}
    for match in matches:
        mentor, mentee = people.names[match.mentor], people.names[match.mentee]
        reader = Reader(zone=zones[match.mentee] or "UTC")
        parts = [points_in_words(match.parts[part]) for part in Part]
        reason = reason_in_words(match, reader, mentee=mentee)
        warnings = " ".join(warnings_in_words(match, reader, mentor=mentor, mentee=mentee))
        score = points_in_words(match.score)
        writer.writerow([match.mentor, mentor, match.mentee, mentee, score, *parts, reason, warnings])


def points_in_words(hundredths: int) -> str:
    """A score as points with two digits."""
    return f"{hundredths // 100}.{hundredths % 100:02}"
