"""A programme's people as the matching sees them. What a profile does not say yet counts as neutral."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.rules.matching import OFFICE_HOURS, Candidate, MatchRequest
from bot.services import match_settings
from storage import enrolment, people
from storage import matching as stored
from storage.enums import ProposalState, Role
from storage.models import Participant, Person, Programme


def request(
    session: Session,
    programme: Programme,
    now: datetime,
    *,
    run_id: int | None = None,
    min_score: int = 0,
    only: Collection[int] | None = None,
) -> MatchRequest:
    """What the solver gets to know about a programme now.

    The seats of the open proposals of run `run_id` count as free; its locked ones stay as they are. `only`: about these
    participants, to look at single pairs.
    """
    assert programme.id is not None
    everybody = enrolment.enrolled(session, programme.id, only)
    topics = enrolment.topic_names(session, [participant.id or 0 for participant, _ in everybody])
    taken = stored.taken(session, programme.id, ignoring_run=run_id)

    def side(role: Role) -> tuple[Candidate, ...]:
        return tuple(
            _candidate(participant, person, topics.get(participant.id or 0, ()), taken, now)
            for participant, person in everybody
            if participant.role is role
        )

    refused, earlier = stored.never_again(session, programme.team_id, programme.id, ignoring_run=run_id)
    lists = people.do_not_match(session, [person.id or 0 for _, person in everybody])
    return MatchRequest(
        mentors=side(Role.MENTOR),
        mentees=side(Role.MENTEE),
        managers=dict(people.in_roster(session, programme.team_id)),
        forbidden=_between(everybody, [*refused, *lists]),
        earlier=_between(everybody, earlier),
        locked=tuple(_locked(session, run_id)) if run_id is not None else (),
        settings=replace(match_settings.of(programme, now), min_score=min_score),
    )


def _locked(session: Session, run_id: int) -> list[tuple[str, str]]:
    return [
        (str(proposal.mentor_id), str(proposal.mentee_id))
        for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED)
        if proposal.locked
    ]


def _between(
    everybody: Collection[tuple[Participant, Person]], people_: Collection[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Pairs of people as pairs of mentor and mentee, whichever of the two teaches."""
    by_user: dict[str, list[Participant]] = {}
    for participant, person in everybody:
        by_user.setdefault(person.user_id, []).append(participant)
    found = set()
    for one, other in people_:
        for a in by_user.get(one, ()):
            for b in by_user.get(other, ()):
                if a.role is not b.role:
                    mentor, mentee = (a, b) if a.role is Role.MENTOR else (b, a)
                    found.add((str(mentor.id), str(mentee.id)))
    return frozenset(found)


def _candidate(
    participant: Participant, person: Person, topics: tuple[str, ...], taken: Mapping[int, int], now: datetime
) -> Candidate:
    return Candidate(
        key=str(participant.id),
        person=person.user_id,
        topics=topics,
        department=person.department,
        level=person.level,
        zone=person.zone,
        hours=OFFICE_HOURS,
        capacity=max(0, participant.capacity - taken.get(participant.id or 0, 0)),
        waited=participant.waited,
        paused=person.paused_until is not None and person.paused_until > now,
    )
