"""The outbox's SQL: owe a message, find what is due, find the copies of a message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import Session, col, select

from storage.database import OWED
from storage.enums import Kind, OutgoingState, Recipient, Weight
from storage.models import Outgoing

_FIRST = case({Weight.ANSWER.value: 0, Weight.NOTICE.value: 1}, value=col(Outgoing.weight), else_=2)


def owe(
    session: Session,
    *,
    team_id: str,
    key: str,
    kind: Kind,
    weight: Weight,
    recipient: Recipient,
    target: str,
    due_at: datetime,
    subject: str = "",
    arguments: Mapping[str, Any] | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Adds a message owed. An existing key is left alone: planning twice is planning once."""
    if find(session, team_id, key) is not None:
        return
    session.add(
        Outgoing(
            team_id=team_id,
            key=key,
            subject=subject,
            kind=kind,
            weight=weight,
            recipient=recipient,
            target=target,
            due_at=due_at,
            arguments=dict(arguments or {}),
            expires_at=expires_at,
        )
    )
    session.flush()
    session.info[OWED] = True


def owe_again(
    session: Session, *, team_id: str, key: str, kind: Kind, recipient: Recipient, target: str, due_at: datetime
) -> Outgoing:
    """Adds something that may be done any number of times (Home, an update): one row per target, asked for again."""
    row = find(session, team_id, key)
    session.info[OWED] = True
    if row is not None:
        row.wanted += 1
        if row.state is not OutgoingState.CLAIMED:  # the sender sees by `wanted` that it must do a claimed one again
            row.state, row.due_at, row.attempts = OutgoingState.DUE, due_at, 0
        return row
    row = Outgoing(
        team_id=team_id, key=key, kind=kind, weight=Weight.ANSWER, recipient=recipient, target=target, due_at=due_at
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, team_id: str, key: str) -> Outgoing | None:
    return session.exec(select(Outgoing).where(Outgoing.team_id == team_id, Outgoing.key == key)).first()


def due(
    session: Session, team_id: str, now: datetime, without_channels: Sequence[str], limit: int
) -> Sequence[Outgoing]:
    """The rows due, answers before notices before nudges, oldest first."""
    query = (
        select(Outgoing)
        .where(Outgoing.team_id == team_id, Outgoing.state == OutgoingState.DUE, Outgoing.due_at <= now)
        .order_by(_FIRST, col(Outgoing.due_at), col(Outgoing.id))
        .limit(limit)
    )
    if without_channels:
        query = query.where(col(Outgoing.target).not_in(without_channels))
    return session.exec(query).all()


def due_to_person(session: Session, team_id: str, user_id: str, now: datetime) -> Sequence[Outgoing]:
    """The notices and nudges due to one person now: they become one message."""
    return session.exec(
        select(Outgoing)
        .where(
            Outgoing.team_id == team_id,
            Outgoing.target == user_id,
            Outgoing.recipient == Recipient.PERSON,
            Outgoing.state == OutgoingState.DUE,
            Outgoing.due_at <= now,
            Outgoing.weight != Weight.ANSWER,
        )
        .order_by(_FIRST, col(Outgoing.due_at), col(Outgoing.id))
    ).all()


def claimed(session: Session, team_id: str) -> Sequence[Outgoing]:
    return session.exec(
        select(Outgoing).where(Outgoing.team_id == team_id, Outgoing.state == OutgoingState.CLAIMED)
    ).all()


def by_id(session: Session, row_ids: Sequence[int]) -> Sequence[Outgoing]:
    return session.exec(select(Outgoing).where(col(Outgoing.id).in_(row_ids)).order_by(col(Outgoing.id))).all()


def sent_about(session: Session, team_id: str, subject: str) -> Sequence[Outgoing]:
    """Every copy of the messages about something whose place is known."""
    return session.exec(
        select(Outgoing).where(
            Outgoing.team_id == team_id,
            Outgoing.subject == subject,
            Outgoing.state == OutgoingState.SENT,
            col(Outgoing.ts).is_not(None),
        )
    ).all()


def of_kind(session: Session, team_id: str, kind: Kind) -> Sequence[Outgoing]:
    """Every message of a kind that is or was owed."""
    return session.exec(select(Outgoing).where(Outgoing.team_id == team_id, Outgoing.kind == kind)).all()


def in_hand_about(session: Session, team_id: str, subject: str) -> Sequence[Outgoing]:
    """The messages about something that were rendered and may be out, but whose place is not known yet: in the
    sender's hand, or held."""
    return session.exec(
        select(Outgoing).where(
            Outgoing.team_id == team_id,
            Outgoing.subject == subject,
            col(Outgoing.state).in_((OutgoingState.CLAIMED, OutgoingState.HELD)),
        )
    ).all()


def about(session: Session, team_id: str, subject: str) -> Sequence[Outgoing]:
    """Every message about something, sent or not."""
    return session.exec(select(Outgoing).where(Outgoing.team_id == team_id, Outgoing.subject == subject)).all()


def in_message(session: Session, team_id: str, channel: str, ts: str) -> Sequence[Outgoing]:
    """The rows that share one message, in the order in which they were rendered."""
    return session.exec(
        select(Outgoing)
        .where(
            Outgoing.team_id == team_id,
            Outgoing.channel == channel,
            Outgoing.ts == ts,
            Outgoing.state == OutgoingState.SENT,
            Outgoing.recipient != Recipient.MESSAGE,
        )
        .order_by(_FIRST, col(Outgoing.due_at), col(Outgoing.id))
    ).all()
