"""Work without a message, as rows with a due date."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.database import OWED
from storage.enums import JobKind, JobState
from storage.models import Job


def add(session: Session, team_id: str, kind: JobKind, target_id: int, due_at: datetime) -> None:
    session.add(Job(team_id=team_id, kind=kind, target_id=target_id, due_at=due_at))
    session.info[OWED] = True


def ensure(session: Session, team_id: str, kind: JobKind, target_id: int, due_at: datetime) -> None:
    """Adds work that comes round again, unless it is planned already."""
    planned = session.exec(
        select(Job).where(
            Job.team_id == team_id, Job.kind == kind, Job.target_id == target_id, Job.state == JobState.DUE
        )
    ).first()
    if planned is None:
        add(session, team_id, kind, target_id, due_at)


def next_due(session: Session, team_id: str, now: datetime) -> Job | None:
    return session.exec(
        select(Job)
        .where(Job.team_id == team_id, Job.state == JobState.DUE, Job.due_at <= now)
        .order_by(col(Job.due_at), col(Job.id))
    ).first()
