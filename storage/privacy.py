"""What is stored about one person, counted and wiped."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, or_, select, update

from storage.enums import MeetingState
from storage.models import (
    CheckIn,
    Feedback,
    Manager,
    Meeting,
    Outgoing,
    Pair,
    Participant,
    ParticipantTopic,
    Person,
    Proposal,
    Story,
)


@dataclass(frozen=True)
class Counts:
    pairs: int
    meetings: int
    check_ins: int
    feedback: int
    stories: int


def participants(session: Session, person_id: int) -> Sequence[Participant]:
    """Every participation of a person, also those left."""
    return session.exec(
        select(Participant).where(Participant.person_id == person_id).order_by(col(Participant.id))
    ).all()


def _pair_ids(session: Session, participant_id: int) -> Sequence[int | None]:
    return session.exec(
        select(Pair.id).where(or_(Pair.mentor_id == participant_id, Pair.mentee_id == participant_id))
    ).all()


def counts(session: Session, participant_id: int) -> Counts:
    pairs = _pair_ids(session, participant_id)

    def count(query: object) -> int:
        return int(session.exec(query).one())  # type: ignore[call-overload]  # any counting query

    return Counts(
        pairs=len(pairs),
        meetings=count(
            select(func.count())
            .select_from(Meeting)
            .where(col(Meeting.pair_id).in_(pairs), Meeting.state == MeetingState.HELD)
        ),
        check_ins=count(select(func.count()).select_from(CheckIn).where(CheckIn.participant_id == participant_id)),
        feedback=count(select(func.count()).select_from(Feedback).where(Feedback.participant_id == participant_id)),
        stories=count(select(func.count()).select_from(Story).where(col(Story.pair_id).in_(pairs))),
    )


def count_messages(session: Session, team_id: str, user_id: str) -> int:
    return session.exec(
        select(func.count()).select_from(Outgoing).where(Outgoing.team_id == team_id, Outgoing.target == user_id)
    ).one()


def stories(session: Session, person_id: int) -> Sequence[Story]:
    """Every story of the person's pairs."""
    pairs = [pair for p in participants(session, person_id) for pair in _pair_ids(session, p.id or 0)]
    return session.exec(select(Story).where(col(Story.pair_id).in_(pairs))).all()


def wipe_participant(session: Session, participant: Participant) -> None:
    """Goal, topics, answers and reasons go; the row stays as a nameless half of its pairs."""
    participant_id = participant.id
    participant.goal = ""
    session.exec(delete(Feedback).where(col(Feedback.participant_id) == participant_id))
    session.exec(delete(CheckIn).where(col(CheckIn.participant_id) == participant_id))
    session.exec(delete(ParticipantTopic).where(col(ParticipantTopic.participant_id) == participant_id))
    session.exec(
        update(Proposal)
        .where(or_(col(Proposal.mentor_id) == participant_id, col(Proposal.mentee_id) == participant_id))
        .values(reasons=[], parts={})
    )
    session.exec(
        update(Meeting).where(col(Meeting.pair_id).in_(_pair_ids(session, participant_id or 0))).values(place="")
    )


def wipe_person(session: Session, person: Person) -> None:
    """The row stays without anything that says who it was."""
    session.exec(delete(Manager).where(col(Manager.person_id) == person.id))
    person.user_id = f"deleted-{person.id}"
    person.name = person.title = ""
    person.zone, person.language = "UTC", "en_GB"
    person.manager_user_id = person.department = person.level = None
    person.paused_until = person.last_nudged_at = None


def wipe_messages(session: Session, team_id: str, user_id: str) -> None:
    """Every row of a message to the person, and of its updates."""
    places = session.exec(
        select(Outgoing.channel, Outgoing.ts).where(
            Outgoing.team_id == team_id, Outgoing.target == user_id, col(Outgoing.ts).is_not(None)
        )
    ).all()
    updates = [f"{channel}:{ts}" for channel, ts in places]
    session.exec(
        delete(Outgoing).where(
            col(Outgoing.team_id) == team_id, or_(col(Outgoing.target) == user_id, col(Outgoing.target).in_(updates))
        )
    )
