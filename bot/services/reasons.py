"""Reasons of a match to JSON and back, so that a card shows what the run knew."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from bot.rules import matching
from bot.rules.matching import Reason

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        matching.TeachesTopic,
        matching.OtherDepartment,
        matching.OtherLocation,
        matching.OtherBackground,
        matching.SharesLanguage,
        matching.BothFree,
        matching.SharesFormat,
        matching.LevelsApart,
    )
}


def to_json(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [
        {"is": type(reason).__name__}
        | {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(reason).items()}
        for reason in reasons
    ]


def from_json(stored: list[dict[str, Any]]) -> tuple[Reason, ...]:
    """Leaves out a kind that this version does not know any more."""
    found: list[Reason] = []
    for each in stored:
        kind = KINDS.get(each["is"])
        if kind is None:
            continue
        values = {}
        for field in fields(kind):
            value = each[field.name]
            if isinstance(value, list):
                value = tuple(value)
            values[field.name] = date.fromisoformat(value) if field.type is date else value
        found.append(kind(**values))
    return tuple(found)
