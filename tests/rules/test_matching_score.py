"""The score: what each part counts, that parts add up, and that all pairs at once get what one pair gets."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort

from bot.rules.matching import (
    DEFAULT_WEIGHTS,
    BothFree,
    Candidate,
    LevelsApart,
    MatchRequest,
    MatchSettings,
    OtherBackground,
    OtherDepartment,
    OtherLocation,
    Part,
    SharesFormat,
    SharesLanguage,
    Span,
    TeachesTopic,
    broken_rules,
    features,
    quarters,
    score_pair,
)
from bot.rules.matching.features import tables
from bot.rules.matching.hours import week_mask
from bot.rules.matching.scores import Scores
from tests.rules.matching_strategies import requests

ADA, GRACE = Candidate("1", "ada"), Candidate("2", "grace")
WEEK = date(2025, 1, 6)
IN_ROME = {"formats": ("in person",), "location": "Rome"}


def part(one: Part, ada: dict[str, Any], grace: dict[str, Any]) -> float:
    """The part of the score, as a share of its weight."""
    found = score_pair(replace(ADA, **ada), replace(GRACE, **grace), MatchSettings()).parts[one]
    return found / (100 * DEFAULT_WEIGHTS[one])


def test_the_default_weights_make_a_hundred() -> None:
    assert sum(DEFAULT_WEIGHTS.values()) == 100
    assert set(DEFAULT_WEIGHTS) == set(Part)


def test_of_whom_nothing_is_known_counts_half_and_is_no_reason() -> None:
    match = score_pair(ADA, GRACE, MatchSettings())
    assert match.score == 5000
    assert match.reasons == ()


@pytest.mark.parametrize(
    ("one", "ada", "grace", "share"),
    [
        (Part.TOPICS, {"topics": ("a",)}, {"topics": ("a",)}, 1),
        (Part.TOPICS, {"topics": ("b",)}, {"topics": ("a",)}, 0),
        (Part.TOPICS, {"topics": ("a",)}, {"topics": ("a", "b")}, 2 / 3),  # wanted most: twice as much as the second
        (Part.TOPICS, {"topics": ("b",)}, {"topics": ("a", "b")}, 1 / 3),
        (Part.TOPICS, {"topics": ("x", "a")}, {"topics": ("a",)}, 0.9),  # taught second
        (Part.TOPICS, {"topics": ("v", "w", "x", "y", "z", "a")}, {"topics": ("a",)}, 0.6),
        (Part.TOPICS, {"topics": ()}, {"topics": ("a",)}, 0.5),
        (Part.TOPICS, {"topics": ("a",)}, {"topics": ()}, 0.5),
        (Part.BACKGROUND, {"background": ("a", "b")}, {"background": ("b",)}, 0.5),
        (Part.BACKGROUND, {"background": ("a",)}, {"background": ("b",)}, 1),
        (Part.BACKGROUND, {"background": ("a",)}, {"background": ("a", "b")}, 0),
        (Part.DEPARTMENT, {"department": "IT"}, {"department": "HR"}, 1),
        (Part.DEPARTMENT, {"department": "IT"}, {"department": "IT"}, 0),
        (Part.LOCATION, {"location": "Paris"}, {"location": "Rome"}, 1),
        (Part.LANGUAGE, {"languages": ("Welsh", "English")}, {"languages": ("Welsh",)}, 1),
        (Part.LANGUAGE, {"languages": ("Welsh", "English")}, {"languages": ("English",)}, 0.6),
        (Part.LANGUAGE, {"languages": ("Welsh",)}, {"languages": ("English",)}, 0),
        (Part.FORMAT, {"formats": ("online",)}, {"formats": ("in person", "online")}, 1),
        (Part.FORMAT, {"formats": ("online",)}, {"formats": ("in person",)}, 0),
        (Part.FORMAT, IN_ROME, IN_ROME, 1),
        (Part.FORMAT, IN_ROME, {**IN_ROME, "location": "Bonn"}, 0),
        (Part.FORMAT, IN_ROME, {**IN_ROME, "location": None}, 1),
        (Part.LEVEL, {"level": 1}, {"level": 2}, 0.33),
        (Part.LEVEL, {"level": 1}, {"level": 9}, 1),
        (Part.LEVEL, {"level": 9}, {"level": 1}, 0),
    ],
)  # fmt: skip
def test_what_each_part_counts(one: Part, ada: dict[str, Any], grace: dict[str, Any], share: float) -> None:
    assert part(one, ada, grace) == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize(("hours", "share"), [(0, 0), (1, 0.1), (5, 0.5), (10, 1), (24, 1)])
def test_common_hours_count_up_to_ten_a_week(hours: int, share: float) -> None:
    own = {"zone": "UTC", "hours": (Span(0, 0, 24 * 60),)}
    other = {"zone": "UTC", "hours": (Span(0, 0, 60 * hours),) if hours else (Span(3, 0, 60),)}
    assert part(Part.HOURS, own, other) == pytest.approx(share)


def test_reasons_are_only_what_both_profiles_say() -> None:
    ada = replace(
        ADA, topics=("Law", "AI"), background=("Care", "Farms"), department="IT", location="Rome", level=1,
        languages=("Welsh", "English"), zone="UTC", hours=(Span(0, 540, 600),), formats=("online", "in person"),
    )  # fmt: skip
    grace = replace(
        GRACE, topics=("AI", "Slang", "Law"), background=("Farms",), department="HR", location="Bonn", level=4,
        languages=("English",), zone="Europe/Paris", hours=(Span(0, 570, 690),), formats=("in person", "online"),
    )  # fmt: skip
    assert score_pair(ada, grace, MatchSettings(week=WEEK)).reasons == (
        TeachesTopic("AI", 0),
        TeachesTopic("Law", 2),
        BothFree(60, sum(1 << place for place in range(36, 40)), WEEK),
        OtherBackground(("Care",)),
        OtherDepartment("IT", "HR"),
        OtherLocation("Rome", "Bonn"),
        SharesLanguage("English"),
        SharesFormat("online"),
        LevelsApart(3),
    )
    assert score_pair(ada, replace(GRACE, topics=("Slang",)), MatchSettings()).reasons == ()


@pytest.mark.parametrize(
    ("zone", "span", "expected"),
    [
        ("UTC", Span(0, 9 * 60, 10 * 60), range(36, 40)),
        ("Asia/Kathmandu", Span(0, 9 * 60, 10 * 60), range(13, 17)),  # 5:45 ahead: 03:15
        ("Asia/Tokyo", Span(0, 8 * 60, 10 * 60), [*range(0, 4), *range(668, 672)]),  # Sunday night comes round
        ("UTC", Span(6, 23 * 60, 60), [*range(0, 4), *range(668, 672)]),
        ("UTC", Span(1, 5, 30), [97]),  # only whole quarter hours
        ("UTC", Span(1, 5, 10), []),
    ],
)
def test_quarter_hours_of_a_week(zone: str, span: Span, expected: list[int]) -> None:
    assert quarters(week_mask(zone, (span,), WEEK)) == tuple(expected)


@effort(deadline=None, max_examples=80)
@given(requests(most=6))
@pytest.mark.parametrize("wide", [0, 64])
def test_all_pairs_at_once_get_what_one_pair_gets(wide: int, request: MatchRequest) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(features, "WIDE", wide)
        found = features.features(request, tables(request))
    nobody = np.empty(0, np.int64)
    scores = Scores.of_features(found, (nobody, nobody), 0).all()
    by_trait = replace(request, managers={}, forbidden=frozenset(), earlier=frozenset())
    for row, mentor in enumerate(request.mentors):
        for column, mentee in enumerate(request.mentees):
            one, other = (
                replace(mentor, person="x", manager="m", paused=False, capacity=1),
                replace(mentee, person="y", manager="n", paused=False, capacity=1),
            )
            settings = replace(by_trait.settings, min_score=0)
            if broken_rules(one, other, replace(by_trait, mentors=(one,), mentees=(other,), settings=settings)):
                assert scores[row, column] < 0
            else:
                assert scores[row, column] == score_pair(mentor, mentee, request.settings).score
