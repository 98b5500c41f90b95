"""Home, for each person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts, StatusFacts
from storage.enums import PairState, Role


class NextStep(StrEnum):
    """What a pair does next, as the reader sees it."""

    INTRODUCING = "introducing"
    BOOK = "book"  # the reader books
    PARTNER_BOOKS = "partner_books"
    LATER = "later"  # booking is not due yet
    MEETING = "meeting"
    CHECK_IN = "check_in"  # a meeting has begun or is over; the question comes after it
    ASKED = "asked"  # the question is out, and the reader has not answered it
    DONE = "done"


@dataclass(frozen=True)
class PairFacts:
    pair_id: int
    state: PairState
    other: PersonFacts
    met: int
    planned: int
    step: NextStep
    meeting_id: int | None = None
    meeting_at: datetime | None = None
    book_from: datetime | None = None
    may_write_story: bool = False
    may_book: bool = False  # the mentee books, also before it is due


@dataclass(frozen=True)
class Participation:
    """`asked`: a proposal waits for the reader's answer, in the Messages tab."""

    participant_id: int
    programme: ProgrammeFacts
    role: Role
    pairs: tuple[PairFacts, ...]
    asked: bool


@dataclass(frozen=True)
class HomeFacts:
    """`open_programmes` are those the reader could join; `managed` those the reader manages."""

    participations: tuple[Participation, ...]
    open_programmes: tuple[ProgrammeFacts, ...]
    managed: tuple[StatusFacts, ...]
    may_create: bool
    paused_until: datetime | None
