"""Pausing, leaving, ending a pair, privacy."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from storage.enums import Role


@dataclass(frozen=True)
class PauseForm:
    earliest: date
    suggested: date


@dataclass(frozen=True)
class Paused:
    until: datetime


@dataclass(frozen=True)
class LeaveForm:
    """What can be left: (participant id, programme, role)."""

    options: tuple[tuple[int, ProgrammeFacts, Role], ...]


@dataclass(frozen=True)
class EndForm:
    pair_id: int
    programme: ProgrammeFacts
    other: PersonFacts


@dataclass(frozen=True)
class StoredRole:
    """What is stored about one participation."""

    programme: ProgrammeFacts
    role: Role
    topics: tuple[str, ...]
    goal: str
    consented_at: datetime
    consent_version: str
    pairs: int
    meetings: int
    check_ins: int
    feedback: int
    stories: int


@dataclass(frozen=True)
class StoredAbout:
    """Everything that is stored about a person. `person` is None for somebody we know nothing of."""

    person: PersonFacts | None
    zone: str
    language: str
    manager: PersonFacts | None
    department: str
    level: int | None
    paused_until: datetime | None
    roles: tuple[StoredRole, ...]
    manages: tuple[ProgrammeFacts, ...]
    messages: int
    never_with: int = 0  # people on their own do-not-match list
