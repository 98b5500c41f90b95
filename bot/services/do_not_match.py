"""A person's own list of people they do not want to be paired with. Nobody else ever sees it, managers included."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.errors import UserError
from bot.facts.actor import Actor
from bot.services import access, proposals
from storage import people

MOST = 100


def mine(session: Session, actor: Actor) -> tuple[str, ...]:
    """The Slack user ids on the actor's list. Raises NotAllowed for somebody who takes no part."""
    person = access.me(session, actor)
    return tuple(other for _, other in people.do_not_match(session, [person.id or 0]))


def change(session: Session, actor: Actor, others: Sequence[str], now: datetime) -> None:
    """Replaces the actor's list; what is proposed between them is withdrawn without a word. Raises NotAllowed, or an
    error under `people`."""
    person = access.me(session, actor)
    if actor.user_id in others:
        raise UserError("myself", field="people")
    listed = list(dict.fromkeys(others))[:MOST]
    people.set_do_not_match(session, person.id or 0, listed)
    proposals.withdraw_between(session, actor, listed, now)
