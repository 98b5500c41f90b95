"""From a request to a result: numbers, the best pairs, their proof, and people again. Loads numpy and scipy, so only a
child process ever imports it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from storage.enums import Role

from .certificate import Edges, Prices, Proof, prices, prove
from .dense import NONE, dense
from .excluded import Counts, count_rules, single_pairs, unknown_lines
from .features import MOST_POINTS, Features, Ints, features, tables
from .hard import broken_rules
from .lines import Organisation, organisation
from .model import (
    MOST_CAPACITY,
    POINT,
    BrokenLock,
    Candidate,
    Left,
    Match,
    MatchRequest,
    MatchResult,
    Rule,
    TooLarge,
    Why,
)
from .problem import Bipartite, bonus, bonus_unit, check_size
from .score import score_pair
from .scores import Pairs, Scores
from .sparse import solve_sparse
from .twice import Opposite, never_twice

DENSE = 2000
"""Up to so many seats a side every seat is assigned densely."""
DENSE_GATED = 400
"""The same where people of both sides have several seats, so that there are gates (see `dense`): they make the table
larger again and again, which a sparse assignment hardly notices."""


def solve(request: MatchRequest, threads: int = 1) -> MatchResult:
    """The best matches, and the proof that they are. The same request gives the same result in whatever order people
    come. Raises TooLarge if there are more people than can be handled exactly."""
    request = canonical(request)
    _check(request)
    lines = organisation(request)
    kept, lost = _locks(request, lines)
    parts = features(request, found := tables(request))
    singles = single_pairs(request, lines)
    counts = count_rules(request, lines, found, singles, parts)
    numbers = _numbers(request, lines, parts, list(singles.values()), kept, threads)
    pairs, gap = never_twice(numbers.problem, numbers.opposite, best_pairs)
    rows = np.concatenate([kept[0], numbers.mentors[pairs[0]]])
    columns = np.concatenate([kept[1], numbers.mentees[pairs[1]]])
    matches = tuple(
        score_pair(request.mentors[a], request.mentees[b], request.settings, lines)
        for a, b in sorted(zip(rows.tolist(), columns.tolist(), strict=True))
    )
    return MatchResult(
        matches=matches,
        left=_left(request, matches, counts, lines),
        blocked={rule: count.total for rule, count in counts.items()},
        total=sum(match.score for match in matches),
        optimal=gap == 0,
        gap=-(-gap // numbers.problem.scale),
        broken_locks=lost,
    )


def canonical(request: MatchRequest) -> MatchRequest:
    """The same request with everybody in the order of their keys, so that the order of rows decides no tie."""
    return replace(
        request,
        mentors=tuple(sorted(request.mentors, key=lambda candidate: candidate.key)),
        mentees=tuple(sorted(request.mentees, key=lambda candidate: candidate.key)),
    )


def _check(request: MatchRequest) -> None:
    if min(request.settings.weights.values(), default=0) < 0:
        raise ValueError("a weight is negative")
    if sum(request.settings.weights.values()) > MOST_POINTS:
        raise TooLarge(f"the weights add up to more than {MOST_POINTS} points")
    for people in (request.mentors, request.mentees):
        for name in ("key", "person"):
            if len({getattr(candidate, name) for candidate in people}) < len(people):
                raise ValueError(f"two candidates of one side have the same {name}")


def best_pairs(problem: Bipartite) -> tuple[Pairs, int]:
    """The best result, and the gap that its proof leaves: 0."""
    if not min(problem.shape):
        return NONE, 0
    gated = problem.row_seats.max() > 1 and problem.column_seats.max() > 1
    if max(problem.row_seats.sum(), problem.column_seats.sum()) > (min(DENSE, DENSE_GATED) if gated else DENSE):
        result, proof = solve_sparse(problem)
    else:
        result, proof = solve_dense(problem)
    return result, proof.gap


def solve_dense(problem: Bipartite) -> tuple[Pairs, Proof]:
    """The best result by scipy's dense assignment. It is proven all the same: candidates serve to find the prices."""
    result = dense(problem)
    found: Prices | None = None
    edges = Edges(*NONE, NONE[0], problem.shape[1])
    while True:
        found = prices(problem, result, edges, found)
        assert found is not None, "the best result has prices"
        proof = prove(problem, result, found)
        if not len(proof.missed[0]):
            return result, proof
        edges = edges.with_more(proof.missed, proof.missed_scores)


@dataclass(frozen=True)
class _Numbers:
    """The problem of those who can still be matched, and who they are in the request."""

    problem: Bipartite
    mentors: Ints
    mentees: Ints
    opposite: Opposite


def _numbers(
    request: MatchRequest, lines: Organisation, parts: Features, singles: Sequence[Pairs], kept: Pairs, threads: int
) -> _Numbers:
    sides = request.mentors, request.mentees
    free, unknown = [], unknown_lines(request, lines)
    for people, taken, silent in zip(sides, kept, unknown, strict=True):
        seats = np.array([min(c.capacity, MOST_CAPACITY) * (not c.paused) for c in people], np.int64)
        seats -= np.bincount(taken, minlength=len(people))
        seats[silent] = 0
        free.append(seats)
    mentors, mentees = (np.flatnonzero(seats > 0) for seats in free)
    excluded = tuple(np.concatenate(side) for side in zip(*singles, kept, _turned(request, kept), strict=True))
    everybody = Scores.of_features(parts, (excluded[0], excluded[1]), request.settings.min_score, threads)
    scores = everybody.part(mentors, mentees)
    useful = [np.minimum(free[0][mentors], len(mentees)), np.minimum(free[1][mentees], len(mentors))]
    scale, unit = bonus_unit(request, (len(mentors), len(mentees)))
    check_size(scale, unit, sum(int(count.sum()) for count in useful), POINT * sum(request.settings.weights.values()))
    bonuses = []
    for people, who, taken in zip(sides, (mentors, mentees), kept, strict=True):
        matched = set(taken.tolist())
        bonuses.append(np.array([0 if i in matched else bonus(people[i], unit) for i in who.tolist()], np.int64))
    problem = Bipartite(scores, scale, useful[0], useful[1], bonuses[0], bonuses[1])
    opposite = Opposite([request.mentors[i].person for i in mentors], [request.mentees[i].person for i in mentees])
    return _Numbers(problem, mentors, mentees, opposite)


def _turned(request: MatchRequest, kept: Pairs) -> Pairs:
    """The kept pairs the other way round, where both people are on both sides."""
    rows, columns = ({c.person: i for i, c in enumerate(side)} for side in (request.mentors, request.mentees))
    people = [(request.mentors[a].person, request.mentees[b].person) for a, b in zip(*kept, strict=True)]
    turned = [(rows[b], columns[a]) for a, b in people if a in columns and b in rows]
    array = np.array(turned, np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _locks(request: MatchRequest, lines: Organisation) -> tuple[Pairs, tuple[BrokenLock, ...]]:
    """The locked pairs that can be kept, in rows of the request, and the others with the rules they break."""
    mentors, mentees = ({c.key: (i, c) for i, c in enumerate(people)} for people in (request.mentors, request.mentees))
    free = {(role, key): c.capacity for role, side in enumerate((mentors, mentees)) for key, (_, c) in side.items()}
    kept: list[tuple[int, int]] = []
    lost: list[BrokenLock] = []
    together: set[frozenset[str]] = set()
    for a, b in sorted(set(request.locked)):
        if a not in mentors or b not in mentees:
            lost.append(BrokenLock(a, b, ()))
            continue
        broken = broken_rules(mentors[a][1], mentees[b][1], request, lines)
        if not broken and min(free[0, a], free[1, b]) < 1:
            broken = (Rule.NO_CAPACITY,)
        both = frozenset((mentors[a][1].person, mentees[b][1].person))
        if not broken and both in together:  # the same two, the other way round
            broken = (Rule.EARLIER_PAIR,)
        if broken:
            lost.append(BrokenLock(a, b, broken))
            continue
        kept.append((mentors[a][0], mentees[b][0]))
        together.add(both)
        free[0, a] -= 1
        free[1, b] -= 1
    array = np.array(kept, np.int64).reshape(-1, 2)
    return (array[:, 0], array[:, 1]), tuple(lost)


def _left(
    request: MatchRequest, matches: Sequence[Match], counts: Mapping[Rule, Counts], lines: Organisation
) -> tuple[Left, ...]:
    """Who has no match, and why: mentees first, as a mentor who is left costs nobody anything."""
    left = []
    for role, people, others in (
        (Role.MENTEE, request.mentees, request.mentors),
        (Role.MENTOR, request.mentors, request.mentees),
    ):
        matched = {match.mentee if role is Role.MENTEE else match.mentor for match in matches}
        for place, candidate in enumerate(people):
            if candidate.key in matched:
                continue
            of = {rule: (c.mentees if role is Role.MENTEE else c.mentors)[place] for rule, c in counts.items()}
            rules = {rule: int(count) for rule, count in of.items() if count}
            why = _why(candidate, role, others, rules, request, lines)
            left.append(Left(candidate.key, role, why, rules))
    return tuple(left)


def _why(
    candidate: Candidate,
    role: Role,
    others: Sequence[Candidate],
    rules: Mapping[Rule, int],
    request: MatchRequest,
    lines: Organisation,
) -> Why:
    if candidate.paused:
        return Why.PAUSED
    if candidate.capacity < 1:
        return Why.NO_CAPACITY
    if not others:
        return Why.NOBODY_THERE
    if sum(rules.values()) < len(others):
        return Why.TOO_FEW_SEATS  # somebody breaks no rule at all
    for other in others:
        pair = (candidate, other) if role is Role.MENTOR else (other, candidate)
        if not broken_rules(*pair, request, lines):
            return Why.TOO_FEW_SEATS
    return Why.NOBODY_ALLOWED
