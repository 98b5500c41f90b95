"""The solver against slow and obvious ways, on small random programmes."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bot.rules.matching import MatchRequest, broken_rules, score_pair, scores, solve, solver, sparse
from tests.rules.matching_strategies import best_by_trying, greedy, people, rank, requests, same_two

SLOW = effort(deadline=None, max_examples=60)


@SLOW
@given(requests(most=4))
def test_the_result_is_the_best_of_all_there_are(request: MatchRequest) -> None:
    result = solve(request)
    kept = [pair for pair in people(result.matches, request) if (pair[0].key, pair[1].key) in request.locked]
    assert rank(people(result.matches, request), request) == best_by_trying(request, kept)
    assert result.optimal
    assert result.gap == 0


@SLOW
@given(requests(most=8, capacity=3))
def test_no_rule_is_broken_and_nobody_gets_more_than_they_can_take(request: MatchRequest) -> None:
    result = solve(request)
    pairs = people(result.matches, request)
    for match, (mentor, mentee) in zip(result.matches, pairs, strict=True):
        assert broken_rules(mentor, mentee, request) == ()
        assert match.score == score_pair(mentor, mentee, request.settings).score == sum(match.parts.values())
    assert result.total == sum(match.score for match in result.matches)
    for candidate in (*request.mentors, *request.mentees):
        assert sum(candidate is one or candidate is other for one, other in pairs) <= candidate.capacity
    assert not any(same_two(a, b) for place, a in enumerate(pairs) for b in pairs[:place])


@SLOW
@given(requests(most=8, capacity=3))
def test_it_is_never_worse_than_greedy(request: MatchRequest) -> None:
    request = replace(request, locked=())
    assert rank(people(solve(request).matches, request), request) >= rank(greedy(request), request)


@SLOW
@given(requests(most=7, capacity=3), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(request: MatchRequest, random: Random) -> None:
    mentors = tuple(random.sample(request.mentors, len(request.mentors)))
    mentees = tuple(random.sample(request.mentees, len(request.mentees)))
    locked = tuple(random.sample(request.locked, len(request.locked)))
    assert solve(request) == solve(replace(request, mentors=mentors, mentees=mentees, locked=locked))


@SLOW
@given(requests(most=12, capacity=3, both=False))
def test_the_sparse_way_finds_what_the_dense_way_finds(request: MatchRequest) -> None:
    expected = solve(request)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "DENSE", 0)
        patch.setattr(sparse, "SMALL", 2)
        patch.setattr(sparse, "CANDIDATES", 8)
        patch.setattr(sparse, "LEAST", 1)
        patch.setattr(scores, "ROWS", 3)
        found = solve(request)
    assert rank(people(found.matches, request), request) == rank(people(expected.matches, request), request)
    assert found.optimal
