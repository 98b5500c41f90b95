"""What is shown already is rendered again: copies of messages, and Home."""

from datetime import datetime

from sqlmodel import Session

from storage import outbox
from storage.enums import Kind, Recipient
from storage.models import Outgoing


def refresh(session: Session, team_id: str, subject: str, now: datetime) -> None:
    """Every copy of the messages about `subject` is rendered again: an answered one becomes its receipt. One that is
    on its way is rendered again as soon as its place is known."""
    for row in outbox.sent_about(session, team_id, subject):
        render_again(session, row, now)
    for row in outbox.in_hand_about(session, team_id, subject):
        row.wanted += 1


def render_again(session: Session, row: Outgoing, now: datetime) -> None:
    target = f"{row.channel}:{row.ts}"
    outbox.owe_again(
        session,
        team_id=row.team_id,
        key=f"update:{target}",
        kind=Kind.UPDATE,
        recipient=Recipient.MESSAGE,
        target=target,
        due_at=now,
    )


def refresh_home(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    """Publishes a person's Home again, if they have ever opened it."""
    if outbox.find(session, team_id, _home(user_id)) is not None:
        publish_home(session, team_id, user_id, now)


def publish_home(session: Session, team_id: str, user_id: str, now: datetime) -> Outgoing:
    """Owes a person their Home as it is when it is rendered."""
    return outbox.owe_again(
        session,
        team_id=team_id,
        key=_home(user_id),
        kind=Kind.HOME,
        recipient=Recipient.HOME,
        target=user_id,
        due_at=now,
    )


def _home(user_id: str) -> str:
    return f"home:user={user_id}"
