"""Each hard rule in a table: what breaks it and what does not. Ada teaches, Grace learns."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort

from bot.rules.matching import (
    OFFICE_HOURS,
    Candidate,
    ManagerUnknown,
    MatchRequest,
    MatchSettings,
    Rule,
    UnknownManager,
    broken_rules,
    organisation,
    score_pair,
    solve,
)
from storage.enums import Role
from tests.rules.matching_strategies import requests

ADA, GRACE = Candidate("1", "ada"), Candidate("2", "grace")


def broken(
    ada: dict[str, Any], grace: dict[str, Any], settings: MatchSettings | None = None, **request: Any
) -> set[Rule]:
    mentor, mentee = replace(ADA, **ada), replace(GRACE, **grace)
    return set(
        broken_rules(
            mentor, mentee, MatchRequest((mentor,), (mentee,), settings=settings or MatchSettings(), **request)
        )
    )


def test_two_people_of_whom_nothing_is_known_break_no_rule() -> None:
    assert broken({}, {}) == set()


def test_nobody_is_matched_with_themselves() -> None:
    assert broken({"person": "grace"}, {}) == {Rule.SAME_PERSON}


@pytest.mark.parametrize(
    ("managers", "expected"),
    [
        ({"ada": "grace"}, {Rule.REPORTING_LINE}),  # Grace is Ada's manager
        ({"ada": "x", "x": "y", "y": "grace"}, {Rule.REPORTING_LINE}),  # on the third level, through people not matched
        ({"grace": "x", "x": "ada"}, {Rule.REPORTING_LINE}),  # the other way round
        ({"ada": "x", "grace": "x"}, {Rule.SAME_MANAGER}),
        ({"ada": "x", "grace": "y", "x": "top", "y": "top"}, set()),  # cousins may
        ({"ada": "", "grace": ""}, set()),  # "no manager" is not the same manager
        ({"ada": "grace", "grace": "ada"}, {Rule.REPORTING_LINE}),  # a ring, which is bad data, ends
        ({"ada": "x", "x": "y", "y": "x", "grace": "z"}, set()),  # a ring further up ends, too
    ],
)
def test_reporting_lines(managers: dict[str, str], expected: set[Rule]) -> None:
    assert broken({}, {}, managers=managers) == expected


def test_a_candidate_may_say_who_manages_them() -> None:
    assert broken({"manager": "x"}, {"manager": "x"}) == {Rule.SAME_MANAGER}
    assert broken({"manager": "x"}, {"manager": "x"}, managers={"ada": "y"}) == set()  # the organisation knows better


@pytest.mark.parametrize(
    ("managers", "unknown"),
    [
        ({}, [Role.MENTOR, Role.MENTEE]),
        ({"ada": "x"}, [Role.MENTEE]),
        ({"ada": "x", "grace": "y"}, []),  # nobody is known to be at the top: lines end where they end
        ({"ada": "x", "grace": "y", "x": ""}, [Role.MENTEE]),  # one line leads to a top, the other stops before
        ({"ada": "x", "grace": "", "x": "grace"}, []),
    ],
)
def test_an_unknown_line_blocks_or_warns(managers: dict[str, str], unknown: list[Role]) -> None:
    block = MatchSettings(unknown_manager=UnknownManager.BLOCK)
    request = MatchRequest((ADA,), (GRACE,), managers)
    assert (Rule.MANAGER_UNKNOWN in broken({}, {}, block, managers=managers)) is bool(unknown)
    assert Rule.MANAGER_UNKNOWN not in broken({}, {}, managers=managers)
    warned = score_pair(ADA, GRACE, request.settings, organisation(request)).warnings
    assert warned == tuple(ManagerUnknown(role) for role in unknown)


@pytest.mark.parametrize(
    ("ada", "grace", "least", "expected"),
    [
        (1, 2, 1, set()),
        (1, 1, 1, {Rule.LEVEL}),
        (1, 1, 0, set()),
        (2, 1, 0, {Rule.LEVEL}),
        (1, 3, 3, {Rule.LEVEL}),
        (5, 1, None, set()),
        (None, 1, 3, set()),
        (1, None, 3, set()),
    ],
)
def test_levels(ada: int | None, grace: int | None, least: int | None, expected: set[Rule]) -> None:
    assert broken({"level": ada}, {"level": grace}, MatchSettings(min_level_distance=least)) == expected


@pytest.mark.parametrize(
    ("ada", "grace", "needed", "expected"),
    [
        (("English",), ("French", "English"), True, set()),
        (("English",), ("French",), True, {Rule.LANGUAGE}),
        (("English",), ("French",), False, set()),
        ((), ("French",), True, set()),
    ],
)
def test_languages(ada: tuple[str, ...], grace: tuple[str, ...], needed: bool, expected: set[Rule]) -> None:
    assert broken({"languages": ada}, {"languages": grace}, MatchSettings(shared_language=needed)) == expected


@pytest.mark.parametrize(
    ("zone", "least", "expected"),
    [
        ("Europe/London", 40, set()),
        ("Europe/London", 40.25, {Rule.HOURS}),
        ("America/New_York", 15, set()),  # 14:00-17:00 in London, five days
        ("America/New_York", 15.25, {Rule.HOURS}),
        ("Asia/Kolkata", 12.5, set()),  # five and a half hours ahead: 09:00-11:30
        ("Asia/Kolkata", 12.75, {Rule.HOURS}),
        ("Australia/Sydney", 0.25, {Rule.HOURS}),
        (None, 100, set()),
    ],
)
def test_working_hours_in_real_zones(zone: str | None, least: float, expected: set[Rule]) -> None:
    settings = MatchSettings(min_overlap_hours=least, week=date(2025, 1, 8))
    london, other = {"zone": "Europe/London", "hours": OFFICE_HOURS}, {"zone": zone, "hours": OFFICE_HOURS}
    assert broken(london, other, settings) == expected
    assert broken(other, london, settings) == expected


def test_summer_time_counts() -> None:
    london, york = {"zone": "Europe/London", "hours": OFFICE_HOURS}, {"zone": "America/New_York", "hours": OFFICE_HOURS}
    # For some weeks of spring New York has summer time and London not yet: one hour more.
    settings = MatchSettings(min_overlap_hours=20, week=date(2025, 3, 19))
    assert broken(london, york, settings) == set()
    assert broken(london, york, replace(settings, week=date(2025, 4, 9))) == {Rule.HOURS}


def test_lists_and_states() -> None:
    pair = frozenset({("1", "2")})
    assert broken({}, {}, forbidden=pair) == {Rule.DO_NOT_MATCH}
    assert broken({}, {}, earlier=pair) == {Rule.EARLIER_PAIR}
    assert broken({}, {}, forbidden=frozenset({("2", "1")})) == set()  # mentor first
    assert broken({"paused": True}, {}) == {Rule.PAUSED} == broken({}, {"paused": True})
    assert broken({"capacity": 0}, {}) == {Rule.NO_CAPACITY} == broken({}, {"capacity": 0})


def test_a_score_that_is_not_good_enough() -> None:
    score = score_pair(ADA, GRACE, MatchSettings()).score
    assert broken({}, {}, MatchSettings(min_score=score)) == set()
    assert broken({}, {}, MatchSettings(min_score=score + 1)) == {Rule.LOW_SCORE}


def test_all_broken_rules_are_told_in_their_order() -> None:
    mentor, mentee = replace(ADA, level=3, paused=True), replace(GRACE, level=1)
    request = MatchRequest((mentor,), (mentee,), {"ada": "grace"}, earlier=frozenset({("1", "2")}))
    found = broken_rules(mentor, mentee, request)
    assert found == (Rule.REPORTING_LINE, Rule.LEVEL, Rule.EARLIER_PAIR, Rule.PAUSED)


@effort(deadline=None, max_examples=80)
@given(requests(most=6))
def test_the_solver_counts_what_each_rule_costs_as_one_would_by_hand(request: MatchRequest) -> None:
    result, lines = solve(request), organisation(request)
    pairs = {(a.key, b.key): broken_rules(a, b, request, lines) for a in request.mentors for b in request.mentees}
    expected = {rule: sum(rule in rules for rules in pairs.values()) for rule in Rule}
    assert result.blocked == {rule: count for rule, count in expected.items() if count}
    for left in result.left:
        own = [rules for pair, rules in pairs.items() if pair[0 if left.role is Role.MENTOR else 1] == left.key]
        counts = {rule: sum(rule in rules for rules in own) for rule in Rule}
        assert left.rules == {rule: count for rule, count in counts.items() if count}
