"""The scores of all pairs, in blocks; never stored as a whole."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from .features import BLOCK, Features, Floats, Ints, Reals

ROWS = 256
"""Mentors in a block: with 10,000 mentees its scores take 10 MB."""
NEAR = 1 << 15
"""Prices up to this, either way, are exact in float32 together with a score, and cannot make up for a broken rule."""
FORBIDDEN = -2 * NEAR - 1
"""What is left of a score beyond such prices is more than this, unless a rule is broken."""

Pairs = tuple[Ints, Ints]
"""Single pairs as parallel arrays: rows (mentors), columns (mentees)."""


T = TypeVar("T")


@dataclass(frozen=True)
class Wide:
    """A table too wide to be multiplied: the worth of each two values, and who has which."""

    worth: Floats
    rows: Ints
    columns: Ints


@dataclass(frozen=True)
class Scores:
    """Scores of mentors (rows) with mentees (columns). Negative: the two may not be matched."""

    rows: Floats
    columns: Floats
    """Features, one column each."""
    wide: tuple[Wide, ...]
    excluded: Pairs
    """Ordered by row."""
    min_score: int
    threads: int = 1
    """That share out the blocks."""

    @classmethod
    def of_features(cls, parts: Features, excluded: Pairs, min_score: int, threads: int = 1) -> "Scores":
        """Of everybody."""
        order = np.argsort(excluded[0], kind="stable")
        wide = tuple(Wide(table.worth(), table.mentors.of, table.mentees.of) for table in parts.wide)
        columns = np.ascontiguousarray(parts.mentees.T)
        return cls(parts.mentors, columns, wide, (excluded[0][order], excluded[1][order]), min_score, threads)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), self.columns.shape[1]

    def part(self, rows: Ints, columns: Ints) -> "Scores":
        """Of some people only, each named once, numbered anew in the order given."""
        where = _renumbered(self.excluded[0], rows), _renumbered(self.excluded[1], columns)
        here = np.flatnonzero((where[0] >= 0) & (where[1] >= 0))
        here = here[np.argsort(where[0][here], kind="stable")]
        wide = tuple(replace(one, rows=one.rows[rows], columns=one.columns[columns]) for one in self.wide)
        features = self.rows[rows], np.ascontiguousarray(self.columns[:, columns])
        return Scores(*features, wide, (where[0][here], where[1][here]), self.min_score, self.threads)

    def each(self, work: Callable[[int, Floats], T]) -> list[T]:
        """What `work` makes of every block of rows, given the row it begins at, in order. The blocks are shared out
        among threads, and a block is overwritten when its work is done."""

        def finished(first: int, block: Floats) -> T:
            if self.min_score > 0:
                block[block < self.min_score] = -BLOCK
            return work(first, block)

        return self._each(self.rows, self.columns, finished)

    def each_beyond(
        self,
        row_prices: Ints,
        column_prices: Ints,
        scale: int,
        work: Callable[[int, Reals], T],
        jitter: tuple[Floats, Floats] | None = None,
    ) -> list[T]:
        """The same for what scores are beyond the prices of both (of `scale` a hundredth), exactly, plus the product of
        `jitter`. Far below 0 (less than FORBIDDEN) where the two may not be matched."""
        middle = int(np.median(row_prices)) if len(row_prices) else 0
        p, q = row_prices - middle, column_prices + middle
        if scale == 1 and self.min_score <= 0 and max(np.abs(p).max(initial=0), np.abs(q).max(initial=0)) <= NEAR:
            # Prices near each other are two more features.
            rows = [self.rows, -p[:, None].astype(np.float32), np.full((len(p), 1), -1, np.float32)]
            columns = [self.columns, np.ones((1, len(q)), np.float32), q[None, :].astype(np.float32)]
            if jitter:
                rows, columns = [*rows, jitter[0]], [*columns, jitter[1]]
            return self._each(np.concatenate(rows, axis=1), np.concatenate(columns), work)
        # Whole numbers below 2**53, or such over a scale that is a power of two, are exact in float64.
        p_exact, q_exact = row_prices / scale, column_prices / scale

        def less_prices(first: int, block: Floats) -> T:
            rest = block - q_exact
            rest -= p_exact[first : first + len(block), None]
            if jitter:
                rest += jitter[0][first : first + len(block)] @ jitter[1]
            rest[block < 0] = -np.inf
            return work(first, rest)

        return self.each(less_prices)

    def _each(self, rows: Floats, columns: Floats, work: Callable[[int, Floats], T]) -> list[T]:
        height, width = self.shape
        firsts = range(0, height, ROWS)
        starts = np.searchsorted(self.excluded[0], np.arange(0, height + ROWS, ROWS))
        own = threading.local()

        def one(first: int) -> T:
            if not hasattr(own, "space"):
                own.space = np.empty((min(ROWS, height), width), np.float32)
            block: Floats = own.space[: min(ROWS, height - first)]
            np.matmul(rows[first : first + ROWS], columns, out=block)
            for wide in self.wide:
                block += np.take(wide.worth[wide.rows[first : first + ROWS]], wide.columns, axis=1)
            here = slice(starts[first // ROWS], starts[first // ROWS + 1])
            block[self.excluded[0][here] - first, self.excluded[1][here]] = -BLOCK
            return work(first, block)

        if len(firsts) < 2 or self.threads < 2:
            return [one(first) for first in firsts]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(one, firsts))

    def without(self, pair: tuple[int, int]) -> "Scores":
        """The same with one more pair excluded."""
        place = int(np.searchsorted(self.excluded[0], pair[0]))
        rows, columns = (np.insert(side, place, number) for side, number in zip(self.excluded, pair, strict=True))
        return replace(self, excluded=(rows, columns))

    def all(self) -> Floats:
        """All scores at once: for small problems."""
        return np.concatenate([np.empty((0, self.shape[1]), np.float32), *self.each(lambda _, block: block.copy())])

    def of(self, rows: Ints, columns: Ints) -> Ints:
        """The scores of single pairs, each of which is allowed."""
        found: Ints = np.einsum("ij,ji->i", self.rows[rows], self.columns[:, columns]).astype(np.int64)
        for wide in self.wide:
            found += wide.worth[wide.rows[rows], wide.columns[columns]].astype(np.int64)
        return found


def _renumbered(numbers: Ints, kept: Ints) -> Ints:
    """Each number's place in `kept`, -1 if it is not there."""
    places = np.full(max(numbers.max(initial=-1), kept.max(initial=-1)) + 1, -1, np.int64)
    places[kept] = np.arange(len(kept))
    return places[numbers]
