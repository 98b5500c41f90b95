"""Who may what. Every service asks here first; the answer to who may not is always the same kind refusal."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.errors import Gone, NotAllowed
from bot.facts.actor import Actor
from bot.facts.people import PersonFacts
from storage import people, programmes
from storage.enums import Role
from storage.models import Pair, Participant, Person, Programme


def programme_here(session: Session, actor: Actor, programme_id: int) -> Programme:
    """A programme of the actor's workspace. Raises Gone."""
    programme = session.get(Programme, programme_id)
    if programme is None or programme.team_id != actor.team_id:
        raise Gone()
    return programme


def managed_programme(session: Session, actor: Actor, programme_id: int) -> Programme:
    """A programme that the actor manages. Raises NotAllowed for everybody else, whether it exists or not."""
    programme = session.get(Programme, programme_id)
    if programme is None or programme.team_id != actor.team_id or not manages(session, actor, programme_id):
        raise NotAllowed("managers_only")
    return programme


def manages(session: Session, actor: Actor, programme_id: int) -> bool:
    return any(p.id == programme_id for p in managed(session, actor))


def managed(session: Session, actor: Actor) -> list[Programme]:
    """The programmes that the actor manages. One that lost its last manager falls to PROGRAMME_MANAGERS."""
    found = list(programmes.managed_by(session, actor.team_id, actor.user_id))
    return [*found, *programmes.without_manager(session, actor.team_id)] if actor.may_create else found


def me(session: Session, actor: Actor) -> Person:
    """The actor's row. Raises NotAllowed for somebody we do not know."""
    person = people.find(session, actor.team_id, actor.user_id)
    if person is None:
        raise NotAllowed()
    return person


@dataclass(frozen=True)
class Side:
    """A participant of a pair or proposal, with the person."""

    participant: Participant
    person: Person

    @property
    def id(self) -> int:
        assert self.participant.id is not None
        return self.participant.id


@dataclass(frozen=True)
class Two:
    """Both sides of a pair or a proposal."""

    mentor: Side
    mentee: Side

    def side(self, role: Role) -> Side:
        return self.mentor if role is Role.MENTOR else self.mentee

    def of(self, actor: Actor) -> Role | None:
        """The actor's role among the two, None if the actor is neither."""
        for role in Role:
            person = self.side(role).person
            if (person.team_id, person.user_id) == (actor.team_id, actor.user_id):
                return role
        return None


def side(session: Session, participant_id: int) -> Side:
    participant = session.get_one(Participant, participant_id)
    return Side(participant, session.get_one(Person, participant.person_id))


def two(session: Session, mentor_id: int, mentee_id: int) -> Two:
    return Two(side(session, mentor_id), side(session, mentee_id))


@dataclass(frozen=True)
class MyPair:
    """A pair that the actor is in: which role, and who is who."""

    pair: Pair
    programme: Programme
    two: Two
    role: Role

    @property
    def mine(self) -> Side:
        return self.two.side(self.role)

    @property
    def other(self) -> Side:
        return self.two.side(Role.MENTEE if self.role is Role.MENTOR else Role.MENTOR)


def my_pair(session: Session, actor: Actor, pair_id: int) -> MyPair:
    """The pair, if the actor is one of the two. Raises NotAllowed for everybody else, managers included."""
    pair = session.get(Pair, pair_id)
    if pair is None:
        raise NotAllowed()
    both = two(session, pair.mentor_id, pair.mentee_id)
    role = both.of(actor)
    if role is None:
        raise NotAllowed()
    return MyPair(pair, session.get_one(Programme, pair.programme_id), both, role)


def facts_of(person: Person) -> PersonFacts:
    return PersonFacts(person.user_id, person.name, person.title)
