"""Messages that wait for a manager's word: what is shown of them, and the two answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import Gone, UserError
from bot.facts.actor import Actor
from bot.facts.outgoing import NotWanted, Problem
from bot.services.access import managed_programme
from bot.services.outbox import Told, catch_up, tell
from bot.services.refreshing import refresh
from storage.database import OWED
from storage.enums import Kind, OutgoingState, Recipient
from storage.models import Outgoing


def problem(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> Problem | NotWanted:
    """What a manager sees of a message that could not be delivered."""
    row = session.get(Outgoing, arguments["row"])
    if row is None:
        return NotWanted()
    waiting = row.state in (OutgoingState.HELD, OutgoingState.FAILED)
    if not waiting and not again:
        return NotWanted()
    person = row.target if row.recipient is Recipient.PERSON else None
    channel = row.target if row.recipient is Recipient.CHANNEL else None
    return Problem(row.id or 0, row.kind, row.problem, person, channel, settled=not waiting)


def check_held(session: Session, actor: Actor, row_id: int) -> int:
    """Whether the message still waits for a manager's word. Raises NotAllowed, Gone."""
    return _held(session, actor, row_id).id or 0


def post_again(session: Session, actor: Actor, row_id: int, now: datetime) -> None:
    """[Post it] / [Try again]: the first answer settles it. Raises Gone."""
    row = _held(session, actor, row_id)
    row.state, row.due_at, row.problem, row.attempts = OutgoingState.DUE, now, "", row.attempts + 1
    session.info[OWED] = True
    refresh(session, actor.team_id, f"row={row.id}", now)


def it_is_there(
    session: Session, actor: Actor, row_id: int, channel: str, ts: str, now: datetime, told: Mapping[Kind, Told]
) -> None:
    """[It is there], with the message's link: takes channel and `ts` from it. Raises Gone, or an error under `link`."""
    row = _held(session, actor, row_id)
    if channel != row.target:
        raise UserError("link_elsewhere", field="link", channel=row.target)
    row.state, row.sent_at, row.problem, row.channel, row.ts = OutgoingState.SENT, now, "", channel, ts
    catch_up(session, row, now)
    tell(session, actor, row, channel, ts, now, told)
    refresh(session, actor.team_id, f"row={row.id}", now)


def _held(session: Session, actor: Actor, row_id: int) -> Outgoing:
    row = session.get(Outgoing, row_id)
    if row is None or row.team_id != actor.team_id:
        raise Gone()
    managed_programme(session, actor, int(row.arguments.get("programme", 0)))
    if row.state is not OutgoingState.HELD:
        raise Gone("settled")
    return row
