"""What goes into the matching and what comes out. Frozen data, no sentences (`bot/views/matching_reason.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from storage.enums import Role

from .hours import Span

POINT = 100
"""Scores are whole hundredths of a point, so that parts add up exactly and no float decides a tie."""


MOST_CAPACITY = 20
"""Matches that one person can have in one run."""


class Part(StrEnum):
    """What a score is made of. Each has a weight in points; the default weights make 100."""

    TOPICS = "topics"
    DEPARTMENT = "department"
    LOCATION = "location"
    BACKGROUND = "background"
    LANGUAGE = "language"
    HOURS = "hours"
    FORMAT = "format"
    LEVEL = "level"


class Rule(StrEnum):
    """The hard rules: a pair that breaks one is never proposed, whatever its score."""

    SAME_PERSON = "same_person"
    REPORTING_LINE = "reporting_line"
    SAME_MANAGER = "same_manager"
    MANAGER_UNKNOWN = "manager_unknown"
    LEVEL = "level"
    LANGUAGE = "language"
    HOURS = "hours"
    DO_NOT_MATCH = "do_not_match"
    EARLIER_PAIR = "earlier_pair"
    PAUSED = "paused"
    NO_CAPACITY = "no_capacity"
    LOW_SCORE = "low_score"


class UnknownManager(StrEnum):
    """What happens to a pair when the data cannot say whether one reports to the other."""

    BLOCK = "block"
    WARN = "warn"


class Objective(StrEnum):
    """Which of the two comes first; the other one decides among equals."""

    MOST_PEOPLE = "most_people"
    BEST_SCORE = "best_score"


class Why(StrEnum):
    """Why somebody is left without a match."""

    PAUSED = "paused"
    NO_CAPACITY = "no_capacity"
    NOBODY_THERE = "nobody_there"  # the other side is empty
    NOBODY_ALLOWED = "nobody_allowed"  # every one of the other side breaks a rule
    TOO_FEW_SEATS = "too_few_seats"  # somebody would fit, and is better used elsewhere


class TooLarge(ValueError):
    """More people, or heavier weights, than can be matched exactly in one run."""


DEFAULT_WEIGHTS: Mapping[Part, int] = {
    Part.TOPICS: 45,
    Part.DEPARTMENT: 10,
    Part.LOCATION: 5,
    Part.BACKGROUND: 10,
    Part.LANGUAGE: 10,
    Part.HOURS: 10,
    Part.FORMAT: 5,
    Part.LEVEL: 5,
}


@dataclass(frozen=True)
class Candidate:
    """One participant in one role. None or empty means "not known", which counts as neutral and never breaks a rule,
    but for an unknown manager (`MatchSettings.unknown_manager`)."""

    key: str
    """Unique within its side, such as the participant's id. Ties between equal results go by it."""
    person: str
    """Who it is, such as the Slack user id: a person on both sides is never matched with themselves."""
    topics: tuple[str, ...] = ()
    """Taught by a mentor, wanted by a mentee; canonical names, most important first."""
    background: tuple[str, ...] = ()
    """Topics the person knows from their own life or work. Topics, never labels of identity."""
    manager: str | None = None
    """Person who manages them, "" for the one at the top; else `MatchRequest.managers` is asked."""
    department: str | None = None
    location: str | None = None
    level: int | None = None
    """A higher number is more senior."""
    languages: tuple[str, ...] = ()
    """Preferred first."""
    zone: str | None = None
    """IANA name."""
    hours: tuple[Span, ...] = ()
    """Hours of a usual week in the person's own zone."""
    formats: tuple[str, ...] = ()
    """`online`, `in person`."""
    capacity: int = 1
    """Free seats: how many matches more the person can take."""
    waited: int = 0
    """Rounds in a row that the person was left out of so far."""
    paused: bool = False


@dataclass(frozen=True)
class MatchSettings:
    """What a programme manager can set. Weights are whole points, 0 switches a part off."""

    weights: Mapping[Part, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    objective: Objective = Objective.MOST_PEOPLE
    unknown_manager: UnknownManager = UnknownManager.WARN
    min_level_distance: int | None = 1
    """The mentee stands at least so many levels above the mentor; None switches the rule off."""
    full_level_distance: int = 3
    """From this distance on the part for the level counts in full."""
    shared_language: bool = True
    min_overlap_hours: float = 2
    """Hours a week in which both work."""
    full_overlap_hours: float = 10
    min_score: int = 0
    """Hundredths of a point; below it a pair is not good enough to be proposed (for late joiners between rounds)."""
    week: date = date(2025, 1, 6)
    """The week in which zones are compared: summer time moves."""


@dataclass(frozen=True)
class MatchRequest:
    """Everything one run needs. `managers` maps person to manager for the whole organisation ("" says that a person has
    none), so that reporting lines are known on all levels, also through people who do not take part."""

    mentors: tuple[Candidate, ...]
    mentees: tuple[Candidate, ...]
    managers: Mapping[str, str] = field(default_factory=dict)
    forbidden: frozenset[tuple[str, str]] = frozenset()
    """(mentor key, mentee key): do-not-match lists and declined proposals."""
    earlier: frozenset[tuple[str, str]] = frozenset()
    """(mentor key, mentee key): were a pair before."""
    locked: tuple[tuple[str, str], ...] = ()
    """(mentor key, mentee key): stay as they are, the rest is solved around them."""
    settings: MatchSettings = MatchSettings()


# Reasons: what speaks for a pair. Codes with arguments.


@dataclass(frozen=True)
class TeachesTopic:
    topic: str
    wanted_rank: int
    """0: the mentee wants it most."""


@dataclass(frozen=True)
class OtherDepartment:
    mentor: str
    mentee: str


@dataclass(frozen=True)
class OtherLocation:
    mentor: str
    mentee: str


@dataclass(frozen=True)
class OtherBackground:
    topics: tuple[str, ...]
    """What the mentor knows from their own life and the mentee does not."""


@dataclass(frozen=True)
class SharesLanguage:
    language: str


@dataclass(frozen=True)
class BothFree:
    minutes: int
    """Minutes a week in which both work."""
    mask: int
    """Those quarter hours as bits, from Monday 00:00 UTC of `week` on (`hours.quarters` lists them)."""
    week: date


@dataclass(frozen=True)
class SharesFormat:
    format: str


@dataclass(frozen=True)
class LevelsApart:
    levels: int


Reason = (
    TeachesTopic
    | OtherDepartment
    | OtherLocation
    | OtherBackground
    | SharesLanguage
    | BothFree
    | SharesFormat
    | LevelsApart
)


@dataclass(frozen=True)
class ManagerUnknown:
    """The reporting line of this side is not known, so that "not in each other's line" could not be tested."""

    role: Role


Doubt = ManagerUnknown  # one kind so far


@dataclass(frozen=True)
class Match:
    """A mentor for a mentee. `parts` add up to `score` exactly; both are hundredths of a point."""

    mentor: str
    mentee: str
    score: int
    parts: Mapping[Part, int]
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Left:
    """Somebody without a match, and what stood in the way: how many of the other side each rule excludes for them."""

    key: str
    role: Role
    why: Why
    rules: Mapping[Rule, int]


@dataclass(frozen=True)
class BrokenLock:
    """A locked pair that could not be kept. No rule: one of the two is not there any more, or has no seat left."""

    mentor: str
    mentee: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class MatchResult:
    """What one run proposes. `gap` is how much better, at most, any other result could be: 0 if `optimal`."""

    matches: tuple[Match, ...]
    left: tuple[Left, ...]
    blocked: Mapping[Rule, int]
    """How many of all pairs of a mentor and a mentee each rule excludes (a pair counts under each rule it breaks)."""
    total: int
    optimal: bool
    gap: int
    broken_locks: tuple[BrokenLock, ...] = ()
    seconds: float = field(default=0.0, compare=False)
    """From the child's start to its result; it measures this and the memory itself."""
    peak_memory: int = field(default=0, compare=False)
    """Bytes."""
