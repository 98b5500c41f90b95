"""Adding a match run: the one place, for a manager's command, the weekly round, a pair by hand and a launch."""

from datetime import datetime

from sqlmodel import Session

from storage import jobs
from storage.enums import JobKind, RunOrigin, RunState
from storage.models import MatchRun, Person, Programme


def begin(session: Session, programme: Programme, asked_by: Person, origin: RunOrigin, now: datetime) -> MatchRun:
    """A new run, and the job that computes it. The caller has checked who may."""
    run = add_run(session, programme, asked_by, origin, RunState.WORKING, now)
    jobs.add(session, programme.team_id, JobKind.MATCH, run.id or 0, now)
    return run


def add_run(
    session: Session, programme: Programme, asked_by: Person, origin: RunOrigin, state: RunState, now: datetime
) -> MatchRun:
    run = MatchRun(programme_id=programme.id or 0, asked_by=asked_by.id or 0, asked_at=now, origin=origin, state=state)
    session.add(run)
    session.flush()
    return run
