"""People: who a Slack user is to us, and the organisation that the roster describes."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, select

from storage.models import DoNotMatch, Person


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


def do_not_match(session: Session, person_ids: Sequence[int]) -> Sequence[tuple[str, str]]:
    """(whose list, who is on it), as Slack user ids, for the lists of these people."""
    return session.exec(
        select(Person.user_id, DoNotMatch.other_user_id)
        .select_from(DoNotMatch)
        .join(Person, col(Person.id) == col(DoNotMatch.person_id))
        .where(col(DoNotMatch.person_id).in_(person_ids))
        .order_by(col(Person.user_id), col(DoNotMatch.other_user_id))
    ).all()


def do_not_match_of(session: Session, team_id: str) -> Sequence[tuple[str, str]]:
    """The same for every list of a workspace."""
    return session.exec(
        select(Person.user_id, DoNotMatch.other_user_id)
        .select_from(DoNotMatch)
        .join(Person, col(Person.id) == col(DoNotMatch.person_id))
        .where(Person.team_id == team_id)
    ).all()


def set_do_not_match(session: Session, person_id: int, others: Sequence[str]) -> None:
    session.exec(delete(DoNotMatch).where(col(DoNotMatch.person_id) == person_id))
    session.add_all(DoNotMatch(person_id=person_id, other_user_id=other) for other in others)


def by_name(session: Session, team_id: str) -> dict[str, tuple[str, ...]]:
    """The Slack user ids behind each name that we know, by its casefolded text."""
    found: dict[str, tuple[str, ...]] = {}
    for name, user_id in session.exec(
        select(Person.name, Person.user_id).where(Person.team_id == team_id, Person.name != "")
    ).all():
        found[name.casefold()] = (*found.get(name.casefold(), ()), user_id)
    return found
