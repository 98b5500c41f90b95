"""What the job runner reads and marks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.facts.actor import Actor
from storage import jobs, outbox
from storage.enums import JobKind, JobState
from storage.models import Job

ATTEMPTS = 2


@dataclass(frozen=True)
class JobFacts:
    job_id: int
    kind: JobKind
    target_id: int
    attempts: int


def next_due(session: Session, actor: Actor, now: datetime) -> JobFacts | None:
    job = jobs.next_due(session, actor.team_id, now)
    return JobFacts(job.id or 0, job.kind, job.target_id, job.attempts) if job else None


def anything_due(session: Session, actor: Actor, now: datetime) -> bool:
    """Whether any work or any message is due now: one look, for a step of time in which nothing happens."""
    return jobs.next_due(session, actor.team_id, now) is not None or bool(
        outbox.due(session, actor.team_id, now, (), 1)
    )


def done(
    session: Session, actor: Actor, job_id: int, work: Callable[..., None] | None = None, *arguments: object
) -> None:
    """The job is done; `work`, its last part, is written in the same transaction, so that it is done once."""
    job = session.get_one(Job, job_id)
    if job.state is not JobState.DUE:
        return
    job.state = JobState.DONE
    session.flush()
    if work is not None:
        work(session, actor, *arguments)


def failed_once_more(session: Session, actor: Actor, job_id: int) -> bool:
    """Counts a failure. Returns whether the job is given up."""
    job = session.get_one(Job, job_id)
    job.attempts += 1
    if job.attempts >= ATTEMPTS:
        job.state = JobState.FAILED
    return job.state is JobState.FAILED
