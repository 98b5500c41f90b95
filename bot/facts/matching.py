"""A match run as a programme manager sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.rules.matching import Part, Reason, Rule
from storage.enums import ProposalState, RunState

PAGE = 20


@dataclass(frozen=True)
class RunFacts:
    """`left_mentors`, `left_mentees`: who found nobody this time. `blocked` says which rule cost how many pairs."""

    run_id: int
    programme: ProgrammeFacts
    state: RunState
    pairs: int
    left_mentors: tuple[PersonFacts, ...]
    left_mentees: tuple[PersonFacts, ...]
    blocked: Mapping[Rule, int]


@dataclass(frozen=True)
class ProposedPair:
    proposal_id: int
    mentor: PersonFacts
    mentee: PersonFacts
    state: ProposalState
    score: int
    parts: Mapping[Part, int]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ReviewPage:
    """One page of a run's pairs, counted from 0."""

    run: RunFacts
    pairs: tuple[ProposedPair, ...]
    page: int
    pages: int
