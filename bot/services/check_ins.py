"""An hour after a meeting each of the two is asked alone. One "We met" counts it; nobody sees what the other said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.errors import Gone
from bot.facts.actor import Actor
from bot.facts.meetings import CheckInFacts, CheckInState, PairEnd
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.rules import hours, rhythm, states
from bot.services import access, booking, meetings, programmes, stories
from bot.services.access import MyPair
from bot.services.owing import owe_person
from bot.services.refreshing import refresh, refresh_home
from storage import meetings as stored
from storage.enums import Kind, MeetingState, Outcome, PairState, Role
from storage.models import CheckIn, Meeting, Pair, Programme

BECOMES = {
    Outcome.MET: MeetingState.HELD,
    Outcome.MOVED: MeetingState.MOVED,
    Outcome.NOT_HELD: MeetingState.NOT_HELD,
}


def facts(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> CheckInFacts | NotWanted:
    """What one person is asked, or shown after their answer; never what the other one said."""
    meeting = session.get(Meeting, arguments["meeting"])
    if meeting is None:
        return NOT_WANTED
    pair = session.get_one(Pair, meeting.pair_id)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    mentee = both.mentee.id == arguments["participant"]
    state = _state(session, pair, meeting, arguments)
    if not again and (state is not CheckInState.ASKED or pair.state is not PairState.ACTIVE):
        return NOT_WANTED
    date_missing = pair.booking_due_at is not None and pair.state is PairState.ACTIVE
    return CheckInFacts(
        meeting_id=meeting.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        number=meeting.number,
        starts_at=meeting.starts_at,
        other=access.facts_of((both.mentor if mentee else both.mentee).person),
        state=state,
        book=pair.id if mentee and date_missing and state in (CheckInState.MOVED, CheckInState.NOT_HELD) else None,
    )


def _state(session: Session, pair: Pair, meeting: Meeting, arguments: Mapping[str, Any]) -> CheckInState:
    mine = stored.check_in(session, meeting.id or 0, arguments["date"], arguments["participant"])
    if mine is None:
        stale = meeting.date_version != arguments["date"] or meeting.state is MeetingState.CANCELLED
        return CheckInState.CLOSED if stale or pair.state is PairState.ENDED else CheckInState.ASKED
    if mine.outcome is not Outcome.MET:
        return CheckInState.MOVED if mine.outcome is Outcome.MOVED else CheckInState.NOT_HELD
    feedback = stored.feedback(session, meeting.id or 0, arguments["participant"])
    if feedback is None:
        return CheckInState.RATE
    return CheckInState.THANKS if feedback.told_more else CheckInState.TELL_MORE


def asked(session: Session, actor: Actor, arguments: Mapping[str, Any], channel: str, ts: str, now: datetime) -> None:
    """The question is out: this person's messages about the date lose their buttons."""
    meeting = session.get_one(Meeting, arguments["meeting"])
    side = access.side(session, arguments["participant"])
    meetings.refresh_dates(session, actor, meeting, side.participant, now)
    refresh_home(session, actor.team_id, side.person.user_id, now)


def answer(
    session: Session, actor: Actor, meeting_id: int, outcome: Outcome, posted_at: datetime | None, now: datetime
) -> None:
    """What the actor says of a meeting. The same answer once more changes nothing. `posted_at` is the question's: one
    from before the meeting began is about an older date of it. Raises NotAllowed, Gone."""
    meeting = session.get(Meeting, meeting_id)
    mine = access.my_pair(session, actor, meeting.pair_id if meeting else 0)
    assert meeting is not None
    before = stored.check_in(session, meeting_id, meeting.date_version, mine.mine.id)
    if before is not None:
        if before.outcome is outcome:
            return
        raise Gone("answered")
    if mine.pair.state is PairState.ENDED or meeting.state is MeetingState.CANCELLED:
        raise Gone("pair_over" if mine.pair.state is PairState.ENDED else "meeting_settled")
    if now < meeting.starts_at or (posted_at is not None and posted_at < meeting.starts_at):
        raise Gone("meeting_not_begun")
    session.add(
        CheckIn(meeting_id=meeting_id, date_version=meeting.date_version, participant_id=mine.mine.id, outcome=outcome)
    )
    session.flush()
    if states.may_become(meeting.state, BECOMES[outcome]):
        _settle(session, mine, meeting, outcome, now)
    elif mine.role is Role.MENTEE and _waits(session, mine.pair, meeting, now):
        booking.ask(session, mine.programme, mine.pair, now, None)
    refresh(session, actor.team_id, meetings.question_about(meeting, mine.mine), now)
    for side in (mine.mine, mine.other):
        refresh_home(session, actor.team_id, side.person.user_id, now)


def _settle(session: Session, mine: MyPair, meeting: Meeting, outcome: Outcome, now: datetime) -> None:
    """The first word on a meeting settles it; a later "We met" counts it all the same."""
    meeting.state = BECOMES[outcome]
    if outcome is Outcome.MET:
        _count(session, mine, meeting, now)
        return
    if mine.role is Role.MENTEE:
        booking.ask(session, mine.programme, mine.pair, now, None)
    elif outcome is Outcome.MOVED:
        booking.ask(session, mine.programme, mine.pair, now, Kind.NEW_DATE)
    else:
        booking.ask(session, mine.programme, mine.pair, _without_a_hint(mine, meeting, now), Kind.BOOK)


def _without_a_hint(mine: MyPair, meeting: Meeting, now: datetime) -> datetime:
    """The mentee is still asked alone: asked for a date at once, she would know what the mentor has just said."""
    mentee = mine.two.mentee.person
    return hours.next_working_morning(max(now, meetings.asked_at(meeting, mentee)), ZoneInfo(mentee.zone))


def _waits(session: Session, pair: Pair, meeting: Meeting, now: datetime) -> bool:
    """Whether the mentor has said that they had not met, and the mentee is not asked for a date yet."""
    last = stored.last(session, pair.id or 0)
    due = pair.booking_due_at
    return meeting.state is MeetingState.NOT_HELD and last is meeting and due is not None and due > now


def _count(session: Session, mine: MyPair, meeting: Meeting, now: datetime) -> None:
    pair, programme = mine.pair, mine.programme
    pair.met += 1
    meeting.number = pair.met
    ahead = stored.current(session, pair.id or 0)
    if ahead is not None:
        ahead.number = pair.met + 1
    if pair.met >= programme.meetings_planned:
        _complete(session, mine, now)
    elif ahead is None:
        if pair.booking_due_at is not None:  # a date was asked for because the other one said that they had not met
            booking.settle(session, programme, pair, now)
        due = rhythm.booking_due(meeting.starts_at, programme.weeks_between, now)
        booking.ask(session, programme, pair, due, Kind.BOOK)
    if rhythm.offers_story(pair.met, programme.meetings_planned):
        stories.offer(session, mine, now)


def close_unanswered(session: Session, actor: Actor, meeting_id: int, now: datetime) -> None:
    """Neither of the two has said how it was: nobody knows, and the next date is wanted. A newer date has its own day.
    Called by the job runner."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or not states.may_become(meeting.state, MeetingState.UNKNOWN):
        return
    if rhythm.check_in_ends(meeting.starts_at, meeting.minutes) > now:
        return
    meeting.state = MeetingState.UNKNOWN
    pair = session.get_one(Pair, meeting.pair_id)
    booking.ask(session, session.get_one(Programme, pair.programme_id), pair, now, Kind.BOOK)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    for side in (both.mentor, both.mentee):
        refresh_home(session, actor.team_id, side.person.user_id, now)


def _complete(session: Session, mine: MyPair, now: datetime) -> None:
    """All planned meetings were held: both are thanked."""
    mine.pair.state, mine.pair.ended_at = PairState.COMPLETED, now
    booking.settle(session, mine.programme, mine.pair, now)
    ahead = stored.current(session, mine.pair.id or 0)
    if ahead is not None:
        ahead.state = MeetingState.CANCELLED
    for side in (mine.mine, mine.other):
        owe_person(
            session,
            mine.programme,
            side.person,
            Kind.COMPLETED,
            f"pair={mine.pair.id}",
            at=now,
            subject=f"pair-end={mine.pair.id}",
            pair=mine.pair.id,
            participant=side.id,
        )


def pair_end(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> PairEnd | NotWanted:
    """The last word to one of a pair that has completed its meetings, or has ended."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None:
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    role = Role.MENTOR if both.mentor.id == arguments["participant"] else Role.MENTEE
    return PairEnd(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        other=access.facts_of((both.mentee if role is Role.MENTOR else both.mentor).person),
        met=pair.met,
        role=role,
    )
