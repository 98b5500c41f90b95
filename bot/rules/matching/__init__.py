"""Matching: provably the best pairs of mentors and mentees under the hard rules, each explained.

`broken_rules` and `score_pair` are plain Python for one pair at a time. `solve` loads numpy and scipy, and is called in
a child process only (`bot/matching_child.py`)."""

from .hard import broken_rules
from .hours import OFFICE_HOURS, Span, quarters
from .lines import Organisation, organisation
from .model import (
    DEFAULT_WEIGHTS,
    MOST_CAPACITY,
    POINT,
    BothFree,
    BrokenLock,
    Candidate,
    Doubt,
    Left,
    LevelsApart,
    ManagerUnknown,
    Match,
    MatchRequest,
    MatchResult,
    MatchSettings,
    Objective,
    OtherBackground,
    OtherDepartment,
    OtherLocation,
    Part,
    Reason,
    Rule,
    SharesFormat,
    SharesLanguage,
    TeachesTopic,
    TooLarge,
    UnknownManager,
    Why,
)
from .score import score_pair

__all__ = [
    "DEFAULT_WEIGHTS",
    "MOST_CAPACITY",
    "OFFICE_HOURS",
    "POINT",
    "BothFree",
    "BrokenLock",
    "Candidate",
    "Doubt",
    "Left",
    "LevelsApart",
    "ManagerUnknown",
    "Match",
    "MatchRequest",
    "MatchResult",
    "MatchSettings",
    "Objective",
    "Organisation",
    "OtherBackground",
    "OtherDepartment",
    "OtherLocation",
    "Part",
    "Reason",
    "Rule",
    "SharesFormat",
    "SharesLanguage",
    "Span",
    "TeachesTopic",
    "TooLarge",
    "UnknownManager",
    "Why",
    "broken_rules",
    "organisation",
    "quarters",
    "score_pair",
    "solve",
]


def solve(request: MatchRequest, threads: int = 1) -> MatchResult:
    """The best matches of a request, proven. Loads numpy: call it in a child process only. Raises TooLarge."""
    from .solver import solve as solve_with_numpy

    return solve_with_numpy(request, threads)
