"""Parts of the score, and hard rules, that look at one trait of each person: where they work, which hours, which level.

A trait is hashable and people share few values of it, so that the solver calls these functions once per two *values*
and gets the points of all pairs of people from a table. `None` is a trait that is not known."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from .hours import week_mask
from .model import POINT, Candidate, MatchSettings, Part, Rule

SECOND_LANGUAGE = 60
"""Percent that a common language counts for which is not the first of both."""
ONLINE = "online"


def neutral(weight: int) -> int:
    """What counts for something not known: half, so that it neither helps nor harms."""
    return weight * POINT // 2


def _never(mentor: Any, mentee: Any, settings: MatchSettings) -> bool:
    return False


@dataclass(frozen=True)
class Trait:
    """`of` reads the trait (None: not known); `fit` says how well two known ones fit, in percent; `breaks` says whether
    two known ones break `rule`."""

    part: Part
    of: Callable[[Candidate, MatchSettings], Hashable]
    fit: Callable[[Any, Any, MatchSettings], int]
    rule: Rule | None = None
    breaks: Callable[[Any, Any, MatchSettings], bool] = _never

    def points(self, mentor: Hashable, mentee: Hashable, settings: MatchSettings) -> int:
        """Hundredths of a point for two values of the trait."""
        weight = settings.weights.get(self.part, 0)
        if mentor is None or mentee is None:
            return neutral(weight)
        return weight * POINT * self.fit(mentor, mentee, settings) // 100

    def broken(self, mentor: Hashable, mentee: Hashable, settings: MatchSettings) -> bool:
        """Whether two values of the trait break its hard rule; what is not known breaks none."""
        return mentor is not None and mentee is not None and self.breaks(mentor, mentee, settings)


def _different(mentor: str, mentee: str, settings: MatchSettings) -> int:
    return 100 if mentor != mentee else 0


def _language_fit(mentor: tuple[str, ...], mentee: tuple[str, ...], settings: MatchSettings) -> int:
    if mentor[0] == mentee[0]:
        return 100
    return SECOND_LANGUAGE if set(mentor) & set(mentee) else 0


def _no_language(mentor: tuple[str, ...], mentee: tuple[str, ...], settings: MatchSettings) -> bool:
    return settings.shared_language and not set(mentor) & set(mentee)


def hours_of(candidate: Candidate, settings: MatchSettings) -> int | None:
    """The quarter hours of the week in which the candidate works (see `week_mask`), None if not known."""
    return week_mask(candidate.zone, candidate.hours, settings.week) if candidate.zone and candidate.hours else None


def _hours_fit(mentor: int, mentee: int, settings: MatchSettings) -> int:
    both, full = (mentor & mentee).bit_count(), settings.full_overlap_hours * 4
    return 100 if both >= full else int(100 * both / full)


def _few_hours(mentor: int, mentee: int, settings: MatchSettings) -> bool:
    return (mentor & mentee).bit_count() < settings.min_overlap_hours * 4


Meeting = tuple[tuple[str, ...], str | None]
"""Formats and location."""


def meeting_of(candidate: Candidate, settings: MatchSettings) -> Meeting | None:
    """How the candidate meets, and where they work, since "in person" says little without; None if not known."""
    return (tuple(sorted(set(candidate.formats))), candidate.location) if candidate.formats else None


def common_formats(mentor: Meeting, mentee: Meeting) -> tuple[str, ...]:
    """Ways to meet that suit both, online first. In person suits two people unless they are known to work apart."""
    apart = mentor[1] is not None and mentee[1] is not None and mentor[1] != mentee[1]
    both = (way for way in mentor[0] if way in mentee[0] and (way == ONLINE or not apart))
    return tuple(sorted(both, key=lambda way: (way != ONLINE, way)))


def _format_fit(mentor: Meeting, mentee: Meeting, settings: MatchSettings) -> int:
    return 100 if common_formats(mentor, mentee) else 0


def _level_fit(mentor: int, mentee: int, settings: MatchSettings) -> int:
    full = max(settings.full_level_distance, 1)
    return 100 * min(max(mentee - mentor, 0), full) // full


def _too_near(mentor: int, mentee: int, settings: MatchSettings) -> bool:
    return settings.min_level_distance is not None and mentee - mentor < settings.min_level_distance


TRAITS = (
    Trait(Part.DEPARTMENT, lambda c, _: c.department, _different),
    Trait(Part.LOCATION, lambda c, _: c.location, _different),
    Trait(Part.LANGUAGE, lambda c, _: c.languages or None, _language_fit, Rule.LANGUAGE, _no_language),
    Trait(Part.HOURS, hours_of, _hours_fit, Rule.HOURS, _few_hours),
    Trait(Part.FORMAT, meeting_of, _format_fit),
    Trait(Part.LEVEL, lambda c, _: c.level, _level_fit, Rule.LEVEL, _too_near),
)
