"""People: who a Slack user is to us, and the organisation that the roster describes."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.models import Person


def find(session: Session, team_id: str, user_id: str) -> Person | None:
    return session.exec(select(Person).where(Person.team_id == team_id, Person.user_id == user_id)).first()


def get_or_add(session: Session, team_id: str, user_id: str) -> Person:
    person = find(session, team_id, user_id)
    if person is None:
        person = Person(team_id=team_id, user_id=user_id)
        session.add(person)
        session.flush()
    return person


def in_roster(session: Session, team_id: str) -> Sequence[tuple[str, str]]:
    """(person, manager) for everybody whose manager is known."""
    rows = session.exec(
        select(Person.user_id, Person.manager_user_id).where(
            Person.team_id == team_id, col(Person.manager_user_id).is_not(None)
        )
    ).all()
    return [(user_id, manager) for user_id, manager in rows if manager is not None]
