"""Nobody gets the same partner twice: not in both roles either.

People may be on both sides, and then A for B and B for A are two pairs of the same two people. An assignment cannot say
"one of these two", so where a result has both, two problems take its place, each without one of them, and the better of
their results counts. The most promising problem is always solved first, so that the first result without such a couple
is the best of all."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

import numpy as np

from .problem import Bipartite
from .scores import Pairs

MOST_PROBLEMS = 200
"""After so many problems the best result so far is taken, and the gap to what is still possible is told."""


def never_twice(
    problem: Bipartite,
    opposite: Mapping[tuple[int, int], tuple[int, int]],
    solve: Callable[[Bipartite], tuple[Pairs, int]],
) -> tuple[Pairs, int]:
    """The best result in which no pair stands together with its `opposite`, and the gap to what might be better still.

    `solve` gives the best result of a problem, and its gap."""
    number = count()
    result, gap = solve(problem)
    best, best_worth = _dropped(result, opposite), None
    open_problems = [(-(problem.worth(*result) + gap), next(number), problem, result, gap)]
    best_worth = problem.worth(*best)
    while open_problems:
        bound, _, current, result, gap = heapq.heappop(open_problems)
        couple = _couple(result, opposite)
        if couple is None:
            return result, max(gap, -bound - problem.worth(*result))
        if len(open_problems) > MOST_PROBLEMS:
            return best, max(0, -bound - best_worth)
        for pair in couple:
            child = replace(current, scores=current.scores.without(pair))
            result, gap = solve(child)
            dropped = _dropped(result, opposite)
            if problem.worth(*dropped) > best_worth:
                best, best_worth = dropped, problem.worth(*dropped)
            heapq.heappush(open_problems, (-(child.worth(*result) + gap), next(number), child, result, gap))
    raise AssertionError("a problem without some pairs has a result, too")


def _couple(
    result: Pairs, opposite: Mapping[tuple[int, int], tuple[int, int]]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The first two pairs of the same two people."""
    pairs = sorted(zip(result[0].tolist(), result[1].tolist(), strict=True))
    there = set(pairs)
    return next(((pair, opposite[pair]) for pair in pairs if opposite.get(pair) in there), None)


def _dropped(result: Pairs, opposite: Mapping[tuple[int, int], tuple[int, int]]) -> Pairs:
    """The result with only the first of each such two pairs: allowed, if not the best."""
    kept: set[tuple[int, int]] = set()
    for pair in sorted(zip(result[0].tolist(), result[1].tolist(), strict=True)):
        if opposite.get(pair) not in kept:
            kept.add(pair)
    array = np.array(sorted(kept), np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]
