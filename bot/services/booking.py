"""When a pair should book its next meeting, and who is reminded: the mentee, twice; then the managers; then nobody.

Each time that a date is asked for is a round of its own: a nudge of an older round is not wanted any more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.meetings import BookingReminder, BookingStep, Stalled
from bot.facts.outgoing import NOT_WANTED, Later, NotWanted
from bot.rules import rhythm
from bot.services import access, programmes
from bot.services.owing import owe_person
from bot.services.refreshing import refresh, refresh_home
from storage import meetings as stored
from storage import programmes as stored_programmes
from storage.enums import Kind, PairState, Role, Weight
from storage.models import Pair, Programme

STEPS = {
    Kind.BOOK: BookingStep.FIRST,
    Kind.NEW_DATE: BookingStep.NEW_DATE,
    Kind.CANCELLED: BookingStep.CANCELLED,
    Kind.BOOK_AGAIN: BookingStep.AGAIN,
    Kind.BOOK_HELP: BookingStep.HELP,
}
AFTER = {BookingStep.AGAIN: Kind.BOOK_HELP, BookingStep.HELP: Kind.STALLED}  # every other step: Kind.BOOK_AGAIN


def ask(session: Session, programme: Programme, pair: Pair, at: datetime, first_word: Kind | None) -> None:
    """A date is wanted from `at` on. The mentee gets `first_word`; None where a button stands in their DM already, so
    that the first reminder comes a week later."""
    pair.booking_round += 1
    pair.booking_due_at = at
    if first_word is None:
        _owe(session, programme, pair, Kind.BOOK_AGAIN, at + rhythm.NUDGE_AFTER)
    else:
        _owe(session, programme, pair, first_word, at)


def settle(session: Session, programme: Programme, pair: Pair, now: datetime) -> None:
    """A date stands, or none is wanted any more: every reminder becomes its receipt."""
    pair.booking_due_at = None
    refresh(session, programme.team_id, f"booking={pair.id}", now)
    refresh(session, programme.team_id, f"proposal={pair.proposal_id}:{Role.MENTEE}", now)


def _owe(session: Session, programme: Programme, pair: Pair, kind: Kind, at: datetime) -> None:
    mentee = access.two(session, pair.mentor_id, pair.mentee_id).mentee
    owe_person(
        session,
        programme,
        mentee.person,
        kind,
        f"pair={pair.id}:round={pair.booking_round}",
        at=at,
        subject=f"booking={pair.id}",
        weight=Weight.NOTICE if kind in (Kind.NEW_DATE, Kind.CANCELLED) else Weight.NUDGE,
        pair=pair.id,
        round=pair.booking_round,
        step=STEPS[kind],
    )


def reminder(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> BookingReminder | NotWanted:
    """What the mentee is asked; not wanted once the date stands, the pair has ended, or a newer round began."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None:
        return NOT_WANTED
    current = arguments["round"] == pair.booking_round and pair.state is PairState.ACTIVE
    wanted = current and pair.booking_due_at is not None
    if not wanted and not again:
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    meeting = stored.current(session, pair.id or 0)
    return BookingReminder(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        step=BookingStep(arguments["step"]),
        other=access.facts_of(both.mentor.person),
        number=pair.met + 1,
        booked_for=meeting.starts_at if meeting and current and not wanted else None,
        over=not wanted,
    )


def reminded(
    session: Session, actor: Actor, arguments: Mapping[str, Any], channel: str, ts: str, now: datetime
) -> None:
    """A reminder is out: the next one is a week away, counted from this one; after two the managers are told."""
    pair = session.get_one(Pair, arguments["pair"])
    if arguments["round"] != pair.booking_round or pair.booking_due_at is None:
        return
    programme = session.get_one(Programme, pair.programme_id)
    mentee = access.two(session, pair.mentor_id, pair.mentee_id).mentee.person
    refresh_home(session, actor.team_id, mentee.user_id, now)
    kind = AFTER.get(BookingStep(arguments["step"]), Kind.BOOK_AGAIN)
    at = now + rhythm.NUDGE_AFTER
    if kind is not Kind.STALLED:
        _owe(session, programme, pair, kind, at)
        return
    for manager in stored_programmes.managers(session, pair.programme_id):
        owe_person(
            session,
            programme,
            manager,
            kind,
            f"pair={pair.id}:round={pair.booking_round}",
            at=at,
            subject=f"booking={pair.id}",
            pair=pair.id,
            round=pair.booking_round,
        )


def stalled(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> Stalled | NotWanted | Later:
    """What a manager is told when two reminders did not help."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None:
        return NOT_WANTED
    wanted = (
        arguments["round"] == pair.booking_round and pair.booking_due_at is not None and pair.state is PairState.ACTIVE
    )
    if not wanted and not again:
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    paused_until = both.mentee.person.paused_until
    if paused_until is not None and paused_until > now and not again:
        return Later(paused_until + rhythm.NUDGE_AFTER)
    return Stalled(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        mentor=access.facts_of(both.mentor.person),
        mentee=access.facts_of(both.mentee.person),
        number=pair.met + 1,
        settled=not wanted,
    )
