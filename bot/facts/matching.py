"""A match run as a programme manager sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.facts.proposals import Introduction
from bot.rules.matching import Doubt, Match, Objective, Part, Reason, Rule, UnknownManager, Why
from storage.enums import ProposalState, RunOrigin, RunState

PAGE = 20


@dataclass(frozen=True)
class MatchForm:
    """What managers can set: weights in points, levels, hours a week, points out of 100. 0 levels: no minimum."""

    weights: Mapping[Part, int]
    objective: Objective
    unknown_manager: UnknownManager
    min_levels: int
    min_hours: int
    good_enough: int


@dataclass(frozen=True)
class Started:
    """A run that has begun, and how many people it looks at."""

    programme: ProgrammeFacts
    mentors: int
    mentees: int


@dataclass(frozen=True)
class LeftFacts:
    """Somebody who found nobody this time, and why."""

    person: PersonFacts
    why: Why
    rules: Mapping[Rule, int]


@dataclass(frozen=True)
class RunFacts:
    """Scores are hundredths of a point. `blocked` says which rule cost how many of all possible pairs.

    `open_pairs` wait for the manager; `undoable`: approved, and nothing has gone out yet.
    """

    run_id: int
    programme: ProgrammeFacts
    state: RunState
    origin: RunOrigin
    pairs: int
    open_pairs: int
    locked: int
    average: int
    lowest: int
    optimal: bool
    left_mentors: tuple[LeftFacts, ...]
    left_mentees: tuple[LeftFacts, ...]
    blocked: Mapping[Rule, int]
    undoable: bool = False
    given_up: int = 0  # pairs that broke a hard rule by the time they were approved
    doubtful: int = 0  # pairs of which somebody's manager is not known
    unlocked: int = 0  # locked pairs that broke one by the time they were matched again


@dataclass(frozen=True)
class ProposedPair:
    proposal_id: int
    mentor: PersonFacts
    mentee: PersonFacts
    state: ProposalState
    locked: bool
    score: int
    parts: Mapping[Part, int]
    reasons: tuple[Reason, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class ReviewPage:
    """One page of a run's pairs, counted from 0."""

    run: RunFacts
    pairs: tuple[ProposedPair, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class SwapForm:
    """Who `pair` could exchange mentees with: (proposal id, pair). `page` is the review's page to go back to."""

    pair: ProposedPair
    others: tuple[ProposedPair, ...]
    page: int


@dataclass(frozen=True)
class SwapOutcome:
    """Two pairs after an exchange, and what it does to the total score."""

    proposal_id: int
    other_id: int
    pairs: tuple[tuple[PersonFacts, PersonFacts, Match], ...]
    gain: int
    page: int


@dataclass(frozen=True)
class Preview:
    """The introduction as the pair would get it."""

    introduction: Introduction


@dataclass(frozen=True)
class HandForm:
    """The modal that adds a pair by hand."""

    programmes: tuple[ProgrammeFacts, ...]
    mentor: str
    mentee: str


@dataclass(frozen=True)
class Violation:
    """A live pair that breaks a hard rule since the organisation has changed."""

    pair_id: int
    programme: ProgrammeFacts
    mentor: PersonFacts
    mentee: PersonFacts
    rule: Rule
    settled: bool
