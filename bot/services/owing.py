"""What services owe people: one place that knows keys, weights and times of day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.outbox import allowed_at
from storage import outbox
from storage.enums import Kind, Recipient, Weight
from storage.models import Pair, Person, Programme


def owe_person(
    session: Session,
    programme: Programme,
    person: Person,
    kind: Kind,
    why: str,
    *,
    at: datetime,
    subject: str,
    weight: Weight = Weight.NOTICE,
    expires_at: datetime | None = None,
    **arguments: Any,
) -> None:
    """Owes a person a message at `at`, or at the first moment after it at which it may reach them.

    `why` names the row it hangs on and its version; `arguments` are row ids only.
    """
    outbox.owe(
        session,
        team_id=programme.team_id,
        key=f"{kind}:{why}:person={person.id}",
        subject=subject,
        kind=kind,
        weight=weight,
        recipient=Recipient.PERSON,
        target=person.user_id,
        due_at=allowed_at(person, weight, at),
        expires_at=expires_at,
        arguments={"programme": programme.id, **arguments},
    )


def owe_pair(session: Session, programme: Programme, pair: Pair, kind: Kind, *, at: datetime) -> None:
    """Owes a pair a message in their group DM."""
    outbox.owe(
        session,
        team_id=programme.team_id,
        key=f"{kind}:pair={pair.id}",
        subject=f"pair={pair.id}",
        kind=kind,
        weight=Weight.NOTICE,
        recipient=Recipient.PAIR,
        target=str(pair.id),
        due_at=at,
        arguments={"programme": programme.id, "pair": pair.id},
    )


def owe_channel(
    session: Session,
    programme: Programme,
    channel: str,
    kind: Kind,
    why: str,
    *,
    at: datetime,
    subject: str,
    arguments: Mapping[str, Any],
) -> None:
    """Owes a channel a post."""
    outbox.owe(
        session,
        team_id=programme.team_id,
        key=f"{kind}:{why}",
        subject=subject,
        kind=kind,
        weight=Weight.ANSWER,
        recipient=Recipient.CHANNEL,
        target=channel,
        due_at=at,
        arguments={"programme": programme.id, **arguments},
    )
