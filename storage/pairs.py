"""Pairs and the people in them."""

from collections.abc import Sequence

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from storage.enums import PairState
from storage.models import Pair, Participant, Person


def with_people(session: Session, pair_id: int) -> tuple[Pair, Person, Person]:
    """The pair, its mentor, its mentee."""
    mentor, mentee = aliased(Participant), aliased(Participant)
    teaches, learns = aliased(Person), aliased(Person)
    pair, a, b = session.exec(
        select(Pair, teaches, learns)
        .join(mentor, col(mentor.id) == col(Pair.mentor_id))
        .join(mentee, col(mentee.id) == col(Pair.mentee_id))
        .join(teaches, col(teaches.id) == col(mentor.person_id))
        .join(learns, col(learns.id) == col(mentee.person_id))
        .where(Pair.id == pair_id)
    ).one()
    return pair, a, b


def of_proposal(session: Session, proposal_id: int) -> Pair | None:
    return session.exec(select(Pair).where(Pair.proposal_id == proposal_id)).first()


def of_participant(session: Session, participant_id: int, state: PairState | None = None) -> Sequence[Pair]:
    query = (
        select(Pair)
        .where(or_(Pair.mentor_id == participant_id, Pair.mentee_id == participant_id))
        .order_by(col(Pair.id))
    )
    return session.exec(query if state is None else query.where(Pair.state == state)).all()


def in_programme(session: Session, programme_id: int) -> Sequence[Pair]:
    return session.exec(select(Pair).where(Pair.programme_id == programme_id).order_by(col(Pair.id))).all()


def count_by_met(session: Session, programme_id: int) -> dict[tuple[PairState, int], int]:
    """How many pairs of each state have met how often."""
    rows = session.exec(
        select(Pair.state, Pair.met, func.count())
        .where(Pair.programme_id == programme_id)
        .group_by(col(Pair.state), col(Pair.met))
    ).all()
    return {(PairState(state), met): count for state, met, count in rows}
