"""Nobody gets the same partner twice: not in both roles either.

People may be on both sides, and then A for B and B for A are two pairs of the same two people. An assignment cannot say
"one of these two". So where a result has both, two problems take its place, each without one of them, and the better of
their results counts; the most promising problem comes first, so that the first result without such a couple is the best
of all. Programmes among peers need a handful of problems. Where that were too many, a good result is taken, and the gap
to what might be better still is told."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from .problem import Bipartite
from .scores import Pairs

MOST_PROBLEMS = 200
MOST_WORK = 200_000_000
"""Problems times possible pairs: a large problem is not solved as often as a small one."""

Pair = tuple[int, int]
Solve = Callable[[Bipartite], tuple[Pairs, int]]


class Opposite:
    """Which pair is the same two people the other way round."""

    def __init__(self, mentors: Sequence[str], mentees: Sequence[str]) -> None:
        """Who the rows and the columns are."""
        row = {person: place for place, person in enumerate(mentors)}
        column = {person: place for place, person in enumerate(mentees)}
        self._columns = [column.get(person) for person in mentors]
        self._rows = [row.get(person) for person in mentees]

    def of(self, pair: Pair) -> Pair | None:
        """None if one of the two is on one side only."""
        row, column = self._rows[pair[1]], self._columns[pair[0]]
        return None if row is None or column is None else (row, column)


def never_twice(problem: Bipartite, opposite: Opposite, solve: Solve) -> tuple[Pairs, int]:
    """The best result in which no pair stands together with its opposite, and the gap to what might be better still.

    `solve` gives the best result of a problem, and its gap."""
    result, gap = solve(problem)
    if not _couples(result, opposite):
        return result, gap
    best = _taken_apart(problem, result, opposite, solve)
    most = min(MOST_PROBLEMS, MOST_WORK // (problem.shape[0] * problem.shape[1]))
    number = count()
    waiting = [(-(problem.worth(*result) + gap), next(number), problem, result)]
    while True:
        bound, solved, current, result = heapq.heappop(waiting)
        if -bound <= problem.worth(*best):
            return best, 0
        couples = _couples(result, opposite)
        if not couples:
            return result, -bound - problem.worth(*result)
        if solved > most:
            return best, -bound - problem.worth(*best)
        for pair in couples[0]:
            child = replace(current, scores=current.scores.without(pair))
            found, gap = solve(child)
            heapq.heappush(waiting, (-(child.worth(*found) + gap), next(number), child, found))


def _couples(result: Pairs, opposite: Opposite) -> list[tuple[Pair, Pair]]:
    """Pairs of the same two people, each couple once."""
    pairs = sorted(zip(result[0].tolist(), result[1].tolist(), strict=True))
    there = set(pairs)
    couples = ((pair, other) for pair in pairs if (other := opposite.of(pair)) is not None)
    return [(pair, other) for pair, other in couples if pair < other and other in there]


def _taken_apart(problem: Bipartite, result: Pairs, opposite: Opposite, solve: Solve) -> Pairs:
    """A good result: of every couple the pair with the lower score is forbidden, until there is no couple any more."""
    while couples := _couples(result, opposite):
        pairs = np.array(couples, np.int64)
        first, second = (problem.scores.of(pairs[:, side, 0], pairs[:, side, 1]) for side in (0, 1))
        for couple, better in zip(couples, first >= second, strict=True):
            problem = replace(problem, scores=problem.scores.without(couple[int(better)]))
        result, _ = solve(problem)
    return result
