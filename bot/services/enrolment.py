"""Joining a programme, and leaving it."""

from datetime import datetime

from sqlmodel import Session

from bot.errors import FieldErrors, NotAllowed, UserError
from bot.facts.actor import Actor
from bot.facts.enrolment import CONSENT_VERSION, AskRole, JoinAnswer, Joined, JoinForm
from bot.facts.people import Profile
from bot.services import access, people, programmes
from bot.services.refreshing import refresh_home
from storage import enrolment
from storage import people as stored_people
from storage import programmes as stored
from storage.enums import ParticipantState, Role
from storage.models import Participant

LONGEST_GOAL = 1000


def ask_role(session: Session, actor: Actor, programme_id: int) -> AskRole:
    """In which roles the actor takes part already. Raises Gone."""
    programme = programmes.here(session, actor, programme_id)
    person = stored_people.find(session, actor.team_id, actor.user_id)
    found = [(role, enrolment.find(session, programme_id, person.id or 0, role)) for role in Role] if person else []
    enrolled = [role for role, participant in found if participant and participant.state is ParticipantState.ENROLLED]
    return AskRole(programme, tuple(enrolled))


def form(session: Session, actor: Actor, programme_id: int, role: Role) -> JoinForm:
    """The joining modal, with what the person said before. Raises Gone."""
    programme = access.programme_here(session, actor, programme_id)
    options = tuple((topic.id or 0, topic.name) for topic in stored.topics(session, programme_id))
    person = stored_people.find(session, actor.team_id, actor.user_id)
    before = enrolment.find(session, programme_id, person.id or 0, role) if person else None
    chosen: tuple[int, ...] = ()
    if before is not None:
        names = enrolment.topic_names(session, [before.id or 0]).get(before.id or 0, ())
        ids = {name: topic_id for topic_id, name in options}
        chosen = tuple(ids[name] for name in names)
    return JoinForm(programmes.facts(session, programme), role, options, chosen, before.goal if before else "")


def check(answer: JoinAnswer) -> None:
    """Raises FieldErrors with every input that is wrong."""
    errors = []
    if not answer.topics:
        errors.append(UserError("choose_topic", field="topics"))
    if not answer.goal.strip():
        errors.append(UserError("empty", field="goal"))
    elif len(answer.goal) > LONGEST_GOAL:
        errors.append(UserError("too_long", field="goal", most=LONGEST_GOAL))
    if answer.consent != CONSENT_VERSION:
        errors.append(UserError("consent_needed", field="consent"))
    if errors:
        raise FieldErrors(errors)


def join(
    session: Session, actor: Actor, programme_id: int, role: Role, answer: JoinAnswer, profile: Profile, now: datetime
) -> Joined:
    """Enrols the actor in one role, or changes what they said. Raises FieldErrors, Gone, or UserError for guests."""
    programme = access.programme_here(session, actor, programme_id)
    if profile.user_id != actor.user_id:
        raise NotAllowed()
    check(answer)
    possible = {topic.id for topic in stored.topics(session, programme_id)}
    if not set(answer.topics) <= possible:
        raise UserError("choose_topic", field="topics")
    person = people.store_profile(session, actor, profile)
    assert person.id is not None
    participant = enrolment.find(session, programme_id, person.id, role)
    changed = participant is not None and participant.state is ParticipantState.ENROLLED
    if participant is None:
        participant = Participant(
            programme_id=programme_id, person_id=person.id, role=role, consent_version="", consented_at=now
        )
        session.add(participant)
    participant.state = ParticipantState.ENROLLED
    participant.goal = answer.goal.strip()
    participant.consent_version, participant.consented_at = answer.consent, now
    session.flush()
    enrolment.set_topics(session, participant.id or 0, answer.topics)
    refresh_home(session, actor.team_id, actor.user_id, now)
    for manager in stored.managers(session, programme_id):
        refresh_home(session, actor.team_id, manager.user_id, now)
    return Joined(programmes.facts(session, programme), role, changed)
