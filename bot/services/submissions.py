"""A modal's submission counts once, however often Slack or an impatient finger sends it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from bot.facts.actor import Actor
from storage.models import Submission

REMEMBERED = timedelta(days=1)


class Counted(Exception):
    """This submission was counted already."""


def count(session: Session, actor: Actor, once: str, now: datetime) -> None:
    """Raises Counted the second time, so that the transaction changes nothing."""
    if session.get(Submission, once) is not None:
        raise Counted
    session.add(Submission(view=once, at=now))
    session.exec(delete(Submission).where(col(Submission.at) < now - REMEMBERED))
