"""A match run: asked for by a manager, computed outside any transaction, approved, undone or discarded.

What a manager does with the single pairs stands in `bot/services/review.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.matching import LeftFacts, RunFacts, Started
from bot.facts.outgoing import NotWanted
from bot.facts.programmes import ProgrammeFacts
from bot.rules import states
from bot.rules.matching import Match, MatchRequest, MatchResult, Rule, Why
from bot.services import access, candidates, closing, match_settings, programmes, proposals, reasons, rounds, runs
from bot.services.owing import owe_person
from bot.services.refreshing import refresh
from storage import enrolment, jobs, outbox
from storage import matching as stored
from storage.enums import JobKind, Kind, OutgoingState, ProposalState, Role, RunOrigin, RunState, Weight
from storage.models import MatchRun, Participant, Person, Programme, Proposal

BATCH = 100  # pairs in one write transaction: it takes less than 200 ms


def start(session: Session, actor: Actor, programme_id: int, now: datetime) -> Started:
    """Starts a match run. Raises NotAllowed, or UserError when one is open or one side is empty."""
    programme = access.managed_programme(session, actor, programme_id)
    check_none_open(session, programme_id)
    sides = Counter(participant.role for participant, _ in enrolment.enrolled(session, programme_id))
    for role, code in ((Role.MENTOR, "no_mentors"), (Role.MENTEE, "no_mentees")):
        if not sides[role]:
            raise UserError(code)
    for run in stored.approved(session, programme_id):
        if not run.summary.get("out", False):  # two runs must not be open at once: this one's approval is final now
            run.summary = {**run.summary, "out": True}
            refresh(session, actor.team_id, f"run={run.id}", now)
    runs.begin(session, programme, access.me(session, actor), RunOrigin.COMMAND, now)
    return Started(programmes.facts(session, programme), sides[Role.MENTOR], sides[Role.MENTEE])


def check_none_open(session: Session, programme_id: int) -> None:
    """Raises UserError while a run is working, or waits for a manager's word."""
    if running := stored.running(session, programme_id):
        raise UserError("run_working" if running.state is RunState.WORKING else "run_open")


def rerun(session: Session, actor: Actor, run_id: int, now: datetime) -> ProgrammeFacts:
    """Matches again around what is locked. Raises NotAllowed, Gone if the run is settled."""
    run = managed_run(session, actor, run_id)
    if not states.may_become(run.state, RunState.WORKING):
        raise Gone("settled")
    run.state = RunState.WORKING
    jobs.add(session, actor.team_id, JobKind.MATCH, run_id, now)
    refresh(session, actor.team_id, f"run={run_id}", now)
    return programmes.facts(session, session.get_one(Programme, run.programme_id))


def request(session: Session, actor: Actor, run_id: int, now: datetime) -> MatchRequest | None:
    """What the solver gets to know; None if the run is not wanted any more. Called by the job runner."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return None
    programme = session.get_one(Programme, run.programme_id)
    min_score = match_settings.good_enough(programme) if run.origin is RunOrigin.WEEKLY else 0
    return candidates.request(session, programme, now, run_id=run_id, min_score=min_score)


def parts(result: MatchResult) -> list[Sequence[Match]]:
    """A result's pairs, so many at a time as one transaction may store."""
    return [result.matches[first : first + BATCH] for first in range(0, len(result.matches), BATCH)]


def begin_staging(session: Session, actor: Actor, run_id: int, result: MatchResult) -> None:
    """Gives up what the run had proposed before, or an attempt that was killed half-way had staged; and locked pairs
    that break a hard rule by now."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return
    broken = {(int(lock.mentor), int(lock.mentee)) for lock in result.broken_locks}
    for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED) if broken else ():
        if (proposal.mentor_id, proposal.mentee_id) in broken:
            proposal.locked = False
    session.flush()
    stored.discard_unlocked(session, run_id)


def stage(session: Session, actor: Actor, run_id: int, part: Sequence[Match]) -> None:
    """Stores a part of what the solver found; nobody sees it before `store`."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return
    locked = {(p.mentor_id, p.mentee_id) for p in stored.proposals(session, run_id, ProposalState.PROPOSED) if p.locked}
    there = enrolment.still_enrolled(session, {int(key) for match in part for key in (match.mentor, match.mentee)})
    session.add_all(
        Proposal(
            run_id=run_id,
            mentor_id=int(match.mentor),
            mentee_id=int(match.mentee),
            score=match.score,
            parts={str(part): points for part, points in match.parts.items()},
            reasons=reasons.to_json(match.reasons),
            doubts=[str(doubt.role) for doubt in match.warnings],
        )
        for match in part
        if (int(match.mentor), int(match.mentee)) not in locked and {int(match.mentor), int(match.mentee)} <= there
    )


def store(session: Session, actor: Actor, run_id: int, result: MatchResult, now: datetime) -> None:
    """Shows what was staged. Who left while it computed is left out; a run that found nobody says so."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return
    enrolled = {p.id or 0: p for p, _ in enrolment.enrolled(session, run.programme_id)}
    found = []
    for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED):
        if proposal.mentor_id in enrolled and proposal.mentee_id in enrolled:
            found.append(proposal)
        else:
            proposal.state = ProposalState.DISCARDED
    left = [each for each in result.left if int(each.key) in enrolled]
    run.state = RunState.PROPOSED if found else RunState.EMPTY
    run.summary = {
        "left": [[each.key, each.why, dict(each.rules)] for each in left],
        "blocked": dict(result.blocked),
        "optimal": result.optimal,
        "unlocked": len(result.broken_locks),
    }
    if not found:
        closing.count_left(session, run)
    if found or run.origin is not RunOrigin.WEEKLY:
        tell(session, run, now)
    if run.origin is RunOrigin.WEEKLY:
        rounds.tell_who_waits(session, run.programme_id, [enrolled[int(each.key)] for each in left], now)


def failed(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """The solver died twice: the run is void, and the manager is told."""
    run = session.get(MatchRun, run_id)
    if run is not None and run.state is RunState.WORKING:
        run.state = RunState.FAILED
        for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED):
            proposal.state = ProposalState.DISCARDED
        tell(session, run, now)


def tell(session: Session, run: MatchRun, now: datetime) -> None:
    """The summary goes to whoever asked for the run; a summary that is out already is rendered again."""
    programme = session.get_one(Programme, run.programme_id)
    owe_person(
        session,
        programme,
        session.get_one(Person, run.asked_by),
        Kind.MATCH_SUMMARY,
        f"run={run.id}",
        at=now,
        subject=f"run={run.id}",
        weight=Weight.NOTICE if run.origin is RunOrigin.WEEKLY else Weight.ANSWER,
        run=run.id,
    )
    refresh(session, programme.team_id, f"run={run.id}", now)


def summary(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> RunFacts | NotWanted:
    """The summary of a run."""
    return run_facts(session, session.get_one(MatchRun, arguments["run"]))


def run_facts(session: Session, run: MatchRun) -> RunFacts:
    assert run.id is not None
    sides: dict[Role, list[LeftFacts]] = {Role.MENTOR: [], Role.MENTEE: []}
    for key, why, rules in run.summary.get("left", ()):
        participant = session.get(Participant, int(key))
        if participant is not None:
            person = access.facts_of(session.get_one(Person, participant.person_id))
            counts = {Rule(rule): count for rule, count in rules.items()}
            sides[participant.role].append(LeftFacts(person, Why(why), counts))
    shown = [p for p in stored.proposals(session, run.id) if p.state not in closing.GONE]
    scores = [proposal.score for proposal in shown]
    return RunFacts(
        run_id=run.id,
        programme=programmes.facts(session, session.get_one(Programme, run.programme_id)),
        state=run.state,
        origin=run.origin,
        pairs=len(shown),
        open_pairs=sum(1 for proposal in shown if proposal.state is ProposalState.PROPOSED),
        locked=sum(1 for proposal in shown if proposal.locked),
        average=sum(scores) // len(scores) if scores else 0,
        lowest=min(scores, default=0),
        optimal=run.summary.get("optimal", False),
        left_mentors=tuple(sides[Role.MENTOR]),
        left_mentees=tuple(sides[Role.MENTEE]),
        blocked={Rule(rule): count for rule, count in run.summary.get("blocked", {}).items()},
        doubtful=sum(1 for proposal in shown if proposal.doubts),
        given_up=run.summary.get("given_up", 0),
        unlocked=run.summary.get("unlocked", 0),
        undoable=run.state is RunState.APPROVED and not run.summary.get("out", False),
    )


def managed_run(session: Session, actor: Actor, run_id: int) -> MatchRun:
    """A run of a programme that the actor manages. Raises NotAllowed, Gone."""
    run = session.get(MatchRun, run_id)
    if run is None:
        raise Gone()
    access.managed_programme(session, actor, run.programme_id)
    return run


def approve(session: Session, actor: Actor, run_id: int, undo: timedelta, now: datetime) -> None:
    """Approves every open pair of a run: each mentor is asked, after the time in which it can be undone.
    Raises NotAllowed, Gone if it is settled already."""
    run = managed_run(session, actor, run_id)
    if run.state is not RunState.PROPOSED:
        raise Gone("settled")
    run.summary = {**run.summary, closing.ASK_AT: (now + undo).isoformat()}
    if ask_next(session, actor, run_id, now):
        jobs.add(session, actor.team_id, JobKind.APPROVE, run_id, now)


def ask_next(session: Session, actor: Actor, run_id: int, now: datetime) -> bool:
    """Asks the mentors of the next pairs of a run that is being approved. Returns whether there are more; the run is
    open until there are none, so a second approval or a discarded rest does no harm."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.PROPOSED or closing.ASK_AT not in run.summary:
        return False
    at = datetime.fromisoformat(run.summary[closing.ASK_AT])
    programme = session.get_one(Programme, run.programme_id)
    found = stored.proposals(session, run_id, ProposalState.PROPOSED, most=BATCH + 1)
    given_up = proposals.ask_mentors(session, programme, run, found[:BATCH], at, now)
    run.summary = {**run.summary, "given_up": run.summary.get("given_up", 0) + given_up}
    session.flush()
    if len(found) > BATCH:
        return True
    closing.close_if_done(session, run, now)
    return False


def undo(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """Takes an approval back before anything went out. Raises NotAllowed, Gone when it is too late."""
    run = managed_run(session, actor, run_id)
    asked = stored.proposals(session, run_id, ProposalState.MENTOR_ASKED)
    rows = [row for p in asked for row in outbox.about(session, actor.team_id, proposals.subject(p, Role.MENTOR))]
    out = run.summary.get("out", False)
    if (
        run.state is not RunState.APPROVED
        or out
        or not asked
        or any(row.state is not OutgoingState.DUE for row in rows)
    ):
        raise Gone("undo_too_late")
    for row in rows:
        session.delete(row)
    for proposal in asked:
        proposal.state = ProposalState.PROPOSED
    run.state = RunState.PROPOSED
    refresh(session, actor.team_id, f"run={run_id}", now)


def discard(session: Session, actor: Actor, run_id: int, now: datetime) -> None:
    """Throws the open pairs of a run away; nobody was asked yet. Raises NotAllowed, Gone if it is settled already."""
    run = managed_run(session, actor, run_id)
    if run.state is not RunState.PROPOSED:
        raise Gone("settled")
    for proposal in stored.proposals(session, run_id, ProposalState.PROPOSED):
        proposal.state = ProposalState.DISCARDED
    closing.close_if_done(session, run, now)
