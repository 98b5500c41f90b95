"""Match runs and the pairs they propose."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select, update

from storage.enums import PairState, ProposalState, RunState
from storage.models import MatchRun, Pair, Participant, Person, Programme, Proposal

OPEN = (ProposalState.PROPOSED, ProposalState.MENTOR_ASKED, ProposalState.MENTEE_ASKED)


def running(session: Session, programme_id: int) -> MatchRun | None:
    """The run that is working, or waits for a manager's word."""
    return session.exec(
        select(MatchRun)
        .where(MatchRun.programme_id == programme_id, col(MatchRun.state).in_([RunState.WORKING, RunState.PROPOSED]))
        .order_by(col(MatchRun.id).desc())
    ).first()


def approved(session: Session, programme_id: int) -> Sequence[MatchRun]:
    """The runs of a programme that were approved."""
    return session.exec(
        select(MatchRun).where(MatchRun.programme_id == programme_id, MatchRun.state == RunState.APPROVED)
    ).all()


def proposals(
    session: Session, run_id: int, state: ProposalState | None = None, most: int | None = None
) -> Sequence[Proposal]:
    """The pairs of a run, the best first."""
    query = select(Proposal).where(Proposal.run_id == run_id).order_by(col(Proposal.score).desc(), col(Proposal.id))
    return session.exec((query if state is None else query.where(Proposal.state == state)).limit(most)).all()


def discard_unlocked(session: Session, run_id: int) -> None:
    """Gives up what a run has proposed, but for the pairs that a manager has locked."""
    session.execute(
        update(Proposal)
        .where(
            col(Proposal.run_id) == run_id,
            col(Proposal.state) == ProposalState.PROPOSED,
            col(Proposal.locked).is_(False),
        )
        .values(state=ProposalState.DISCARDED)
    )


def with_people(session: Session, proposal_ids: Sequence[int]) -> dict[int, tuple[Person, Person]]:
    """(mentor, mentee) of each proposal."""
    mentor, mentee = aliased(Participant), aliased(Participant)
    teaches, learns = aliased(Person), aliased(Person)
    rows = session.exec(
        select(Proposal.id, teaches, learns)
        .join(mentor, col(mentor.id) == col(Proposal.mentor_id))
        .join(mentee, col(mentee.id) == col(Proposal.mentee_id))
        .join(teaches, col(teaches.id) == col(mentor.person_id))
        .join(learns, col(learns.id) == col(mentee.person_id))
        .where(col(Proposal.id).in_(proposal_ids))
    ).all()
    return {proposal_id: (a, b) for proposal_id, a, b in rows if proposal_id is not None}


def taken(session: Session, programme_id: int, *, ignoring_run: int | None = None) -> dict[int, int]:
    """How many seats of each participant live pairs and open proposals take; those of one run can be ignored."""
    seats: dict[int, int] = {}
    for side in (Pair.mentor_id, Pair.mentee_id):
        for participant_id, count in session.exec(
            select(side, func.count())
            .where(Pair.programme_id == programme_id, Pair.state == PairState.ACTIVE)
            .group_by(col(side))
        ).all():
            seats[participant_id] = seats.get(participant_id, 0) + count
    for side in (Proposal.mentor_id, Proposal.mentee_id):
        query = (
            select(side, func.count())
            .join(MatchRun, col(MatchRun.id) == col(Proposal.run_id))
            .where(MatchRun.programme_id == programme_id, col(Proposal.state).in_(OPEN))
            .group_by(col(side))
        )
        if ignoring_run is not None:
            query = query.where(or_(Proposal.run_id != ignoring_run, Proposal.state != ProposalState.PROPOSED))
        for participant_id, count in session.exec(query).all():
            seats[participant_id] = seats.get(participant_id, 0) + count
    return seats


NEVER = (ProposalState.DECLINED, ProposalState.EXCLUDED)


def _users(of: type[Proposal] | type[Pair]) -> Any:
    """A query for the Slack user ids of mentor and mentee."""
    mentor, mentee = aliased(Participant), aliased(Participant)
    teaches, learns = aliased(Person), aliased(Person)
    return (
        select(teaches.user_id, learns.user_id)
        .select_from(of)
        .join(mentor, col(mentor.id) == col(of.mentor_id))
        .join(mentee, col(mentee.id) == col(of.mentee_id))
        .join(teaches, col(teaches.id) == col(mentor.person_id))
        .join(learns, col(learns.id) == col(mentee.person_id))
    )


def never_again(
    session: Session, team_id: str, programme_id: int, *, ignoring_run: int | None = None
) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Slack user ids (mentor, mentee) of every pair that was declined or excluded; and of every pair in the workspace
    that is or was one, or that is proposed now. What run `ignoring_run` has proposed, and nobody was asked, is free."""
    proposed = (
        _users(Proposal)
        .join(MatchRun, col(MatchRun.id) == col(Proposal.run_id))
        .where(col(MatchRun.programme_id) == programme_id)
    )
    refused = session.exec(proposed.where(col(Proposal.state).in_(NEVER))).all()
    now = proposed.where(col(Proposal.state).in_(OPEN))
    if ignoring_run is not None:
        now = now.where(or_(col(Proposal.run_id) != ignoring_run, col(Proposal.state) != ProposalState.PROPOSED))
    paired = session.exec(
        _users(Pair)
        .join(Programme, col(Programme.id) == col(Pair.programme_id))
        .where(col(Programme.team_id) == team_id)
    ).all()
    return refused, [*paired, *session.exec(now).all()]


def is_proposed(session: Session, run_id: int, mentor_id: int, mentee_id: int) -> bool:
    """Whether a run proposes these two to each other."""
    return bool(
        session.exec(
            select(Proposal.id).where(
                Proposal.run_id == run_id,
                Proposal.mentor_id == mentor_id,
                Proposal.mentee_id == mentee_id,
                Proposal.state == ProposalState.PROPOSED,
            )
        ).first()
    )


def open_of(session: Session, participant_id: int) -> Sequence[Proposal]:
    return session.exec(
        select(Proposal).where(
            or_(Proposal.mentor_id == participant_id, Proposal.mentee_id == participant_id),
            col(Proposal.state).in_(OPEN),
        )
    ).all()


def count_by_state(session: Session, programme_id: int) -> dict[ProposalState, int]:
    rows = session.exec(
        select(Proposal.state, func.count())
        .join(MatchRun, col(MatchRun.id) == col(Proposal.run_id))
        .where(MatchRun.programme_id == programme_id)
        .group_by(col(Proposal.state))
    ).all()
    return {ProposalState(state): count for state, count in rows}


def in_state(session: Session, programme_id: int, state: ProposalState) -> Sequence[Proposal]:
    """The proposals of a programme that are in this state."""
    return session.exec(
        select(Proposal)
        .join(MatchRun, col(MatchRun.id) == col(Proposal.run_id))
        .where(MatchRun.programme_id == programme_id, Proposal.state == state)
    ).all()


def of_participants(session: Session, run_id: int, participant_ids: Sequence[int]) -> Sequence[Proposal]:
    """The open proposals of a run that one of these participants is in."""
    return session.exec(
        select(Proposal).where(
            Proposal.run_id == run_id,
            Proposal.state == ProposalState.PROPOSED,
            or_(col(Proposal.mentor_id).in_(participant_ids), col(Proposal.mentee_id).in_(participant_ids)),
        )
    ).all()
