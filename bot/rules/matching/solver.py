"""The solver: the best pairs under the hard rules. Loads numpy and scipy, so only a child process ever imports it."""

import resource
import sys
import time
from collections import Counter
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from storage.enums import Role

from .hard import broken_rules
from .lines import organisation
from .model import BrokenLock, Candidate, Left, MatchRequest, MatchResult, Objective, Rule, Why
from .score import points, score_pair


def solve(request: MatchRequest) -> MatchResult:
    """The best matches. The same request gives the same result in whatever order people come."""
    started = time.perf_counter()
    settings, lines = request.settings, organisation(request)
    mentors = {c.key: c for c in sorted(request.mentors, key=lambda c: c.key)}
    mentees = {c.key: c for c in sorted(request.mentees, key=lambda c: c.key)}
    broken = {(a.key, b.key): broken_rules(a, b, request, lines) for a in mentors.values() for b in mentees.values()}
    blocked = Counter(rule for rules in broken.values() for rule in rules)
    taken: list[tuple[str, str]] = []
    lost: list[BrokenLock] = []
    for pair in dict.fromkeys(request.locked):
        if pair not in broken or broken[pair]:
            lost.append(BrokenLock(*pair, broken.get(pair, ())))
            continue
        taken.append(pair)
        mentors[pair[0]] = replace(mentors[pair[0]], capacity=mentors[pair[0]].capacity - 1)
        mentees[pair[1]] = replace(mentees[pair[1]], capacity=mentees[pair[1]].capacity - 1)
    rows = [(c, seat) for c in mentors.values() if not c.paused for seat in range(c.capacity)]
    columns = [(c, seat) for c in mentees.values() if not c.paused for seat in range(c.capacity)]
    value = np.zeros((len(rows), len(columns)))
    matched = {key for pair in taken for key in (("mentor", pair[0]), ("mentee", pair[1]))}
    top = 100 * sum(settings.weights.values())
    waiting = top * (min(len(rows), len(columns)) + 1) + 1
    person = 20 * waiting if settings.objective is Objective.MOST_PEOPLE else 0

    def bonus(side: str, candidate: Candidate, seat: int) -> int:
        first = seat == 0 and (side, candidate.key) not in matched
        return (person + waiting * min(candidate.waited, 4) * (person > 0)) if first else 0

    for i, (a, seat) in enumerate(rows):
        for j, (b, place) in enumerate(columns):
            if (a.key, b.key) in taken or set(broken[a.key, b.key]) - {Rule.NO_CAPACITY}:
                continue
            score = sum(points(a, b, settings).values())
            value[i, j] = 1 + score + bonus("mentor", a, seat) + bonus("mentee", b, place)
    for i, j in zip(*linear_sum_assignment(value, maximize=True), strict=True):
        pair = (rows[i][0].key, columns[j][0].key)
        if value[i, j] and pair not in taken:
            taken.append(pair)
    matches = tuple(score_pair(mentors[a], mentees[b], settings, lines) for a, b in sorted(taken))
    left = []
    for role, side in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)):
        other = mentees if role is Role.MENTOR else mentors
        for c in side.values():
            if any(c.key == (m.mentor if role is Role.MENTOR else m.mentee) for m in matches):
                continue
            pairs = [broken[(c.key, o) if role is Role.MENTOR else (o, c.key)] for o in other]
            rules = Counter(rule for found in pairs for rule in found)
            if c.paused:
                why = Why.PAUSED
            elif c.capacity < 1:
                why = Why.NO_CAPACITY
            elif not pairs:
                why = Why.NOBODY_THERE
            else:
                why = Why.NOBODY_ALLOWED if all(pairs) else Why.TOO_FEW_SEATS
            left.append(Left(c.key, role, why, dict(rules)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return MatchResult(
        matches,
        tuple(left),
        {rule: blocked[rule] for rule in Rule if blocked[rule]},
        sum(match.score for match in matches),
        optimal=not any(c.capacity > 1 for c in mentors.values()) or not any(c.capacity > 1 for c in mentees.values()),
        gap=0,
        seconds=time.perf_counter() - started,
        peak_memory=peak,
        broken_locks=tuple(lost),
    )
