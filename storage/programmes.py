"""Programmes, their topics and their managers."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.models import Manager, Person, Programme, Topic


def in_workspace(session: Session, team_id: str) -> Sequence[Programme]:
    return session.exec(select(Programme).where(Programme.team_id == team_id).order_by(col(Programme.id))).all()


def managed_by(session: Session, team_id: str, user_id: str) -> Sequence[Programme]:
    return session.exec(
        select(Programme)
        .join(Manager, col(Manager.programme_id) == col(Programme.id))
        .join(Person, col(Person.id) == col(Manager.person_id))
        .where(Person.team_id == team_id, Person.user_id == user_id, Programme.team_id == team_id)
        .order_by(col(Programme.id))
    ).all()


def managers(session: Session, programme_id: int) -> Sequence[Person]:
    return session.exec(
        select(Person)
        .join(Manager, col(Manager.person_id) == col(Person.id))
        .where(Manager.programme_id == programme_id)
        .order_by(col(Person.id))
    ).all()


def topics(session: Session, programme_id: int) -> Sequence[Topic]:
    return session.exec(
        select(Topic).where(Topic.programme_id == programme_id).order_by(col(Topic.position), col(Topic.id))
    ).all()


def without_manager(session: Session, team_id: str) -> Sequence[Programme]:
    """Programmes whose last manager had their data deleted."""
    return session.exec(
        select(Programme)
        .where(Programme.team_id == team_id, col(Programme.id).not_in(select(Manager.programme_id)))
        .order_by(col(Programme.id))
    ).all()
