"""The proof holds what it says: it accepts the best result and nothing else."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bot.rules.matching.certificate import Edges, NoResult, Prices, prices, prove
from bot.rules.matching.dense import dense
from bot.rules.matching.features import BLOCK, Ints
from bot.rules.matching.problem import Bipartite
from bot.rules.matching.scores import Pairs, Scores
from bot.rules.matching.solver import solve_dense
from bot.rules.matching.sparse import assign

FORBIDDEN = -BLOCK
SOME = effort(deadline=None, max_examples=80)
UNIT = 1000  # of bonus; more than all scores of a problem here


def problem_of(
    table: list[list[int]], row_seats: list[int], column_seats: list[int], waited: list[int] | None = None
) -> Bipartite:
    """A problem with these scores (negative: forbidden). `waited` counts for the mentors."""
    scores = np.array(table, np.float32)
    eye, nothing = np.eye(scores.shape[1], dtype=np.float32), np.empty(0, np.int64)
    return Bipartite(
        Scores(scores, eye, (), (nothing, nothing), 0),
        1,
        np.array(row_seats),
        np.array(column_seats),
        UNIT * (16 + np.array(waited or [0] * len(row_seats))),
        np.full(len(column_seats), UNIT * 16),
    )


@st.composite
def problems(draw: st.DrawFn, seats: int = 2) -> Bipartite:
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    score = st.integers(0, 90) | st.just(FORBIDDEN)
    table = draw(st.lists(st.lists(score, min_size=width, max_size=width), min_size=height, max_size=height))
    rows, columns = (draw(st.lists(st.integers(1, seats), min_size=n, max_size=n)) for n in (height, width))
    return problem_of(table, rows, columns, draw(st.lists(st.integers(0, 4), min_size=height, max_size=height)))


def every(problem: Bipartite) -> Edges:
    table = problem.scores.all()
    rows, columns = np.nonzero(table >= 0)
    return Edges(rows, columns, table[rows, columns].astype(np.int64), problem.shape[1])


def best_prices(problem: Bipartite, result: Pairs) -> Prices:
    found = prices(problem, result, every(problem))
    assert found is not None
    return found


def pairs_of(result: Pairs) -> set[tuple[int, int]]:
    return set(zip(result[0].tolist(), result[1].tolist(), strict=True))


def arrays(pairs: set[tuple[int, int]]) -> Pairs:
    array: Ints = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


@SOME
@given(problems())
def test_the_best_result_is_proven(problem: Bipartite) -> None:
    result, proof = solve_dense(problem)
    assert proof.gap == 0
    assert prove(problem, result, best_prices(problem, result)).gap == 0


@SOME
@given(problems(), st.data())
def test_no_prices_whatever_promise_less_than_the_best(problem: Bipartite, data: st.DataObject) -> None:
    best = dense(problem)
    price = st.integers(-40 * UNIT, 40 * UNIT) | st.integers(-100, 100)
    drawn = [np.array(data.draw(st.lists(price, min_size=count, max_size=count)), np.int64) for count in problem.shape]
    proof = prove(problem, best, Prices(*drawn))
    assert proof.gap >= 0
    worse = arrays(set(sorted(pairs_of(best))[1:]))
    lost = problem.worth(*best) - problem.worth(*worse)
    assert prove(problem, worse, Prices(*drawn)).gap == proof.gap + lost


@SOME
@given(problems(seats=1))
def test_a_swapped_pair_is_rejected(problem: Bipartite) -> None:
    best = dense(problem)
    found, allowed = best_prices(problem, best), pairs_of((every(problem).rows, every(problem).columns))
    for (a, x), (b, y) in combinations(sorted(pairs_of(best)), 2):
        swapped = pairs_of(best) - {(a, x), (b, y)} | {(a, y), (b, x)}
        if not swapped <= allowed or problem.worth(*arrays(swapped)) == problem.worth(*best):
            continue  # as good as the best, and rightly accepted
        assert prove(problem, arrays(swapped), found).gap > 0
        assert prices(problem, arrays(swapped), every(problem)) is None


@SOME
@given(problems())
def test_a_better_pair_that_the_candidates_lack_is_named(problem: Bipartite) -> None:
    best, edges = dense(problem), every(problem)
    for pair in sorted(pairs_of(best)):
        kept = np.flatnonzero((edges.rows != pair[0]) | (edges.columns != pair[1]))
        fewer = Edges(edges.rows[kept], edges.columns[kept], edges.scores[kept], edges.width)
        zero = Prices(*(np.zeros(count, np.int64) for count in problem.shape))
        result = assign(problem, fewer, zero)
        found = prices(problem, result, fewer)
        assert found is not None
        proof = prove(problem, result, found)
        worse = problem.worth(*result) < problem.worth(*best)
        assert (proof.gap > 0) >= worse
        assert (pair in pairs_of(proof.missed)) >= worse


@SOME
@given(problems())
def test_one_seat_too_few_is_noticed(problem: Bipartite) -> None:
    best = problem.worth(*dense(problem))
    for row in np.flatnonzero(problem.row_seats > 1):
        seats = problem.row_seats.copy()
        seats[row] -= 1
        result, proof = solve_dense(smaller := replace(problem, row_seats=seats))
        assert proof.gap == 0
        found = best_prices(smaller, result)
        assert (prove(problem, result, found).gap > 0) >= (problem.worth(*result) < best)


def test_what_is_rejected_there_does_occur() -> None:
    """The three tests above could pass by never having a case: here is one of each."""
    problem = problem_of([[9, 1], [2, 8]], [1, 1], [1, 1])
    best = dense(problem)
    assert pairs_of(best) == {(0, 0), (1, 1)}
    found = best_prices(problem, best)
    assert prove(problem, arrays({(0, 1), (1, 0)}), found).gap == 9 + 8 - 1 - 2
    only = Edges(np.array([0, 1]), np.array([1, 0]), np.array([1, 2]), 2)
    some = prices(problem, arrays({(0, 1), (1, 0)}), only)
    assert some is not None
    assert pairs_of(prove(problem, arrays({(0, 1), (1, 0)}), some).missed) & {(0, 0), (1, 1)}
    wide = problem_of([[9, 7]], [2], [1, 1])
    few = replace(wide, row_seats=np.array([1]))
    assert prove(wide, dense(few), best_prices(few, dense(few))).gap >= 7 + 16 * UNIT


@SOME
@given(problems())
def test_a_result_worse_than_the_best_has_no_prices(problem: Bipartite) -> None:
    best = dense(problem)
    assume(len(best[0]) > 0)
    worse = arrays(set(sorted(pairs_of(best))[:-1]))
    assume(problem.worth(*worse) < problem.worth(*best))
    assert prices(problem, worse, every(problem)) is None


def test_nobody_allowed_with_anybody_is_proven_too() -> None:
    result, proof = solve_dense(problem_of([[FORBIDDEN, FORBIDDEN]] * 2, [1, 2], [2, 1]))
    assert len(result[0]) == proof.gap == 0


@pytest.mark.parametrize(
    ("excluded", "seats", "pairs", "why"),
    [
        ([(0, 0)], 1, [(0, 0), (1, 1)], "not allowed"),
        ([], 1, [(0, 0), (0, 1)], "more partners than seats"),
        ([], 2, [(0, 0), (0, 0), (1, 1)], "twice"),
    ],
)
def test_nothing_is_proven_of_what_breaks_a_rule(
    excluded: list[tuple[int, int]], seats: int, pairs: list[tuple[int, int]], why: str
) -> None:
    table = [[FORBIDDEN if (row, column) in excluded else 50 for column in range(2)] for row in range(2)]
    problem = problem_of(table, [seats] * 2, [seats] * 2)
    found = best_prices(problem, dense(problem))
    array = np.array(pairs, np.int64)
    with pytest.raises(NoResult, match=why):
        prove(problem, (array[:, 0], array[:, 1]), found)
