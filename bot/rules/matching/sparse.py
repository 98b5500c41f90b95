"""Large problems: few candidates for everybody, chosen from both sides, and a sparse assignment among them.

Candidates are chosen by what a pair is worth beyond the prices of its two seats. The prices come from a sample of the
people, a quarter of them, whose problem is solved first (in the same way, if it is still large); somebody outside the
sample costs what the sample would pay for them. Nothing here has to be right: what the candidates lack, the certificate
finds."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from .certificate import FAR, Edges, Prices, Proof, prices, prove
from .dense import NONE, Seats, dense, repeated
from .features import Ints, Reals
from .problem import Bipartite
from .scores import FORBIDDEN, NEAR, Pairs, Scores

SMALL = 640
"""A sample with no more people than this on either side is solved densely."""
CANDIDATES = 24
"""About so many of the other side for everybody."""
LEAST = 6
"""Never fewer, where so many are allowed."""
JITTER = 8
"""Columns of random numbers that tell equals apart."""
MARGIN = 32
"""Near misses are candidates from then on too: pairs that stay below their prices by less than this part of the best
score. It saves another round over all pairs."""
BID = 200
"""A bid goes beyond the last by this part of the best score; the auction ends when this part of the bidders is left."""
ROUNDS = 60
EIGHTH = 8
"""One person in so many is looked at to see what the best candidates are worth."""


def guess_prices(problem: Bipartite) -> Prices:
    """Prices from a sample of a quarter of the people. Which quarter does not matter, but it is always the same."""
    random = np.random.default_rng(0)
    rows, columns = (np.sort(random.choice(count, -(-count // 4), replace=False)) for count in problem.shape)
    sample = problem.part(rows, columns)
    if max(sample.shape) <= SMALL:
        start, edges, result = None, _every(sample.scores), dense(sample)
    else:
        start = guess_prices(sample)
        edges = candidates(sample.scores, start, sample.scale)
        start = bid(sample, edges, start)
        result = assign(sample, edges, start)
    found = prices(sample, result, edges, start)
    assert found is not None, "the best result on some edges has prices on them"
    everybody = [np.arange(count) for count in problem.shape]
    p = _offers(problem.scores.part(everybody[0], columns), found.columns, 1, problem.scale)
    q = _offers(problem.scores.part(rows, everybody[1]), found.rows, 0, problem.scale)
    return Prices(np.maximum(p, -problem.row_bonus), np.maximum(q, -problem.column_bonus))


def _every(scores: Scores) -> Edges:
    every = scores.all()
    rows, columns = np.nonzero(every >= 0)
    return Edges(rows, columns, every[rows, columns].astype(np.int64), scores.shape[1])


def _offers(scores: Scores, prices: Ints, axis: int, scale: int) -> Ints:
    """What the side with these prices (axis 0: the rows) offers at most for each person of the other side."""
    middle = int(np.median(prices))
    near, nothing = _near(prices - middle, scale), np.zeros(scores.shape[1 - axis], np.int64)
    if axis:
        best = np.concatenate(scores.each_beyond(nothing, near, 1, lambda _, block: block.max(axis=1)))
    else:
        best = np.maximum.reduce(scores.each_beyond(near, nothing, 1, lambda _, block: block.max(axis=0)))
    offered: Ints = np.rint(np.maximum(best, FORBIDDEN)).astype(np.int64) * scale - middle
    return offered


def _near(prices: Ints, scale: int) -> Ints:
    """In hundredths of score, and no further from 0 than NEAR: exact enough for a guess."""
    near: Ints = np.clip(prices // scale, -NEAR, NEAR)
    return near


def candidates(scores: Scores, guess: Prices, scale: int) -> Edges:
    """Pairs that are worth most beyond the prices, of each mentor's and of each mentee's."""
    middle = int(np.median(guess.rows))
    p, q = _near(guess.rows - middle, scale), _near(guess.columns + middle, scale)
    random = np.random.default_rng(1)
    # Less than a half in all: tells equals apart, for everybody in another way.
    one, other = (random.random((count, JITTER), np.float32) - np.float32(0.5) for count in scores.shape)
    blur = one, other.T / np.float32(JITTER)
    some = np.arange(0, scores.shape[0], EIGHTH)
    among = scores.part(some, np.arange(scores.shape[1]))
    place = CANDIDATES // EIGHTH
    looks = among.each_beyond(p[some], q, 1, lambda _, block: _best(block, place), (blur[0][some], blur[1]))
    enough = np.maximum(_best(np.concatenate(looks), place)[0], FORBIDDEN)

    def choose(first: int, block: Reals) -> tuple[Ints, Ints, Ints]:
        enough_here = np.maximum(_best(block[:, ::EIGHTH].T, place)[0], FORBIDDEN)
        wanted = block > enough
        wanted |= block > enough_here[:, None]
        rows, columns = np.divmod(np.flatnonzero(wanted), scores.shape[1])
        for row in np.flatnonzero(np.bincount(rows, minlength=len(block)) < LEAST):
            best = np.argpartition(block[row], -min(LEAST, scores.shape[1]))[-LEAST:]
            best = best[block[row, best] > FORBIDDEN]
            rows, columns = np.append(rows, np.full(len(best), row)), np.append(columns, best)
        beyond = np.rint(block[rows, columns]).astype(np.int64)
        return rows + first, columns, beyond + p[rows + first] + q[columns]

    found = scores.each_beyond(p, q, 1, choose, blur)
    rows, columns, worth = (np.concatenate(side) for side in zip(*found, strict=True))
    return Edges(rows, columns, worth, scores.shape[1])


def bid(problem: Bipartite, edges: Edges, guess: Prices) -> Prices:
    """Better prices, by an auction among the candidates: mentors without a mentee bid for the one who is best for them,
    all at once, until few are without. It costs little, and the assignment after it takes a third of the time."""
    if not len(edges) or max(problem.row_seats.max(), problem.column_seats.max()) > 1:
        return guess
    worth, least, price = edges.scores * problem.scale, -problem.row_bonus, guess.columns.copy()
    counts = np.bincount(edges.rows, minlength=problem.shape[0])
    starts = np.cumsum(counts) - counts
    step = int(worth.max()) // BID + 1
    owner, bidding = np.full(problem.shape[1], -1), counts > 0
    for _ in range(ROUNDS):
        rows = np.flatnonzero(bidding)
        if len(rows) <= problem.shape[0] // BID:
            break
        begins = np.cumsum(counts[rows]) - counts[rows]
        edge = np.repeat(starts[rows] - begins, counts[rows]) + np.arange(counts[rows].sum())
        gain = worth[edge] - price[edges.columns[edge]]
        best = np.maximum.reduceat(gain, begins)
        top = np.flatnonzero(gain == np.repeat(best, counts[rows]))
        top = top[np.searchsorted(top, begins)]
        gain[top] = -FAR
        second = np.maximum(np.maximum.reduceat(gain, begins), least[rows])
        bidding[rows[best < least[rows]]] = False  # nobody is worth so much to them
        some = best >= least[rows]
        rows, columns = rows[some], edges.columns[edge[top[some]]]
        offer = price[columns] + best[some] - second[some] + step
        order = np.lexsort((rows, -offer, columns))
        rows, columns, offer = rows[order], columns[order], offer[order]
        first = np.append(True, columns[1:] != columns[:-1])[: len(columns)]
        rows, columns = rows[first], columns[first]
        before = owner[columns]
        bidding[before[before >= 0]] = True
        bidding[rows] = False
        owner[columns], price[columns] = rows, offer[first]
    best = np.full(problem.shape[0], -FAR)
    np.maximum.at(best, edges.rows, worth - price[edges.columns])
    return Prices(np.maximum(best, least), price)


def _best(values: Reals, count: int) -> Reals:
    """The `count` best of each column, the least of them first; all of them if there are not so many."""
    count = min(count, len(values))
    return np.partition(values, -count, axis=0)[-count:].copy()


def assign(problem: Bipartite, edges: Edges, guess: Prices) -> Pairs:
    """The best result on these edges. Good prices make it quick and do not change what it is worth."""
    gates = NONE
    while True:
        found, twice = repeated(_assign(problem, edges, guess, gates), problem.shape[1])
        if not len(twice[0]):
            return found
        gates = np.concatenate([gates[0], twice[0]]), np.concatenate([gates[1], twice[1]])


def _assign(problem: Bipartite, edges: Edges, guess: Prices, gates: Pairs) -> Pairs:
    """One assignment of seats, with gates as in `dense`.

    scipy wants everybody to be assigned, so every seat has a dummy, and the dummies are joined as their seats are,
    which doubles the problem: a seat without a match takes its dummy, the dummies of two matched seats take each other.
    What an edge costs is how far it stays below the prices of both ends. All results are shifted by the same sum, and
    the costs that matter are near 0, so that most of them are found at once."""
    rows = Seats.of(problem.row_seats, problem.row_bonus)
    columns = Seats.of(problem.column_seats, problem.column_bonus)
    row_price = np.maximum(0, guess.rows[rows.owner] + rows.bonus)
    column_price = np.maximum(0, guess.columns[columns.owner] + columns.bonus)
    gated = np.isin(edges.keys, gates[0] * edges.width + gates[1])
    a, b, worth = _between(problem, edges, rows, columns, np.flatnonzero(~gated))
    cost = row_price[a] + column_price[b] - worth - rows.bonus[a] - columns.bonus[b]
    count, places = len(gates[0]), np.arange(len(gates[0]))
    if count:
        inside = edges.scores[np.searchsorted(edges.keys, gates[0] * edges.width + gates[1])] * problem.scale
        p, q = guess.rows[gates[0]], guess.columns[gates[1]]
        enter, leave = inside - p + np.maximum(0, p + q - inside), -q  # prices of the new columns and rows
        gate, seat = _seats_of(gates[0], problem.row_seats, rows)
        other, place = _seats_of(gates[1], problem.column_seats, columns)
        a = np.concatenate([a, seat, len(rows) + other, len(rows) + places])
        b = np.concatenate([b, len(columns) + gate, place, len(columns) + places])
        through = row_price[seat] + enter[gate] - inside[gate] - rows.bonus[seat]
        cost = np.concatenate([cost, through, leave[other] + column_price[place] - columns.bonus[place], enter + leave])
    height, width = len(rows) + count, len(columns) + count
    seats = np.arange(len(rows)), np.arange(len(columns))
    costs = np.concatenate([cost, cost, 2 * row_price, 2 * column_price])
    origin = np.concatenate([a, height + b, seats[0], height + seats[1]])
    to = np.concatenate([b, width + a, width + seats[0], seats[1]])
    costs -= costs.min() - 1  # everybody is assigned, so that adding the same to all costs changes nothing
    graph = csr_array((costs.astype(np.float64), (origin, to)), shape=(height + width, height + width))
    chosen, partner = min_weight_full_bipartite_matching(graph)
    direct = (chosen < len(rows)) & (partner < len(columns))
    through_gate = (chosen < len(rows)) & (partner >= len(columns)) & (partner < width)
    used = partner[through_gate] - len(columns)
    return (
        np.concatenate([rows.owner[chosen[direct]], gates[0][used]]),
        np.concatenate([columns.owner[partner[direct]], gates[1][used]]),
    )


def _between(problem: Bipartite, edges: Edges, rows: Seats, columns: Seats, some: Ints) -> tuple[Ints, Ints, Ints]:
    """Those edges between every seat of the one and every seat of the other: seats and worth."""
    one, other = edges.rows[some], edges.columns[some]
    wide = problem.column_seats[other]
    times = problem.row_seats[one] * wide
    edge = np.repeat(np.arange(len(some)), times)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    a = rows.begins[one[edge]] + step // wide[edge]
    b = columns.begins[other[edge]] + step % wide[edge]
    return a, b, edges.scores[some[edge]] * problem.scale


def _seats_of(people: Ints, seats: Ints, side: Seats) -> Pairs:
    """Every seat of every one of these people: which of `people`, and which seat."""
    times = seats[people]
    which = np.repeat(np.arange(len(people)), times)
    step = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    return which, side.begins[people[which]] + step


def solve_sparse(problem: Bipartite) -> tuple[Pairs, Proof]:
    """The best result and its proof."""
    found = guess_prices(problem)
    edges = candidates(problem.scores, found, problem.scale)
    found = bid(problem, edges, found)
    margin = int(edges.scores.max(initial=0)) // MARGIN
    while True:
        result = assign(problem, edges, found)
        now = prices(problem, result, edges, found)
        assert now is not None, "the best result on some edges has prices on them"
        proof, found = prove(problem, result, now, margin), now
        more = edges.with_more(proof.missed, proof.missed_scores)
        if proof.gap == 0 or len(more) == len(edges):  # the second cannot be; if it is, the gap is told
            return result, proof
        edges = more
