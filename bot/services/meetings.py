"""A pair's dates: booking, moving, cancelling, and the messages that tell both of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.meetings import BookingAnswer, BookingForm, MeetingFacts, MeetingView
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.rules import hours, rhythm, states
from bot.services import access, booking, programmes
from bot.services.access import MyPair, Side
from bot.services.outbox import allowed_at
from bot.services.owing import owe_person
from bot.services.refreshing import refresh, refresh_home
from storage import jobs
from storage import meetings as stored
from storage.enums import JobKind, Kind, MeetingState, PairState, Role, Weight
from storage.models import Meeting, Pair, Participant, Person, Programme

LONGEST_PLACE = 300


def booking_form(session: Session, actor: Actor, pair_id: int, now: datetime) -> BookingForm:
    """The booking modal for the next date: a new meeting's, or the one that was moved. Raises NotAllowed, Gone."""
    mine = access.my_pair(session, actor, pair_id)
    _check_open(mine)
    meeting = stored.current(session, pair_id)
    if meeting is not None and meeting.state is MeetingState.PLANNED:
        raise Gone("booked_already")
    return _form(mine, meeting, now)


def move_form(session: Session, actor: Actor, meeting_id: int, now: datetime) -> BookingForm:
    """The booking modal for another date of a planned meeting. Raises NotAllowed, Gone once it has begun."""
    mine, meeting = _planned(session, actor, meeting_id, now)
    return _form(mine, meeting, now)


def _form(mine: MyPair, meeting: Meeting | None, now: datetime) -> BookingForm:
    zone = ZoneInfo(mine.mine.person.zone)
    today = now.astimezone(zone).date()
    suggested = hours.at_local(today + timedelta(days=7), hours.MORNING.replace(hour=10), zone)
    planned = meeting is not None and meeting.state is MeetingState.PLANNED
    return BookingForm(
        pair_id=mine.pair.id or 0,
        number=mine.pair.met + 1,
        planned=mine.programme.meetings_planned,
        minutes=mine.programme.minutes,
        other=access.facts_of(mine.other.person),
        earliest=today,
        suggested=meeting.starts_at if meeting and planned else suggested,
        place=meeting.place if meeting else "",
        meeting=meeting.id if meeting else None,
        version=meeting.date_version if meeting else 0,
    )


def _check_open(mine: MyPair) -> None:
    if mine.pair.state is not PairState.ACTIVE or mine.pair.introduced_at is None:
        raise Gone("pair_over")


def _planned(session: Session, actor: Actor, meeting_id: int, now: datetime) -> tuple[MyPair, Meeting]:
    """A meeting of the actor's pair that stands and has not begun. Raises NotAllowed, Gone."""
    meeting = session.get(Meeting, meeting_id)
    mine = access.my_pair(session, actor, meeting.pair_id if meeting else 0)
    assert meeting is not None
    _check_open(mine)
    if meeting.state is not MeetingState.PLANNED:
        raise Gone("meeting_settled")
    if meeting.starts_at <= now:
        raise Gone("meeting_begun")
    return mine, meeting


def book(
    session: Session,
    actor: Actor,
    pair_id: int,
    meeting_id: int | None,
    version: int,
    answer: BookingAnswer,
    now: datetime,
) -> None:
    """Books a date, or moves one. `version` is the date's that the modal showed: if the other one was quicker, nothing
    changes. Raises NotAllowed, Gone, or an error under `day`, `clock` or `place`."""
    mine = access.my_pair(session, actor, pair_id)
    _check_open(mine)
    starts_at = _moment(answer, ZoneInfo(mine.mine.person.zone), now)
    if len(answer.place) > LONGEST_PLACE:
        raise UserError("too_long", field="place", most=LONGEST_PLACE)
    meeting = stored.current(session, pair_id)
    if (meeting.id if meeting else None) != meeting_id or (meeting.date_version if meeting else 0) != version:
        raise Gone("booked_already")
    moved = meeting is not None
    if meeting is None:
        meeting = Meeting(
            pair_id=pair_id, number=mine.pair.met + 1, starts_at=starts_at, minutes=mine.programme.minutes
        )
        session.add(meeting)
    else:
        if meeting.state is MeetingState.PLANNED and meeting.starts_at <= now:
            raise Gone("meeting_begun")
        meeting.state, meeting.starts_at = MeetingState.PLANNED, starts_at
        meeting.date_version += 1
    meeting.place = answer.place.strip()
    session.flush()
    booking.settle(session, mine.programme, mine.pair, now)
    closes = rhythm.check_in_ends(meeting.starts_at, meeting.minutes)
    jobs.add(session, actor.team_id, JobKind.UNANSWERED, meeting.id or 0, closes)
    for side in (mine.mine, mine.other):
        refresh(session, actor.team_id, _subject(meeting, side), now)
        refresh(session, actor.team_id, question_about(meeting, side), now)
        _owe_date(session, mine, meeting, side, moved, now)
        refresh_home(session, actor.team_id, side.person.user_id, now)


def _moment(answer: BookingAnswer, zone: ZoneInfo, now: datetime) -> datetime:
    """The chosen date and time in UTC. Raises UserError under `day` or `clock`."""
    try:
        chosen = datetime.fromisoformat(f"{answer.day}T{answer.clock}")
    except ValueError:
        raise UserError("no_date", field="day" if not answer.day else "clock") from None
    days = (chosen.date() - now.date()).days
    if abs(days) > 2 * rhythm.FURTHEST_MEETING.days:  # at the ends of the calendar no zone can be computed
        raise UserError("past" if days < 0 else "too_far", field="day")
    moment = hours.at_local(chosen.date(), chosen.time(), zone)
    if moment <= now:
        today = chosen.date() == now.astimezone(zone).date()
        raise UserError("past", field="clock" if today else "day")
    if moment > now + rhythm.FURTHEST_MEETING:
        raise UserError("too_far", field="day")
    return moment


def _subject(meeting: Meeting, side: Side) -> str:
    return f"meeting={meeting.id}:participant={side.id}"


def question_about(meeting: Meeting, side: Side) -> str:
    """The subject of the question how a meeting was, to one of the two; one for each date that it had."""
    return f"check-in={meeting.id}:participant={side.id}"


def asked_at(meeting: Meeting, person: Person) -> datetime:
    """When one of the two is asked how the meeting was."""
    return allowed_at(person, Weight.NOTICE, rhythm.check_in_at(meeting.starts_at, meeting.minutes))


def _owe_date(session: Session, mine: MyPair, meeting: Meeting, side: Side, moved: bool, now: datetime) -> None:
    """One of the two is told of the date, reminded of it the last working day before, and asked about it after."""
    why = f"meeting={meeting.id}:date={meeting.date_version}"
    arguments: dict[str, Any] = {
        "meeting": meeting.id,
        "date": meeting.date_version,
        "participant": side.id,
        "by": mine.mine.id,
        "moved": moved,
    }
    owe_person(
        session,
        mine.programme,
        side.person,
        Kind.BOOKED,
        why,
        at=now,
        subject=_subject(meeting, side),
        weight=Weight.ANSWER if side.id == mine.mine.id else Weight.NOTICE,
        expires_at=meeting.starts_at,
        **arguments,
    )
    before = hours.last_working_day_before(meeting.starts_at, ZoneInfo(side.person.zone))
    if before > now:
        owe_person(
            session,
            mine.programme,
            side.person,
            Kind.DAY_BEFORE,
            why,
            at=before,
            subject=_subject(meeting, side),
            expires_at=meeting.starts_at,
            **arguments,
        )
    owe_person(
        session,
        mine.programme,
        side.person,
        Kind.CHECK_IN,
        why,
        at=rhythm.check_in_at(meeting.starts_at, meeting.minutes),
        subject=question_about(meeting, side),
        expires_at=rhythm.check_in_ends(meeting.starts_at, meeting.minutes),
        **arguments,
    )


def date_facts(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> MeetingFacts | NotWanted:
    """What a message about a date shows one of the two; not wanted once there is another date."""
    meeting = session.get(Meeting, arguments["meeting"])
    if meeting is None:
        return NOT_WANTED
    state = _view_of(session.get_one(Pair, meeting.pair_id), meeting, arguments["date"], now)
    if state is not MeetingView.STANDS and not again:
        return NOT_WANTED
    pair = session.get_one(Pair, meeting.pair_id)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    role = Role.MENTOR if both.mentor.id == arguments["participant"] else Role.MENTEE
    other = both.mentee if role is Role.MENTOR else both.mentor
    return MeetingFacts(
        meeting_id=meeting.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        number=meeting.number,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        place=meeting.place,
        role=role,
        other=access.facts_of(other.person),
        mine=arguments["by"] == arguments["participant"],
        moved=arguments["moved"],
        state=state,
        rebook=pair.id
        if state is MeetingView.CANCELLED and role is Role.MENTEE and pair.booking_due_at is not None
        else None,
    )


def _view_of(pair: Pair, meeting: Meeting, date_version: int, now: datetime) -> MeetingView:
    if pair.state is PairState.ENDED:
        return MeetingView.OVER
    if meeting.date_version != date_version:
        return MeetingView.MOVED
    match meeting.state:
        case MeetingState.PLANNED:
            return MeetingView.STANDS if now < meeting.starts_at else MeetingView.BEGUN
        case MeetingState.CANCELLED:
            return MeetingView.CANCELLED
        case _:
            return MeetingView.OVER


def cancel(session: Session, actor: Actor, meeting_id: int, now: datetime) -> None:
    """Cancels a date before it begins: the other one is told, and booking is due again. Raises NotAllowed, Gone."""
    mine, meeting = _planned(session, actor, meeting_id, now)
    if not states.may_become(meeting.state, MeetingState.CANCELLED):
        raise Gone("meeting_settled")
    meeting.state = MeetingState.CANCELLED
    by_mentee = mine.role is Role.MENTEE
    booking.ask(session, mine.programme, mine.pair, now, None if by_mentee else Kind.CANCELLED)
    if by_mentee:
        owe_person(
            session,
            mine.programme,
            mine.other.person,
            Kind.CALLED_OFF,
            f"meeting={meeting.id}:date={meeting.date_version}",
            at=now,
            subject=_subject(meeting, mine.other),
            meeting=meeting.id,
            date=meeting.date_version,
            participant=mine.other.id,
            by=mine.mine.id,
            moved=False,
        )
    for side in (mine.mine, mine.other):
        refresh(session, actor.team_id, _subject(meeting, side), now)
        refresh_home(session, actor.team_id, side.person.user_id, now)


def called_off(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> MeetingFacts | NotWanted:
    """What the mentor is told when the mentee has cancelled."""
    facts = date_facts(session, actor, arguments, now, True)
    if isinstance(facts, NotWanted) or (facts.state is not MeetingView.CANCELLED and not again):
        return NOT_WANTED
    return facts


def refresh_dates(session: Session, actor: Actor, meeting: Meeting, participant: Participant, now: datetime) -> None:
    """One person's own messages about a date lose their buttons once the meeting has begun."""
    refresh(session, actor.team_id, f"meeting={meeting.id}:participant={participant.id}", now)
