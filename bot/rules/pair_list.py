"""A pasted list of pairs: "mentor, mentee" per line, and "met 3" where two have met already. Pure."""

import re
from dataclasses import dataclass

PERSON = re.compile(r"<@(?P<mention>[UW][A-Z0-9]+)(\|[^>]*)?>|(?P<id>[UW][A-Z0-9]{2,})|@?(?P<name>[^<>,;\t]+)")
MET = re.compile(r"met\s+(\d{1,2})(?:\s+of\s+(\d{1,2}))?|(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """`mentor` and `mentee` are Slack user ids, or names as typed; `met` meetings were held already."""

    number: int
    mentor: str
    mentee: str
    met: int
    planned: int | None = None
    """Of how many, if the line says so."""


@dataclass(frozen=True)
class BadLine:
    """`code` says what is wrong: "columns", "person" or "met"; `text` is the part that was not understood."""

    number: int
    code: str
    text: str


def parse(text: str) -> tuple[list[Line], list[BadLine]]:
    """The lines of a list, and what is wrong with it. Empty lines and a heading row "mentor, mentee" are skipped."""
    lines: list[Line] = []
    wrong: list[BadLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in re.split(r"[,;\t]", raw)]
        if not any(parts) or [part.lower() for part in parts[:2]] == ["mentor", "mentee"]:
            continue
        found = _line(number, [part for part in parts if part])
        if isinstance(found, Line):
            lines.append(found)
        else:
            wrong.append(found)
    return lines, wrong


def _line(number: int, parts: list[str]) -> Line | BadLine:
    if len(parts) not in (2, 3):
        return BadLine(number, "columns", ", ".join(parts))
    people = [PERSON.fullmatch(part) for part in parts[:2]]
    for part, person in zip(parts, people, strict=False):
        if person is None:
            return BadLine(number, "person", part)
    met = MET.fullmatch(parts[2]) if len(parts) == 3 else None
    if len(parts) == 3 and met is None:
        return BadLine(number, "met", parts[2])
    mentor, mentee = ((p["mention"] or p["id"] or p["name"]).strip() for p in people if p is not None)
    planned = int(met[2]) if met and met[2] else None
    return Line(number, mentor, mentee, int(met[1] or met[3]) if met else 0, planned)
