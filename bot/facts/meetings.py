"""Meetings as views see them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from storage.enums import Outcome as Outcome  # noqa: PLC0414 -- handlers know it from here, not from storage
from storage.enums import Role


@dataclass(frozen=True)
class BookingForm:
    """The booking modal. `meeting` is the meeting that gets another date, None for a new one; `version` its date's."""

    pair_id: int
    number: int
    planned: int
    minutes: int
    other: PersonFacts
    earliest: date
    suggested: datetime
    place: str
    meeting: int | None
    version: int


@dataclass(frozen=True)
class BookingAnswer:
    """What was chosen: a local date and time in the booker's zone, as text from the pickers."""

    day: str
    clock: str
    place: str


class BookingStep(StrEnum):
    """How often the mentee has been asked for this date."""

    FIRST = "first"
    AGAIN = "again"
    HELP = "help"
    NEW_DATE = "new_date"  # the last date was moved away from
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class BookingReminder:
    """`booked_for` is set once the date stands: the message becomes its receipt. `over`: no date is wanted any more."""

    pair_id: int
    programme: ProgrammeFacts
    step: BookingStep
    other: PersonFacts
    number: int
    booked_for: datetime | None
    over: bool


@dataclass(frozen=True)
class Stalled:
    """What a manager is told after two reminders: who, never why."""

    pair_id: int
    programme: ProgrammeFacts
    mentor: PersonFacts
    mentee: PersonFacts
    number: int
    settled: bool


class MeetingView(StrEnum):
    """How a message about a date looks now."""

    STANDS = "stands"
    MOVED = "moved"  # another message has the new date
    CANCELLED = "cancelled"
    BEGUN = "begun"
    OVER = "over"  # held, or the pair has ended


@dataclass(frozen=True)
class MeetingFacts:
    """A date, for one of the two."""

    meeting_id: int
    programme: ProgrammeFacts
    number: int
    starts_at: datetime
    minutes: int
    place: str
    role: Role
    other: PersonFacts
    mine: bool  # the reader booked, moved or cancelled it
    moved: bool
    state: MeetingView
    rebook: int | None = None  # the pair's id, where the mentee can book another date


class CheckInState(StrEnum):
    ASKED = "asked"
    RATE = "rate"  # they met: how useful was it?
    TELL_MORE = "tell_more"  # thank you, and an optional modal
    THANKS = "thanks"
    MOVED = "moved"
    NOT_HELD = "not_held"
    CLOSED = "closed"


@dataclass(frozen=True)
class CheckInFacts:
    """`book` is the pair's id where the reader can set the new date right away."""

    meeting_id: int
    programme: ProgrammeFacts
    number: int
    starts_at: datetime
    other: PersonFacts
    state: CheckInState
    book: int | None = None


@dataclass(frozen=True)
class PairEnd:
    """The last word to one of a pair: completed, or ended."""

    pair_id: int
    programme: ProgrammeFacts
    other: PersonFacts
    met: int
    role: Role
