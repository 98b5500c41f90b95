"""Participants and their topics."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, delete, select

from storage.enums import ParticipantState, Role
from storage.models import Participant, ParticipantTopic, Person, Topic


def find(session: Session, programme_id: int, person_id: int, role: Role) -> Participant | None:
    return session.exec(
        select(Participant).where(
            Participant.programme_id == programme_id, Participant.person_id == person_id, Participant.role == role
        )
    ).first()


def of_person(session: Session, person_id: int) -> Sequence[Participant]:
    return session.exec(
        select(Participant)
        .where(Participant.person_id == person_id, Participant.state == ParticipantState.ENROLLED)
        .order_by(col(Participant.id))
    ).all()


def enrolled(
    session: Session, programme_id: int, only: Collection[int] | None = None
) -> Sequence[tuple[Participant, Person]]:
    """Who takes part; `only`: who of these participants does."""
    query = (
        select(Participant, Person)
        .join(Person, col(Person.id) == col(Participant.person_id))
        .where(Participant.programme_id == programme_id, Participant.state == ParticipantState.ENROLLED)
        .order_by(col(Participant.id))
    )
    return session.exec(query if only is None else query.where(col(Participant.id).in_(only))).all()


def still_enrolled(session: Session, participant_ids: Collection[int]) -> set[int]:
    """Which of these take part."""
    found = session.exec(
        select(Participant.id).where(
            col(Participant.id).in_(participant_ids), Participant.state == ParticipantState.ENROLLED
        )
    ).all()
    return {participant_id for participant_id in found if participant_id is not None}


def topic_names(session: Session, participant_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The topics of each participant, the most important first."""
    rows = session.exec(
        select(ParticipantTopic.participant_id, Topic.name)
        .join(Topic, col(Topic.id) == col(ParticipantTopic.topic_id))
        .where(col(ParticipantTopic.participant_id).in_(participant_ids))
        .order_by(col(ParticipantTopic.position))
    ).all()
    names: dict[int, tuple[str, ...]] = {}
    for participant_id, name in rows:
        names[participant_id] = (*names.get(participant_id, ()), name)
    return names


def set_topics(session: Session, participant_id: int, topic_ids: Sequence[int]) -> None:
    session.exec(delete(ParticipantTopic).where(col(ParticipantTopic.participant_id) == participant_id))
    session.add_all(
        ParticipantTopic(participant_id=participant_id, topic_id=topic_id, position=position)
        for position, topic_id in enumerate(dict.fromkeys(topic_ids))
    )
