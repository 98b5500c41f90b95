"""When a pair should book its next meeting, and who is reminded: the mentee, twice; then the managers; then nobody.

Each time that a date is asked for is a round of its own: a nudge of an older round is not wanted any more.
"""

from datetime import datetime

from sqlmodel import Session

from bot.rules import rhythm
from bot.services.access import Side
from bot.services.owing import owe_person
from storage.enums import Kind, Weight
from storage.models import Pair, Programme


def first(session: Session, programme: Programme, pair: Pair, mentee: Side, now: datetime) -> None:
    """The first meeting: the mentee's card carries the button already, so the first reminder comes a week later."""
    _begin(pair, now)
    _owe(session, programme, pair, mentee, Kind.BOOK_AGAIN, now + rhythm.NUDGE_AFTER)


def _begin(pair: Pair, at: datetime) -> None:
    pair.booking_round += 1
    pair.booking_due_at = at


def _owe(session: Session, programme: Programme, pair: Pair, mentee: Side, kind: Kind, at: datetime) -> None:
    owe_person(
        session,
        programme,
        mentee.person,
        kind,
        f"pair={pair.id}:round={pair.booking_round}",
        at=at,
        subject=f"booking={pair.id}",
        weight=Weight.NUDGE,
        pair=pair.id,
        round=pair.booking_round,
    )
