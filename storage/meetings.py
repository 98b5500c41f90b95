"""Meetings, and what each of the two said of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from storage.enums import MeetingState
from storage.models import CheckIn, Feedback, Meeting

AHEAD = (MeetingState.PLANNED, MeetingState.MOVED)


def current(session: Session, pair_id: int) -> Meeting | None:
    """The meeting that is planned, or waits for its new date."""
    return session.exec(
        select(Meeting)
        .where(Meeting.pair_id == pair_id, col(Meeting.state).in_(AHEAD))
        .order_by(col(Meeting.id).desc())
    ).first()


def last(session: Session, pair_id: int) -> Meeting | None:
    """The newest meeting, whatever became of it; one that is ahead is always the newest."""
    return session.exec(select(Meeting).where(Meeting.pair_id == pair_id).order_by(col(Meeting.id).desc())).first()


def of_pair(session: Session, pair_id: int) -> Sequence[Meeting]:
    return session.exec(select(Meeting).where(Meeting.pair_id == pair_id).order_by(col(Meeting.id))).all()


def last_held_at(session: Session, pair_id: int) -> datetime | None:
    return session.exec(
        select(Meeting.starts_at)
        .where(Meeting.pair_id == pair_id, Meeting.state == MeetingState.HELD)
        .order_by(col(Meeting.starts_at).desc())
    ).first()


def check_in(session: Session, meeting_id: int, date_version: int, participant_id: int) -> CheckIn | None:
    return session.exec(
        select(CheckIn).where(
            CheckIn.meeting_id == meeting_id,
            CheckIn.date_version == date_version,
            CheckIn.participant_id == participant_id,
        )
    ).first()


def feedback(session: Session, meeting_id: int, participant_id: int) -> Feedback | None:
    return session.exec(
        select(Feedback).where(Feedback.meeting_id == meeting_id, Feedback.participant_id == participant_id)
    ).first()
