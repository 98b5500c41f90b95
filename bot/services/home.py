"""What stands in a person's Home."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.home import HomeFacts, NextStep, PairFacts, Participation
from bot.rules import rhythm
from bot.services import access, meetings, programmes, status, workspaces
from bot.services.access import Two
from bot.services.refreshing import publish_home
from storage import enrolment, matching, pairs, people, stories
from storage import meetings as stored_meetings
from storage import programmes as stored_programmes
from storage.enums import MeetingState, PairState, ProposalState, Role, StoryState
from storage.models import Meeting, Pair, Participant, Programme


def opened(session: Session, actor: Actor, now: datetime) -> None:
    """Somebody opened Home: it is published as it is now. A stranger is not stored by looking."""
    if not workspaces.is_ours(session, actor):
        return
    row = publish_home(session, actor.team_id, actor.user_id, now)
    row.arguments = {"may_create": actor.may_create}


def facts(session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool) -> HomeFacts:
    """Home for the Slack user in `arguments`. Called by delivery, which may see everybody's."""
    user_id, may_create = arguments["user"], bool(arguments.get("may_create"))
    person = people.find(session, actor.team_id, user_id)
    mine = list(enrolment.of_person(session, person.id or 0)) if person else []
    joined = {participant.programme_id for participant in mine}
    everywhere = stored_programmes.in_workspace(session, actor.team_id)
    managed = access.managed(session, Actor(actor.team_id, user_id, may_create))
    return HomeFacts(
        participations=tuple(_participation(session, participant, now) for participant in mine),
        open_programmes=tuple(programmes.facts(session, p) for p in everywhere if p.id not in joined),
        managed=tuple(status.facts(session, actor, programme, now) for programme in managed),
        may_create=may_create,
        paused_until=person.paused_until if person and person.paused_until and person.paused_until > now else None,
    )


def _participation(session: Session, participant: Participant, now: datetime) -> Participation:
    assert participant.id is not None
    asked = ProposalState.MENTOR_ASKED if participant.role is Role.MENTOR else ProposalState.MENTEE_ASKED
    return Participation(
        participant_id=participant.id,
        programme=programmes.facts(session, session.get_one(Programme, participant.programme_id)),
        role=participant.role,
        pairs=tuple(
            _pair(session, pair, participant, now)
            for pair in pairs.of_participant(session, participant.id)
            if pair.state is not PairState.ENDED
        ),
        asked=any(proposal.state is asked for proposal in matching.open_of(session, participant.id)),
    )


def _pair(session: Session, pair: Pair, mine: Participant, now: datetime) -> PairFacts:
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    other = both.mentee if mine.role is Role.MENTOR else both.mentor
    meeting = stored_meetings.last(session, pair.id or 0)
    written = stories.open_of_pair(session, pair.id or 0)
    programme = session.get_one(Programme, pair.programme_id)
    step = _step(session, pair, meeting, both, mine.role, now)
    return PairFacts(
        pair_id=pair.id or 0,
        state=pair.state,
        other=access.facts_of(other.person),
        met=pair.met,
        planned=programme.meetings_planned,
        step=step,
        meeting_id=meeting.id if meeting else None,
        meeting_at=meeting.starts_at if meeting and meeting.state is MeetingState.PLANNED else None,
        book_from=pair.booking_due_at,
        may_write_story=pair.introduced_at is not None and (written is None or written.state is StoryState.POSTED),
        may_book=mine.role is Role.MENTEE and step in (NextStep.BOOK, NextStep.LATER),
    )


def _step(session: Session, pair: Pair, meeting: Meeting | None, both: Two, role: Role, now: datetime) -> NextStep:
    if pair.state is PairState.COMPLETED:
        return NextStep.DONE
    if pair.introduced_at is None:
        return NextStep.INTRODUCING
    if meeting is not None and meeting.state is MeetingState.PLANNED and meeting.starts_at > now:
        return NextStep.MEETING
    if meeting is not None and _is_asked(session, pair, meeting, both, role, now):
        out = all(meetings.asked_at(meeting, side.person) <= now for side in (both.mentor, both.mentee))
        return NextStep.ASKED if out else NextStep.CHECK_IN
    if pair.booking_due_at is not None and pair.booking_due_at > now:
        return NextStep.LATER
    return NextStep.BOOK if role is Role.MENTEE else NextStep.PARTNER_BOOKS


def _is_asked(session: Session, pair: Pair, meeting: Meeting, both: Two, role: Role, now: datetime) -> bool:
    """Whether the question how a meeting was is the reader's next step. Until they answer it, or a date is asked for,
    their Home does not show what the other one has said."""
    if meeting.state is MeetingState.PLANNED:
        return True
    if meeting.state not in (MeetingState.MOVED, MeetingState.NOT_HELD):
        return False
    if role is Role.MENTEE and pair.booking_due_at is not None and pair.booking_due_at <= now:
        return False
    answered = stored_meetings.check_in(session, meeting.id or 0, meeting.date_version, both.side(role).id)
    return answered is None and now < rhythm.check_in_ends(meeting.starts_at, meeting.minutes)
