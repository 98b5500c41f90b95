"""Creating a programme, inviting to it, and knowing which one a command means."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import FieldErrors, NotAllowed, UserError
from bot.facts.actor import Actor
from bot.facts.outgoing import NotWanted
from bot.facts.people import Profile
from bot.facts.programmes import Choice, ProgrammeFacts, ProgrammeForm
from bot.rules.rhythm import MEETINGS_PLANNED, MINUTES, WEEKS_BETWEEN
from bot.services import access, people, workspaces
from bot.services.owing import owe_channel, owe_person
from bot.services.refreshing import refresh_home
from storage import outbox, programmes
from storage.enums import Kind, Weight
from storage.models import Manager, Programme, Topic

LONGEST_NAME = 80
LONGEST_GOAL = 1000
LONGEST_TOPIC = 60
MOST_TOPICS = 20


def may_create(session: Session, actor: Actor) -> None:
    """Raises NotAllowed for who is not named in PROGRAMME_MANAGERS."""
    if not actor.may_create or not workspaces.is_ours(session, actor):
        raise NotAllowed("may_not_create")


def check(form: ProgrammeForm) -> None:
    """Raises FieldErrors with every input that is wrong."""
    errors = []
    for field, text, most in (("name", form.name, LONGEST_NAME), ("goal", form.goal, LONGEST_GOAL)):
        if not text.strip():
            errors.append(UserError("empty", field=field))
        elif len(text) > most:
            errors.append(UserError("too_long", field=field, most=most))
    if not form.topics:
        errors.append(UserError("no_topics", field="topics"))
    elif len(form.topics) > MOST_TOPICS:
        errors.append(UserError("too_many_topics", field="topics", most=MOST_TOPICS))
    elif too_long := [topic for topic in form.topics if len(topic) > LONGEST_TOPIC]:
        errors.append(UserError("long_topic", field="topics", topic=too_long[0], most=LONGEST_TOPIC))
    for field, number, (low, high) in (
        ("meetings", form.meetings_planned, MEETINGS_PLANNED),
        ("weeks", form.weeks_between, WEEKS_BETWEEN),
        ("minutes", form.minutes, MINUTES),
    ):
        if not low <= number <= high:
            errors.append(UserError("out_of_range", field=field, low=low, high=high))
    if errors:
        raise FieldErrors(errors)


def create(session: Session, actor: Actor, form: ProgrammeForm, profile: Profile, now: datetime) -> None:
    """Creates a programme that the actor manages. Raises NotAllowed, FieldErrors, or an error under `name`."""
    may_create(session, actor)
    check(form)
    if any(p.name.casefold() == form.name.strip().casefold() for p in programmes.in_workspace(session, actor.team_id)):
        raise UserError("name_taken", field="name")
    person = people.store_profile(session, actor, profile)
    programme = Programme(
        team_id=actor.team_id,
        name=form.name.strip(),
        goal=form.goal.strip(),
        stories_channel=form.stories_channel,
        meetings_planned=form.meetings_planned,
        weeks_between=form.weeks_between,
        minutes=form.minutes,
        created_at=now,
    )
    session.add(programme)
    session.flush()
    assert programme.id is not None
    assert person.id is not None
    session.add_all(
        Topic(programme_id=programme.id, position=position, name=name) for position, name in enumerate(form.topics)
    )
    session.add(Manager(programme_id=programme.id, person_id=person.id))
    session.flush()
    owe_person(
        session,
        programme,
        person,
        Kind.WELCOME,
        f"programme={programme.id}",
        at=now,
        subject=f"programme={programme.id}",
        weight=Weight.ANSWER,
    )
    refresh_home(session, actor.team_id, actor.user_id, now)


def facts(session: Session, programme: Programme) -> ProgrammeFacts:
    assert programme.id is not None
    return ProgrammeFacts(
        id=programme.id,
        name=programme.name,
        goal=programme.goal,
        topics=tuple(topic.name for topic in programmes.topics(session, programme.id)),
        meetings_planned=programme.meetings_planned,
        weeks_between=programme.weeks_between,
        minutes=programme.minutes,
        managers=tuple(access.facts_of(person) for person in programmes.managers(session, programme.id)),
        stories_channel=programme.stories_channel,
    )


def welcome(session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool) -> ProgrammeFacts:
    """What the creator is told first: the programme, and what to do next."""
    return facts(session, session.get_one(Programme, arguments["programme"]))


def here(session: Session, actor: Actor, programme_id: int) -> ProgrammeFacts:
    """A programme of the actor's workspace, which anybody may see. Raises Gone."""
    return facts(session, access.programme_here(session, actor, programme_id))


def which_managed(session: Session, actor: Actor) -> ProgrammeFacts | Choice:
    """The programme that a manager's command means, or the choice. Raises NotAllowed if they manage none."""
    return _which(session, [facts(session, p) for p in access.managed(session, actor)])


def which_open(session: Session, actor: Actor) -> ProgrammeFacts | Choice:
    """The programme that somebody can join, or the choice. Raises UserError if there is none yet."""
    found = [facts(session, p) for p in programmes.in_workspace(session, actor.team_id)]
    if not found:
        raise UserError("no_programme")
    return _which(session, found)


def _which(session: Session, found: list[ProgrammeFacts]) -> ProgrammeFacts | Choice:
    if not found:
        raise NotAllowed("managers_only")
    return found[0] if len(found) == 1 else Choice(tuple(found))


def invite(session: Session, actor: Actor, programme_id: int, channel: str, now: datetime) -> ProgrammeFacts:
    """Owes a channel the invitation, once a day at most. Raises NotAllowed, UserError if it is there already."""
    programme = access.managed_programme(session, actor, programme_id)
    why = f"programme={programme.id}:channel={channel}:day={now.date()}"
    if outbox.find(session, actor.team_id, f"{Kind.INVITATION}:{why}") is not None:
        raise UserError("invited_today")
    owe_channel(
        session,
        programme,
        channel,
        Kind.INVITATION,
        why,
        at=now,
        subject=f"invitation={programme.id}",
        arguments={},
    )
    return facts(session, programme)


def invitation(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> ProgrammeFacts | NotWanted:
    """The programme that a channel is invited to."""
    return facts(session, session.get_one(Programme, arguments["programme"]))
