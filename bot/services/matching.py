"""A match run: asked for by a manager, computed outside any transaction, reviewed, approved or discarded."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.matching import PAGE, ProposedPair, ReviewPage, RunFacts
from bot.facts.outgoing import NotWanted
from bot.facts.programmes import ProgrammeFacts
from bot.rules import states
from bot.rules.matching import Candidate, MatchRequest, MatchResult, Part, Rule
from bot.services import access, programmes, proposals, reasons
from bot.services.outbox import refresh, refresh_home
from bot.services.owing import owe_person
from storage import enrolment, jobs, people
from storage import matching as stored
from storage.enums import JobKind, Kind, ParticipantState, ProposalState, Role, RunState, Weight
from storage.models import MatchRun, Participant, Person, Programme, Proposal

NAMED = 10  # how many of those left out a summary names


def start(session: Session, actor: Actor, programme_id: int, now: datetime) -> ProgrammeFacts:
    """Starts a match run. Raises NotAllowed, or UserError when one is open or one side is empty."""
    programme = access.managed_programme(session, actor, programme_id)
    if running := stored.running(session, programme_id):
        raise UserError("run_working" if running.state is RunState.WORKING else "run_open")
    sides = Counter(participant.role for participant, _ in enrolment.enrolled(session, programme_id))
    for role, code in ((Role.MENTOR, "no_mentors"), (Role.MENTEE, "no_mentees")):
        if not sides[role]:
            raise UserError(code)
    person = access.me(session, actor)
    assert person.id is not None
    run = MatchRun(programme_id=programme_id, asked_by=person.id, asked_at=now)
    session.add(run)
    session.flush()
    assert run.id is not None
    jobs.add(session, actor.team_id, JobKind.MATCH, run.id, now)
    return programmes.facts(session, programme)


def request(session: Session, actor: Actor, run_id: int, now: datetime) -> MatchRequest | None:
    """What the solver gets to know; None if the run is not wanted any more. Called by the job runner."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return None
    everybody = enrolment.enrolled(session, run.programme_id)
    topics = enrolment.topic_names(session, [participant.id or 0 for participant, _ in everybody])
    taken = stored.taken(session, run.programme_id)

    def candidates(role: Role) -> tuple[Candidate, ...]:
        return tuple(
            candidate(participant, person, topics.get(participant.id or 0, ()), taken, now)
            for participant, person in everybody
            if participant.role is role
        )

    return MatchRequest(
        mentors=candidates(Role.MENTOR),
        mentees=candidates(Role.MENTEE),
        managers=dict(people.in_roster(session, actor.team_id)),
        forbidden=frozenset((str(a), str(b)) for a, b in stored.never_again(session, run.programme_id)),
    )


def candidate(
    participant: Participant, person: Person, topics: tuple[str, ...], taken: Mapping[int, int], now: datetime
) -> Candidate:
    return Candidate(
        key=str(participant.id),
        person=person.user_id,
        topics=topics,
        department=person.department,
        level=person.level,
        zone=person.zone,
        capacity=max(0, participant.capacity - taken.get(participant.id or 0, 0)),
        waited=participant.waited,
        paused=person.paused_until is not None and person.paused_until > now,
    )


def store(session: Session, actor: Actor, run_id: int, result: MatchResult, now: datetime) -> None:
    """Stores what the solver found. Who left while it computed is left out; a run that found nobody says so."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return
    free = {
        participant.id: participant
        for participant, _ in enrolment.enrolled(session, run.programme_id)
        if participant.state is ParticipantState.ENROLLED
    }
    kept = [match for match in result.matches if int(match.mentor) in free and int(match.mentee) in free]
    session.add_all(
        Proposal(
            run_id=run_id,
            mentor_id=int(match.mentor),
            mentee_id=int(match.mentee),
            score=match.score,
            parts={str(part): points for part, points in match.parts.items()},
            reasons=reasons.to_json(match.reasons),
        )
        for match in kept
    )
    left = [int(each.key) for each in result.left if int(each.key) in free]
    for participant_id in left:
        free[participant_id].waited += 1
    for match in kept:
        free[int(match.mentor)].waited = free[int(match.mentee)].waited = 0
    run.state = RunState.PROPOSED if kept else RunState.EMPTY
    run.summary = {"pairs": len(kept), "left": left, "blocked": dict(result.blocked)}
    _tell(session, run, now)


def failed(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """The solver died twice: the run is void, and the manager is told."""
    run = session.get(MatchRun, run_id)
    if run is not None and run.state is RunState.WORKING:
        run.state = RunState.FAILED
        run.summary = {"pairs": 0, "left": [], "blocked": {}}
        _tell(session, run, now)


def _tell(session: Session, run: MatchRun, now: datetime) -> None:
    owe_person(
        session,
        session.get_one(Programme, run.programme_id),
        session.get_one(Person, run.asked_by),
        Kind.MATCH_SUMMARY,
        f"run={run.id}",
        at=now,
        subject=f"run={run.id}",
        weight=Weight.ANSWER,
        run=run.id,
    )


def _facts(session: Session, run: MatchRun) -> RunFacts:
    sides: dict[Role, list[Any]] = {Role.MENTOR: [], Role.MENTEE: []}
    for participant_id in run.summary.get("left", ()):
        participant = session.get(Participant, participant_id)
        if participant is not None:
            sides[participant.role].append(access.facts_of(session.get_one(Person, participant.person_id)))
    return RunFacts(
        run_id=run.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, run.programme_id)),
        state=run.state,
        pairs=run.summary.get("pairs", 0),
        left_mentors=tuple(sides[Role.MENTOR]),
        left_mentees=tuple(sides[Role.MENTEE]),
        blocked={Rule(rule): count for rule, count in run.summary.get("blocked", {}).items()},
    )


def summary(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> RunFacts | NotWanted:
    """The summary of a finished run."""
    return _facts(session, session.get_one(MatchRun, arguments["run"]))


def _managed_run(session: Session, actor: Actor, run_id: int) -> MatchRun:
    run = session.get(MatchRun, run_id)
    if run is None:
        raise Gone()
    access.managed_programme(session, actor, run.programme_id)
    return run


def review(session: Session, actor: Actor, run_id: int, page: int) -> ReviewPage:
    """A page of twenty pairs. Raises NotAllowed, Gone."""
    run = _managed_run(session, actor, run_id)
    found = stored.proposals(session, run_id)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    both = stored.with_people(session, [proposal.id or 0 for proposal in shown])
    return ReviewPage(
        run=_facts(session, run),
        pairs=tuple(
            ProposedPair(
                proposal_id=proposal.id or 0,
                mentor=access.facts_of(both[proposal.id or 0][0]),
                mentee=access.facts_of(both[proposal.id or 0][1]),
                state=proposal.state,
                score=proposal.score,
                parts={Part(part): value for part, value in proposal.parts.items()},
                reasons=reasons.from_json(proposal.reasons),
            )
            for proposal in shown
        ),
        page=page,
        pages=pages,
    )


def approve(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """Approves every pair of a run: each mentor is asked first. Raises NotAllowed, Gone if it is settled already."""
    run = _settle(session, actor, run_id, RunState.APPROVED, now)
    for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED):
        proposals.ask_mentor(session, session.get_one(Programme, run.programme_id), proposal, now)


def discard(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """Throws a run away; nobody was asked yet. Raises NotAllowed, Gone if it is settled already."""
    _settle(session, actor, run_id, RunState.DISCARDED, now)
    for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED):
        proposal.state = ProposalState.DISCARDED


def _settle(session: Session, actor: Actor, run_id: int, then: RunState, now: datetime) -> MatchRun:
    run = _managed_run(session, actor, run_id)
    if not states.may_become(run.state, then):
        raise Gone("settled")
    run.state = then
    refresh(session, actor.team_id, f"run={run_id}", now)
    refresh_home(session, actor.team_id, actor.user_id, now)
    return run
