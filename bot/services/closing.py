"""When a run is over: what is then counted, planned and shown. One place for approving, discarding and leaving."""

from datetime import datetime

from sqlmodel import Session

from bot.services import rounds
from bot.services.refreshing import refresh, refresh_home
from storage import matching as stored
from storage import programmes as stored_programmes
from storage.enums import ProposalState, RunOrigin, RunState
from storage.models import MatchRun, Participant, Programme

GONE = (ProposalState.DISCARDED, ProposalState.EXCLUDED)
ASK_AT = "ask_at"  # in a run's summary, while it is being approved: when the mentors are asked
COUNTED = "counted"  # who was left over has been counted


def close_if_done(session: Session, run: MatchRun, now: datetime) -> None:
    """A run with no open pair left is approved, or discarded if none of its pairs was; its summary says so."""
    programme = session.get_one(Programme, run.programme_id)
    left = [p for p in stored.proposals(session, run.id or 0) if p.state not in GONE]
    if run.state is RunState.PROPOSED and not any(p.state is ProposalState.PROPOSED for p in left):
        run.state = RunState.APPROVED if left else RunState.DISCARDED
        run.summary = {name: value for name, value in run.summary.items() if name != ASK_AT}
        if left:
            count_left(session, run)
        if run.origin is not RunOrigin.LAUNCH:
            rounds.keep_going(session, programme, now)
    refresh(session, programme.team_id, f"run={run.id}", now)
    for manager in stored_programmes.managers(session, run.programme_id):
        refresh_home(session, programme.team_id, manager.user_id, now)


def count_left(session: Session, run: MatchRun) -> None:
    """Who was left out of a result that counts comes first next time; looking at a result changes nobody's turn."""
    if run.summary.get(COUNTED):
        return
    for key, *_ in run.summary.get("left", ()):
        participant = session.get(Participant, int(key))
        if participant is not None:
            participant.waited += 1
    run.summary = {**run.summary, COUNTED: True}
