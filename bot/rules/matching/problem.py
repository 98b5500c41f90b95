"""The assignment problem behind a request, in numbers: who can be matched how often, and what each match is worth.

To be maximised, over all sets of allowed pairs that keep the capacities: `scale` times the score of every pair, and for
every person who is matched at all their bonus, once. The two numbers are chosen so that what comes first decides, and
the rest only among equals:

    most people:  people matched, then rounds waited, then score     (a unit of bonus is worth more than any scores)
    best score:   score, then people matched, then rounds waited     (a hundredth of score is worth more than any bonus)

Why the sums suffice: two results differ by exchanges along paths and rings that visit nobody twice. One exchange
replaces at most as many pairs as the smaller side has people (and one more), and changes whether a person is matched at
its two ends only: at most one gained and one lost on each side."""

from dataclasses import dataclass

import numpy as np

from .features import Ints
from .model import POINT, Candidate, MatchRequest, Objective, TooLarge
from .scores import Scores

MOST_WAITED = 4
"""Rounds waited that count."""
PERSON = 4 * MOST_WAITED
"""The bonus of a person who has not waited, in units; each round waited is one unit more. One person more beats what
the waiting of the others at the ends of an exchange can lose (two, of MOST_WAITED each)."""
SCALE = 128
"""In "best score": more than an exchange can change of the bonus, two times (PERSON + MOST_WAITED) on each side."""
EXACT = 1 << 52
"""Whole numbers below this are exact in the solver's float64."""


@dataclass(frozen=True)
class Bipartite:
    """The numbers of a problem. Mentors are rows, mentees are columns."""

    scores: Scores
    scale: int
    row_seats: Ints
    column_seats: Ints
    row_bonus: Ints
    column_bonus: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return self.scores.shape

    def part(self, rows: Ints, columns: Ints) -> "Bipartite":
        """The problem of some people only."""
        return Bipartite(
            self.scores.part(rows, columns),
            self.scale,
            self.row_seats[rows],
            self.column_seats[columns],
            self.row_bonus[rows],
            self.column_bonus[columns],
        )

    def worth(self, rows: Ints, columns: Ints) -> int:
        """What a set of pairs is worth, bonuses included."""
        pairs = int(self.scores.of(rows, columns).sum()) * self.scale
        return pairs + int(self.row_bonus[np.unique(rows)].sum()) + int(self.column_bonus[np.unique(columns)].sum())


def bonus_unit(request: MatchRequest, shape: tuple[int, int]) -> tuple[int, int]:
    """`scale`, and what a unit of bonus is worth."""
    if request.settings.objective is Objective.BEST_SCORE:
        return SCALE, 1
    best = POINT * sum(request.settings.weights.values())
    return 1, best * (min(shape) + 1) + 1


def bonus(candidate: Candidate, unit: int) -> int:
    """What it is worth that this person is matched at all."""
    return unit * (PERSON + min(max(candidate.waited, 0), MOST_WAITED))


def check_size(scale: int, unit: int, seats: int, best: int) -> None:
    """Every sum along a path stays exact. Raises TooLarge."""
    if 2 * seats * (2 * unit * (PERSON + MOST_WAITED) + scale * best) >= EXACT:
        raise TooLarge("too many people to be matched exactly in one run")
