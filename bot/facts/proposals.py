"""A proposed pair as one of the two sees it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.rules.matching import Reason
from storage.enums import Role


class CardState(StrEnum):
    """What the card's reader has to know; never how the other one answered."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    CLOSED = "closed"  # not theirs to answer any more: it was withdrawn


@dataclass(frozen=True)
class ProposalCard:
    """`pair_to_book` is the pair's id while the mentee's card carries the button that books the first meeting."""

    proposal_id: int
    programme: ProgrammeFacts
    role: Role
    state: CardState
    other: PersonFacts
    other_goal: str
    reasons: tuple[Reason, ...]
    introduced: bool = False
    pair_to_book: int | None = None
    invited: bool = False  # the reader has not agreed to anything yet: this card asks for it all in one
    met_before: int = 0
    reminder: bool = False


@dataclass(frozen=True)
class Introduction:
    """What the pair's group DM says first."""

    pair_id: int
    programme: ProgrammeFacts
    mentor: PersonFacts
    mentee: PersonFacts
    mentor_goal: str
    mentee_goal: str
    reasons: tuple[Reason, ...]
    preview: bool = False  # for a manager: without the goals, which are for the partner alone
