"""Small problems: every seat with every seat, solved by scipy's dense assignment."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from .features import Doubles, Ints
from .problem import Bipartite
from .scores import Pairs


@dataclass(frozen=True)
class Seats:
    """The seats of one side, each of one person; the first of a person carries their bonus."""

    owner: Ints
    bonus: Ints
    begins: Ints
    """Where each person's seats begin."""

    @classmethod
    def of(cls, seats: Ints, bonus: Ints) -> "Seats":
        """So many seats for each person."""
        owner = np.repeat(np.arange(len(seats)), seats)
        begins = np.cumsum(seats) - seats
        first = np.arange(len(owner)) == begins[owner]
        return cls(owner, np.where(first, bonus[owner], 0), begins)

    def __len__(self) -> int:
        return len(self.owner)


NONE: Pairs = (np.empty(0, np.int64), np.empty(0, np.int64))


def repeated(found: Pairs, width: int) -> tuple[Pairs, Pairs]:
    """The pairs without repetition, in order, and those among them that were there more than once."""
    keys, counts = np.unique(found[0] * width + found[1], return_counts=True)
    return np.divmod(keys, width), np.divmod(keys[counts > 1], width)


def dense(problem: Bipartite) -> Pairs:
    """The best result of a problem small enough to be written down as a whole.

    Two people with several seats each could take two seats of each other. Where that happens the pair gets a gate, and
    the problem is solved again: its seats no longer meet directly but through a new column and a new row, both of which
    must be filled, either with each other (the pair is not used) or with one seat of each (it is used, once)."""
    worth = problem.scores.all().astype(np.float64) * problem.scale
    rows = Seats.of(problem.row_seats, problem.row_bonus)
    columns = Seats.of(problem.column_seats, problem.column_bonus)
    gates = NONE
    while True:
        found, twice = repeated(_assign(worth, rows, columns, gates), problem.shape[1])
        if not len(twice[0]):
            return found
        gates = np.concatenate([gates[0], twice[0]]), np.concatenate([gates[1], twice[1]])


def _assign(worth: Doubles, rows: Seats, columns: Seats, gates: Pairs) -> Pairs:
    """One assignment; an entry of 0 stands for "not matched"."""
    count, places = len(gates[0]), np.arange(len(gates[0]))
    table = np.zeros((len(rows) + count, len(columns) + count))
    seats = worth[np.ix_(rows.owner, columns.owner)]
    np.add(seats, rows.bonus[:, None], out=table[: len(rows), : len(columns)], where=seats >= 0)
    table[: len(rows), : len(columns)] += np.where(seats >= 0, columns.bonus, 0)
    if count:
        # More than any exchange can gain, so that gates are always filled.
        must = worth.max() * (min(worth.shape) + 2) + 4 * max(rows.bonus.max(), columns.bonus.max()) + 1
        ours, theirs = rows.owner[:, None] == gates[0], columns.owner == gates[1][:, None]
        table[: len(rows), : len(columns)][(ours.astype(np.float32) @ theirs.astype(np.float32)) > 0] = 0
        through = worth[gates] + rows.bonus[:, None] + must
        table[: len(rows), len(columns) :] = np.where(ours, through, 0)
        table[len(rows) :, : len(columns)] = np.where(theirs, columns.bonus + must, 0)
        table[len(rows) + places, len(columns) + places] = 2 * must
    chosen, partner = linear_sum_assignment(table, maximize=True)
    direct = (chosen < len(rows)) & (partner < len(columns))
    direct[direct] &= seats[chosen[direct], partner[direct]] >= 0
    a, b = rows.owner[chosen[direct]], columns.owner[partner[direct]]
    if count:
        gated = np.isin(a * worth.shape[1] + b, gates[0] * worth.shape[1] + gates[1])
        used = partner[(chosen < len(rows)) & (partner >= len(columns))] - len(columns)
        a, b = np.concatenate([a[~gated], gates[0][used]]), np.concatenate([b[~gated], gates[1][used]])
    return a, b
