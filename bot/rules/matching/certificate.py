"""The proof that no other result is better: prices for everybody, and an upper bound that follows from them.

Whatever prices one puts on a seat of each mentor (p) and mentee (q), no result is worth more than

    sum over people  max(0, price + bonus) + (seats - 1) * max(0, price)
  + sum over pairs   max(0, scale * score - p - q)

(weak duality: a pair is worth at most what its two seats cost, plus the rest). If a result is worth exactly that much,
it is the best. `prices` finds such prices from a result that is the best on some candidate pairs; `prove` then goes
through all pairs, and names those that the candidates lacked."""

from dataclasses import dataclass

import numpy as np

from .features import Flags, Ints, Reals
from .problem import Bipartite
from .scores import Pairs

MOST_MISSED = 24
"""Missed pairs per mentor that are named at once: the ones that break the bound most."""


@dataclass(frozen=True)
class Prices:
    """Of one seat of each mentor and of each mentee."""

    rows: Ints
    columns: Ints


@dataclass(frozen=True)
class Proof:
    """`gap` is how much more, at most, another result could be worth; 0 proves that this one is the best."""

    gap: int
    missed: Pairs
    """Pairs worth more than their prices, which are not in the result: what a better result would have to use."""
    missed_scores: Ints


class NoResult(ValueError):
    """What was to be proven breaks a rule."""


NOBODY = np.empty(0, np.int64)


class Edges:
    """Candidate pairs and their scores, each pair once, ordered by mentor and mentee."""

    def __init__(self, rows: Ints, columns: Ints, scores: Ints, width: int) -> None:
        keys, first = np.unique(rows * width + columns, return_index=True)
        self.width = width
        self.keys, self.rows, self.columns, self.scores = keys, rows[first], columns[first], scores[first]

    def __len__(self) -> int:
        return len(self.keys)

    def with_more(self, pairs: Pairs, scores: Ints) -> "Edges":
        """These and some more."""
        return Edges(
            np.concatenate([self.rows, pairs[0]]),
            np.concatenate([self.columns, pairs[1]]),
            np.concatenate([self.scores, scores]),
            self.width,
        )


def prices(problem: Bipartite, result: Pairs, edges: Edges, start: Prices | None = None) -> Prices | None:
    """Prices at which nobody in `result` would rather do something else, as far as `edges` go; None if there are none,
    that is if a better result exists on those edges.

    The conditions are differences (p + q at least the worth of a pair that is not used, at most that of one that is; a
    free seat costs nothing), so that Bellman and Ford's method finds them. With prices near the right ones to start
    from it takes a few passes."""
    rows, columns = result
    scale, shape = problem.scale, problem.shape
    used = _among(edges.keys, np.sort(rows * shape[1] + columns))
    order = np.flatnonzero(~used)
    order = order[np.argsort(edges.columns[order], kind="stable")]
    free_rows, free_worth = edges.rows[order], edges.scores[order] * scale
    reached, starts = np.unique(edges.columns[order], return_index=True)
    by_row = np.argsort(rows, kind="stable")
    rows, columns = rows[by_row], columns[by_row]
    matched, begins = np.unique(rows, return_index=True)
    worth = problem.scores.of(rows, columns) * scale
    row_limits = _limits(np.bincount(rows, minlength=shape[0]), problem.row_seats, problem.row_bonus)
    column_limits = _limits(np.bincount(columns, minlength=shape[1]), problem.column_seats, problem.column_bonus)
    # x is p; y is -q; `zero` is the price of nothing, against which limits count. All only ever fall.
    x = start.rows.copy() if start else np.zeros(shape[0], np.int64)
    y = -start.columns if start else np.zeros(shape[1], np.int64)
    zero = 0
    for _ in range(2 * sum(shape) + 3):
        before = x.copy(), y.copy(), zero
        if len(order):
            y[reached] = np.minimum(y[reached], np.minimum.reduceat(x[free_rows] - free_worth, starts))
        y = np.minimum(y, zero - column_limits.least)
        if len(rows):
            x[matched] = np.minimum(x[matched], np.minimum.reduceat(y[columns] + worth, begins))
        x = np.minimum(x, zero + row_limits.most)
        zero = min(zero, int((x - row_limits.least).min()), int((y + column_limits.most).min()))
        if zero == before[2] and np.array_equal(x, before[0]) and np.array_equal(y, before[1]):
            return _raised(problem, (rows, columns), worth, Prices(x - zero, zero - y))
    return None


@dataclass(frozen=True)
class _Limits:
    least: Ints
    most: Ints


FAR = 1 << 60


def _limits(matches: Ints, seats: Ints, bonus: Ints) -> _Limits:
    """Between which numbers the price of a seat lies: who is matched is not dearer than their bonus, and a free seat
    beside a used one costs nothing."""
    least = np.where(matches >= 2, 0, np.where(matches == 1, -bonus, -FAR))
    most = np.where(matches == 0, -bonus, np.where(matches < seats, 0, FAR))
    return _Limits(least, most)


def _raised(problem: Bipartite, result: Pairs, worth: Ints, found: Prices) -> Prices:
    """Higher prices that prove as much and miss less: people without a match cost their bonus, and whoever has one seat
    takes what their pair is worth beyond both prices."""
    rows, columns = result
    p, q = found.rows.copy(), found.columns.copy()
    for price, people, seats, bonus in (
        (p, rows, problem.row_seats, problem.row_bonus),
        (q, columns, problem.column_seats, problem.column_bonus),
    ):
        alone = np.ones(len(price), np.bool_)
        alone[people] = False
        price[alone] = -bonus[alone]
        single = seats[people] == 1
        rest = worth - p[rows] - q[columns]
        price[people[single]] += rest[single]
    return Prices(p, q)


def prove(problem: Bipartite, result: Pairs, found: Prices, margin: int = 0) -> Proof:
    """Goes through all pairs. `margin`: pairs that stay below their prices by less than so many hundredths are named
    with the missed ones. Raises NoResult if the result uses a pair twice or a forbidden one, or a seat too many."""
    width, scale = problem.shape[1], problem.scale
    used = np.sort(result[0] * width + result[1])
    for people, seats in ((result[0], problem.row_seats), (result[1], problem.column_seats)):
        if (np.bincount(people, minlength=len(seats)) > seats).any():
            raise NoResult("somebody has more partners than seats")
    if (used[1:] == used[:-1]).any():
        raise NoResult("a pair is there twice")
    bound = 0
    for price, bonus, seats in (
        (found.rows, problem.row_bonus, problem.row_seats),
        (found.columns, problem.column_bonus, problem.column_seats),
    ):
        bound += int(np.maximum(0, price + bonus).sum() + ((seats - 1) * np.maximum(0, price)).sum())

    def over(first: int, block: Reals) -> tuple[int, Ints, Ints, Ints]:
        here = used[slice(*np.searchsorted(used, (first * width, (first + len(block)) * width)))]
        paid = (found.rows[here // width] + found.columns[here % width]) / scale
        if (block.ravel()[here - first * width] + paid < -1 / 2).any():  # its score is negative
            raise NoResult("a pair is not allowed")
        places = np.flatnonzero(block > -margin)
        rest = np.rint(block.ravel()[places] * scale).astype(np.int64)
        new = np.flatnonzero(~_among(places + first * width, used))
        rows, columns = np.divmod(places[new], width)
        worst = _worst(rows, rest[new], len(block))
        rows, columns = rows[worst] + first, columns[worst]
        scores = (rest[new[worst]] + found.rows[rows] + found.columns[columns]) // scale
        return int(np.maximum(0, rest).sum()), rows, columns, scores

    parts = problem.scores.each_beyond(found.rows, found.columns, scale, over)
    bound += sum(part[0] for part in parts)
    missed = [(NOBODY, NOBODY, NOBODY), *(part[1:] for part in parts)]
    rows, columns, scores = (np.concatenate(side) for side in zip(*missed, strict=True))
    return Proof(bound - problem.worth(*result), (rows, columns), scores)


def _among(keys: Ints, ordered: Ints) -> Flags:
    """Which keys stand in an ordered array."""
    place = np.searchsorted(ordered, keys)
    found: Flags = np.append(ordered, -1)[place] == keys
    return found


def _worst(rows: Ints, rest: Ints, height: int) -> Ints:
    """Of ordered rows at most MOST_MISSED places each, those with the largest rest."""
    if len(rows) <= height:
        return np.arange(len(rows))
    order = np.lexsort((-rest, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return order[rank < MOST_MISSED]
