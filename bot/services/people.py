"""People: what Slack and the roster say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.errors import UserError
from bot.facts.actor import Actor
from bot.facts.people import ImportReport, Profile
from bot.facts.reader import Reader
from storage import people
from storage.models import Person


def reader(session: Session, actor: Actor) -> Reader:
    """Who reads what the actor is shown; English and UTC for somebody we do not know yet."""
    person = people.find(session, actor.team_id, actor.user_id)
    return Reader(person.language, person.zone) if person else Reader()


def store_profile(session: Session, actor: Actor, profile: Profile) -> Person:
    """Takes over name, title, zone and language from Slack. Raises UserError for who cannot take part."""
    if profile.refused:
        raise UserError(profile.refused)
    person = people.get_or_add(session, actor.team_id, profile.user_id)
    person.name, person.title = profile.name, profile.title
    person.zone, person.language = profile.zone, profile.language
    return person


def refresh_profile(session: Session, actor: Actor, profile: Profile, now: datetime) -> None:
    """Takes over what Slack says now, for people we know already; a stranger is not stored by looking at Home."""
    if people.find(session, actor.team_id, profile.user_id) is not None and not profile.refused:
        store_profile(session, actor, profile)


@dataclass(frozen=True)
class RosterRow:
    """One row of roster.csv. `manager` is a Slack user id or None; `level` grows with seniority."""

    user_id: str
    manager: str | None
    department: str | None
    level: int | None


def import_roster(session: Session, actor: Actor, rows: Sequence[RosterRow]) -> ImportReport:
    """Takes over who reports to whom, departments and levels. Called by the command line alone."""
    added = changed = 0
    for row in rows:
        person = people.find(session, actor.team_id, row.user_id)
        if person is None:
            added += 1
            person = people.get_or_add(session, actor.team_id, row.user_id)
        elif (person.manager_user_id, person.department, person.level) != (row.manager, row.department, row.level):
            changed += 1
        person.manager_user_id, person.department, person.level = row.manager, row.department, row.level
    return ImportReport(len(rows), added, changed)
