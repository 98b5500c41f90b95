"""A pair's introduction, and what begins with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.facts.proposals import Introduction
from bot.services import access, booking, programmes, reasons
from bot.services.refreshing import refresh, refresh_home
from storage.enums import PairState, Role
from storage.models import Pair, Programme, Proposal


def introduction(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> Introduction | NotWanted:
    """What the pair's group DM says first; not wanted if the pair ended before."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None or (pair.state is not PairState.ACTIVE and not again):
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    return Introduction(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        mentor=access.facts_of(both.mentor.person),
        mentee=access.facts_of(both.mentee.person),
        mentor_goal=both.mentor.participant.goal,
        mentee_goal=both.mentee.participant.goal,
        reasons=reasons.from_json(session.get_one(Proposal, pair.proposal_id).reasons),
    )


def introduced(
    session: Session, actor: Actor, arguments: Mapping[str, Any], channel: str, ts: str, now: datetime
) -> None:
    """The introduction is out: the group DM is known, and booking the first meeting is due from now on."""
    pair = session.get_one(Pair, arguments["pair"])
    if pair.introduced_at is not None or pair.state is not PairState.ACTIVE:
        return
    pair.introduced_at, pair.channel = now, channel
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    booking.ask(session, session.get_one(Programme, pair.programme_id), pair, now, None)
    for role in Role:
        refresh(session, actor.team_id, f"proposal={pair.proposal_id}:{role}", now)
        refresh_home(session, actor.team_id, both.side(role).person.user_id, now)
