"""What a manager does with single pairs before anybody is asked: look, lock, exclude, swap, add, approve."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.matching import PAGE, HandForm, Preview, ProposedPair, ReviewPage, SwapForm, SwapOutcome
from bot.facts.proposals import Introduction
from bot.rules.matching import (
    Candidate,
    ManagerUnknown,
    Match,
    MatchRequest,
    Part,
    Rule,
    broken_rules,
    organisation,
    score_pair,
)
from bot.services import access, candidates, closing, matching, programmes, proposals, reasons, runs
from storage import enrolment, people
from storage import matching as stored
from storage.enums import ParticipantState, ProposalState, Role, RunOrigin, RunState
from storage.models import MatchRun, Participant, Programme, Proposal

MOST_OTHERS = 100  # options of a select


def page(session: Session, actor: Actor, run_id: int, page: int) -> ReviewPage:
    """A page of twenty pairs. Raises NotAllowed, Gone."""
    run = matching.managed_run(session, actor, run_id)
    found = [p for p in stored.proposals(session, run_id) if p.state not in closing.GONE]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    return ReviewPage(matching.run_facts(session, run), _pairs(session, shown), page, pages)


def page_of(session: Session, actor: Actor, proposal_id: int, number: int) -> ReviewPage:
    """A page of the run that a pair is in. Raises NotAllowed, Gone."""
    proposal = session.get(Proposal, proposal_id)
    return page(session, actor, proposal.run_id if proposal else 0, number)


def _pairs(session: Session, shown: list[Proposal]) -> tuple[ProposedPair, ...]:
    both = stored.with_people(session, [proposal.id or 0 for proposal in shown])
    return tuple(
        ProposedPair(
            proposal_id=proposal.id or 0,
            mentor=access.facts_of(both[proposal.id or 0][0]),
            mentee=access.facts_of(both[proposal.id or 0][1]),
            state=proposal.state,
            locked=proposal.locked,
            score=proposal.score,
            parts={Part(part): value for part, value in proposal.parts.items()},
            reasons=reasons.from_json(proposal.reasons),
            doubts=tuple(ManagerUnknown(Role(role)) for role in proposal.doubts),
        )
        for proposal in shown
    )


def _open(session: Session, actor: Actor, proposal_id: int) -> tuple[Proposal, MatchRun]:
    """A pair that waits for the manager's word. Raises NotAllowed, Gone."""
    proposal = session.get(Proposal, proposal_id)
    run = matching.managed_run(session, actor, proposal.run_id if proposal else 0)
    assert proposal is not None
    if proposal.state is not ProposalState.PROPOSED or run.state is not RunState.PROPOSED:
        raise Gone("settled")
    return proposal, run


def approve_one(session: Session, actor: Actor, proposal_id: int, undo: timedelta, now: datetime) -> int:
    """Approves one pair; its mentor is asked. Returns the run's id. Raises NotAllowed, Gone."""
    proposal, run = _open(session, actor, proposal_id)
    programme = session.get_one(Programme, run.programme_id)
    if proposals.ask_mentors(session, programme, run, [proposal], now + undo, now):
        raise UserError("no_longer_fits")
    session.flush()
    closing.close_if_done(session, run, now)
    return proposal.run_id


def lock(session: Session, actor: Actor, proposal_id: int, now: datetime) -> int:
    """Locks a pair, or unlocks it: it stays when the run is matched again. Returns the run's id."""
    proposal, run = _open(session, actor, proposal_id)
    proposal.locked = not proposal.locked
    session.flush()
    closing.close_if_done(session, run, now)
    return proposal.run_id


def exclude(session: Session, actor: Actor, proposal_id: int, now: datetime) -> int:
    """These two are never proposed again; nobody is told. Returns the run's id. Raises NotAllowed, Gone."""
    proposal, run = _open(session, actor, proposal_id)
    proposal.state = ProposalState.EXCLUDED
    for participant_id in (proposal.mentor_id, proposal.mentee_id):
        session.get_one(Participant, participant_id).waited += 1  # free again, and first in the next round
    session.flush()
    closing.close_if_done(session, run, now)
    return proposal.run_id


def preview(session: Session, actor: Actor, proposal_id: int) -> Preview:
    """The introduction as the pair would get it. Raises NotAllowed, Gone."""
    proposal = session.get(Proposal, proposal_id)
    run = matching.managed_run(session, actor, proposal.run_id if proposal else 0)
    assert proposal is not None
    both = access.two(session, proposal.mentor_id, proposal.mentee_id)
    return Preview(
        Introduction(
            pair_id=0,
            programme=programmes.facts(session, session.get_one(Programme, run.programme_id)),
            mentor=access.facts_of(both.mentor.person),
            mentee=access.facts_of(both.mentee.person),
            mentor_goal="",  # a goal is for the partner's eyes, not for the managers'
            mentee_goal="",
            reasons=reasons.from_json(proposal.reasons),
            preview=True,
        )
    )


def swap_form(session: Session, actor: Actor, proposal_id: int, page: int) -> SwapForm:
    """Who a pair could exchange mentees with. Raises NotAllowed, Gone, or UserError if there is no other pair."""
    proposal, run = _open(session, actor, proposal_id)
    others = [
        other
        for other in stored.proposals(session, run.id or 0, ProposalState.PROPOSED)
        if other.id != proposal_id and not other.locked
    ]
    if not others:
        raise UserError("nobody_to_swap")
    return SwapForm(_pairs(session, [proposal])[0], _pairs(session, others[:MOST_OTHERS]), page)


def try_swap(session: Session, actor: Actor, proposal_id: int, other_id: int, page: int, now: datetime) -> SwapOutcome:
    """What exchanging the mentees of two pairs would do. Raises NotAllowed, Gone, or an error under `other` that names
    the hard rule that it breaks."""
    one, run = _open(session, actor, proposal_id)
    other, _ = _open(session, actor, other_id)
    if other.run_id != one.run_id or other.id == one.id:
        raise Gone("settled")
    if other.locked:
        raise UserError("swap_locked", field="other")
    for mentor_id, mentee_id in ((one.mentor_id, other.mentee_id), (other.mentor_id, one.mentee_id)):
        if stored.is_proposed(session, run.id or 0, mentor_id, mentee_id):
            raise UserError("swap_twice", field="other")
    request = _request(session, run, now)
    swapped = (
        _score(request, one.mentor_id, other.mentee_id, field="other"),
        _score(request, other.mentor_id, one.mentee_id, field="other"),
    )
    (mentor_1, mentee_1), (mentor_2, mentee_2) = (
        (access.facts_of(a), access.facts_of(b))
        for a, b in (stored.with_people(session, [p])[p] for p in (proposal_id, other_id))
    )
    return SwapOutcome(
        proposal_id,
        other_id,
        ((mentor_1, mentee_2, swapped[0]), (mentor_2, mentee_1, swapped[1])),
        sum(match.score for match in swapped) - one.score - other.score,
        page,
    )


def swap(session: Session, actor: Actor, proposal_id: int, other_id: int, now: datetime) -> int:
    """Exchanges the mentees of two pairs. Returns the run's id. Raises as `try_swap`."""
    outcome = try_swap(session, actor, proposal_id, other_id, 0, now)
    one, run = _open(session, actor, proposal_id)
    other, _ = _open(session, actor, other_id)
    one.mentee_id, other.mentee_id = other.mentee_id, one.mentee_id
    for proposal, (_, _, match) in zip((one, other), outcome.pairs, strict=True):
        _take_over(proposal, match)
    session.flush()
    closing.close_if_done(session, run, now)
    return one.run_id


def _take_over(proposal: Proposal, match: Match) -> None:
    proposal.score = match.score
    proposal.parts = {str(part): points for part, points in match.parts.items()}
    proposal.reasons = reasons.to_json(match.reasons)
    proposal.doubts = [str(doubt.role) for doubt in match.warnings]


def _request(session: Session, run: MatchRun, now: datetime) -> MatchRequest:
    return candidates.request(session, session.get_one(Programme, run.programme_id), now, run_id=run.id)


def _score(request: MatchRequest, mentor_id: int, mentee_id: int, *, field: str) -> Match:
    """The match of two participants. Raises UserError under `field` that names the hard rule it breaks."""
    mentor = _find(request.mentors, mentor_id)
    mentee = _find(request.mentees, mentee_id)
    if mentor is None or mentee is None:
        raise UserError("left_meanwhile", field=field)
    broken = broken_rules(mentor, mentee, request)
    if broken and broken[0] in PRIVATE:
        raise UserError("not_these_two", field=field)
    if broken:
        raise UserError("breaks_rule", field=field, rule=broken[0])
    return score_pair(mentor, mentee, request.settings, organisation(request))


PRIVATE = (Rule.DO_NOT_MATCH, Rule.EARLIER_PAIR)
"""A no, a personal list and an earlier pair look the same to a manager: two of them are nobody's business."""


def _find(side: tuple[Candidate, ...], participant_id: int) -> Candidate | None:
    return next((each for each in side if each.key == str(participant_id)), None)


def hand_form(session: Session, actor: Actor, mentor: str, mentee: str) -> HandForm:
    """The modal that adds a pair by hand; `mentor` and `mentee` are Slack user ids, or empty. Raises NotAllowed."""
    managed = access.managed(session, actor)
    if not managed:
        programmes.which_managed(session, actor)
    return HandForm(tuple(programmes.facts(session, p) for p in managed), mentor, mentee)


def add_by_hand(session: Session, actor: Actor, programme_id: int, mentor: str, mentee: str, now: datetime) -> int:
    """Adds a locked pair to the open run, or to a new one. Returns the run's id. Raises NotAllowed, UserError while a
    run is computed, or an error under `mentor` or `mentee`."""
    programme = access.managed_programme(session, actor, programme_id)
    one = _enrolled(session, actor, programme_id, mentor, Role.MENTOR)
    two = _enrolled(session, actor, programme_id, mentee, Role.MENTEE)
    run = stored.running(session, programme_id)
    if run is not None and run.state is RunState.WORKING:
        raise UserError("run_working")
    if run is not None and stored.of_participants(session, run.id or 0, [one.id or 0, two.id or 0]):
        raise UserError("in_proposal_already", field="mentee")
    match = _score(candidates.request(session, programme, now), one.id or 0, two.id or 0, field="mentee")
    if run is None:
        run = runs.add_run(session, programme, access.me(session, actor), RunOrigin.BY_HAND, RunState.PROPOSED, now)
    proposal = Proposal(run_id=run.id or 0, mentor_id=one.id or 0, mentee_id=two.id or 0, score=0, locked=True)
    _take_over(proposal, match)
    session.add(proposal)
    session.flush()
    matching.tell(session, run, now)
    return run.id or 0


def _enrolled(session: Session, actor: Actor, programme_id: int, user_id: str, role: Role) -> Participant:
    person = people.find(session, actor.team_id, user_id)
    participant = enrolment.find(session, programme_id, person.id or 0, role) if person else None
    if participant is None or participant.state is not ParticipantState.ENROLLED:
        raise UserError(f"not_enrolled_{role}", field=role)
    return participant
