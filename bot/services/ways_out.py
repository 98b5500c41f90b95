"""Pausing, leaving a programme, and ending a pair quietly: without a reason, in neutral words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.errors import Gone, NotAllowed, UserError
from bot.facts.actor import Actor
from bot.facts.ways_out import EndForm, LeaveForm, Paused, PauseForm
from bot.rules import hours, states
from bot.services import access, booking, programmes, proposals
from bot.services.access import Two
from bot.services.owing import owe_person
from bot.services.refreshing import refresh, refresh_home
from storage import enrolment, meetings, pairs, stories
from storage.enums import Kind, MeetingState, PairState, ParticipantState, Role, StoryState
from storage.models import Pair, Participant, Person, Programme, Proposal

LONGEST_PAUSE = timedelta(days=366)


def pause_form(session: Session, actor: Actor, now: datetime) -> PauseForm:
    """The pause modal. Raises NotAllowed for somebody who takes no part."""
    today = now.astimezone(ZoneInfo(access.me(session, actor).zone)).date()
    return PauseForm(today + timedelta(days=1), today + timedelta(days=14))


def pause(session: Session, actor: Actor, until: str, now: datetime) -> Paused:
    """No nudges until the day `until` begins (YYYY-MM-DD). Raises NotAllowed, or an error under `until`."""
    person = access.me(session, actor)
    try:
        ends = hours.pause_ends(date.fromisoformat(until), ZoneInfo(person.zone))
    except (ValueError, OverflowError):  # no date, or one at the end of the calendar, which no zone can be computed for
        raise UserError("no_date", field="until") from None
    if ends <= now:
        raise UserError("past", field="until")
    if ends > now + LONGEST_PAUSE:
        raise UserError("too_far", field="until")
    person.paused_until = ends
    refresh_home(session, actor.team_id, actor.user_id, now)
    return Paused(ends)


def resume(session: Session, actor: Actor, now: datetime) -> None:
    """The pause is over. Raises NotAllowed for somebody who takes no part."""
    access.me(session, actor).paused_until = None
    refresh_home(session, actor.team_id, actor.user_id, now)


def leave_form(session: Session, actor: Actor) -> LeaveForm:
    """What the actor can leave. Raises UserError if they take part in nothing."""
    person = access.me(session, actor)
    mine = enrolment.of_person(session, person.id or 0)
    if not mine:
        raise UserError("nothing_to_leave")
    return LeaveForm(
        tuple((p.id or 0, programmes.facts(session, session.get_one(Programme, p.programme_id)), p.role) for p in mine)
    )


def leave(session: Session, actor: Actor, participant_id: int, now: datetime) -> None:
    """Leaves a programme in one role: open proposals are withdrawn, pairs end. Raises NotAllowed, Gone."""
    person = access.me(session, actor)
    participant = session.get(Participant, participant_id)
    if participant is None or participant.person_id != person.id:
        raise NotAllowed()
    if participant.state is not ParticipantState.ENROLLED:
        raise Gone()
    participant.state = ParticipantState.LEFT
    proposals.withdraw(session, actor, participant_id, now)
    for pair in pairs.of_participant(session, participant_id, PairState.ACTIVE):
        _end(session, actor, pair, now)
    refresh_home(session, actor.team_id, actor.user_id, now)


def whom_to_ask_about(session: Session, actor: Actor, person_id: int) -> str | None:
    """The Slack user id of somebody who takes part in something. Called by the job runner."""
    person = session.get(Person, person_id)
    return person.user_id if person and enrolment.of_person(session, person_id) else None


def deactivated(session: Session, actor: Actor, user_id: str, now: datetime) -> None:
    """Whoever has no account any more leaves everything, so that nobody waits for them. Called by the job runner."""
    gone = Actor(actor.team_id, user_id)
    for participant in enrolment.of_person(session, access.me(session, gone).id or 0):
        leave(session, gone, participant.id or 0, now)


def end_form(session: Session, actor: Actor, pair_id: int) -> EndForm:
    """The modal that ends a pair. Raises NotAllowed, Gone."""
    mine = access.my_pair(session, actor, pair_id)
    if mine.pair.state is not PairState.ACTIVE:
        raise Gone("pair_over")
    return EndForm(pair_id, programmes.facts(session, mine.programme), access.facts_of(mine.other.person))


def end_pair(session: Session, actor: Actor, pair_id: int, now: datetime) -> None:
    """Ends a pair, without a reason; the other one gets a neutral word. Raises NotAllowed, Gone."""
    mine = access.my_pair(session, actor, pair_id)
    _end(session, actor, mine.pair, now)


def _end(session: Session, actor: Actor, pair: Pair, now: datetime) -> None:
    if not states.may_become(pair.state, PairState.ENDED):
        raise Gone("pair_over")
    pair.state, pair.ended_at = PairState.ENDED, now
    for participant_id, turns in ((pair.mentor_id, 2), (pair.mentee_id, 1)):
        session.get_one(Participant, participant_id).waited += turns  # free again, and first next time: the mentor most
    refresh(session, actor.team_id, f"pair-rule={pair.id}", now)
    programme = session.get_one(Programme, pair.programme_id)
    booking.settle(session, programme, pair, now)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    for meeting in meetings.of_pair(session, pair.id or 0):
        if states.may_become(meeting.state, MeetingState.CANCELLED):
            meeting.state = MeetingState.CANCELLED
        for role in Role:
            refresh(session, actor.team_id, f"meeting={meeting.id}:participant={both.side(role).id}", now)
    for story in stories.of_pair(session, pair.id or 0):
        if story.state is not StoryState.POSTED and states.may_become(story.state, StoryState.WITHDRAWN):
            story.state = StoryState.WITHDRAWN
            refresh(session, actor.team_id, f"story={story.id}", now)
    refresh(session, actor.team_id, f"story-offer={pair.id}", now)
    if pair.introduced_at is None:  # the cards still promise an introduction
        proposal = session.get_one(Proposal, pair.proposal_id)
        for role in Role:
            refresh(session, actor.team_id, proposals.subject(proposal, role), now)
    _tell_other(session, actor, programme, pair, both, now)


def _tell_other(session: Session, actor: Actor, programme: Programme, pair: Pair, both: Two, now: datetime) -> None:
    who = both.of(actor)
    for role in Role:
        side = both.side(role)
        refresh_home(session, actor.team_id, side.person.user_id, now)
        if role is not who and pair.introduced_at is not None:
            owe_person(
                session,
                programme,
                side.person,
                Kind.ENDED,
                f"pair={pair.id}",
                at=now,
                subject=f"pair-end={pair.id}",
                pair=pair.id,
                participant=side.id,
            )
