"""What is stored about a person, for that person alone; and deleting it."""

from datetime import datetime

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.ways_out import StoredAbout, StoredRole
from bot.services import access, programmes, stories, ways_out
from storage import enrolment, people
from storage import privacy as stored
from storage import programmes as stored_programmes
from storage.enums import ParticipantState
from storage.models import Participant, Person, Programme


def about_me(session: Session, actor: Actor) -> StoredAbout:
    """Everything that is stored about the actor."""
    person = people.find(session, actor.team_id, actor.user_id)
    messages = stored.count_messages(session, actor.team_id, actor.user_id)
    if person is None:
        return StoredAbout(None, "", "", None, "", None, None, (), (), messages)
    manager = people.find(session, actor.team_id, person.manager_user_id) if person.manager_user_id else None
    return StoredAbout(
        person=access.facts_of(person),
        zone=person.zone,
        language=person.language,
        manager=access.facts_of(manager) if manager else None,
        department=person.department or "",
        level=person.level,
        paused_until=person.paused_until,
        roles=tuple(_role(session, participant) for participant in stored.participants(session, person.id or 0)),
        manages=tuple(
            programmes.facts(session, p) for p in stored_programmes.managed_by(session, actor.team_id, actor.user_id)
        ),
        messages=messages,
        never_with=len(people.do_not_match(session, [person.id or 0])),
    )


def _role(session: Session, participant: Participant) -> StoredRole:
    participant_id = participant.id or 0
    counts = stored.counts(session, participant_id)
    return StoredRole(
        programme=programmes.facts(session, session.get_one(Programme, participant.programme_id)),
        role=participant.role,
        topics=enrolment.topic_names(session, [participant_id]).get(participant_id, ()),
        goal=participant.goal,
        consented_at=participant.consented_at,
        consent_version=participant.consent_version,
        pairs=counts.pairs,
        meetings=counts.meetings,
        check_ins=counts.check_ins,
        feedback=counts.feedback,
        stories=counts.stories,
    )


def delete_me(session: Session, actor: Actor, now: datetime) -> None:
    """Leaves everything, then deletes what is stored about the actor; counts of meetings stay, without a name.

    Safe to press twice: somebody we know nothing of has nothing deleted.
    """
    person = people.find(session, actor.team_id, actor.user_id)
    if person is None:
        return
    for participant in stored.participants(session, person.id or 0):
        if participant.state is ParticipantState.ENROLLED:
            ways_out.leave(session, actor, participant.id or 0, now)
    session.flush()
    for story in stored.stories(session, person.id or 0):
        stories.take_back_and_wipe(session, actor, story, now)
    _wipe(session, actor, person)


def _wipe(session: Session, actor: Actor, person: Person) -> None:
    for participant in stored.participants(session, person.id or 0):
        stored.wipe_participant(session, participant)
    people.set_do_not_match(session, person.id or 0, ())
    stored.wipe_person(session, person)
    stored.wipe_messages(session, actor.team_id, actor.user_id)
