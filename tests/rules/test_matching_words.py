"""Reasons, rules and weights in words."""

from datetime import date

import pytest

from bot.facts.reader import Reader
from bot.rules.matching import (
    OFFICE_HOURS,
    BothFree,
    LevelsApart,
    ManagerUnknown,
    Match,
    OtherBackground,
    OtherDepartment,
    OtherLocation,
    Part,
    Reason,
    Rule,
    SharesFormat,
    SharesLanguage,
    Span,
    TeachesTopic,
    Why,
)
from bot.rules.matching.hours import week_mask
from bot.views import matching_reason as words
from storage.enums import Role

WEEK = date(2025, 1, 6)
LAW = TeachesTopic("Law", 2)


def said(*reasons: Reason, zone: str = "UTC", most: int = 3) -> str:
    match = Match("1", "2", 0, {}, reasons)
    return words.reason_in_words(match, Reader(zone=zone), mentee="Grace", most=most)


def free(*spans: Span, zone: str = "UTC") -> BothFree:
    mask = week_mask(zone, spans, WEEK)
    return BothFree(mask.bit_count() * 15, mask, WEEK)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ([TeachesTopic("AI", 0)], "teaches AI, which Grace wants most"),
        ([TeachesTopic("AI", 1)], "teaches AI, which Grace wants too"),
        ([TeachesTopic("AI", 0), LAW], "teaches AI and Law, which Grace wants, the first of them most"),
        ([TeachesTopic("AI", 1), LAW], "teaches AI and Law, which Grace wants too"),
        ([OtherBackground(("Care", "Farms"))], "knows Care and Farms from their own life"),
        ([OtherDepartment("IT", "HR")], "from another department (IT, HR)"),
        ([OtherLocation("Rome", "Bonn")], "from another place (Rome, Bonn)"),
        ([SharesLanguage("Welsh")], "both speak Welsh"),
        ([SharesFormat("online")], "both like to meet online"),
        ([SharesFormat("in person")], "both like to meet in person"),
        ([SharesFormat("walking")], "both like to meet this way: walking"),
        ([LevelsApart(1)], "1 level apart"),
        ([LevelsApart(3)], "3 levels apart"),
        ([], "nothing speaks against it; their profiles say too little to say more"),
    ],
)  # fmt: skip
def test_each_reason(reasons: list[Reason], expected: str) -> None:
    assert said(*reasons) == expected


@pytest.mark.parametrize(
    ("found", "zone", "expected"),
    [
        (free(Span(1, 540, 720), Span(3, 540, 720)), "UTC", "both free Tuesday and Thursday mornings"),
        (free(Span(1, 540, 720), Span(3, 780, 960)), "UTC", "both free Tuesday mornings and Thursday afternoons"),
        (free(*(Span(day, 540, 720) for day in range(5))), "UTC", "both free weekday mornings"),
        (free(*OFFICE_HOURS), "UTC", "both free most of the working week"),
        (free(Span(0, 540, 1020)), "UTC", "both free most of Monday"),
        (free(Span(2, 1080, 1260)), "UTC", "both free Wednesday evenings"),
        (free(Span(1, 540, 660)), "America/New_York", "both free 2 hours a week"),  # at night
        (free(Span(1, 840, 1020)), "America/New_York", "both free Tuesday mornings"),
        (free(Span(6, 1380, 60)), "Asia/Tokyo", "both free Monday mornings"),
        (free(Span(0, 600, 660)), "UTC", "both free 1 hour a week"),
    ],
)  # fmt: skip
def test_when_both_are_free_in_the_zone_of_who_reads_it(found: BothFree, zone: str, expected: str) -> None:
    assert said(found, zone=zone) == expected


def test_only_the_most_important_reasons_are_said() -> None:
    many = (TeachesTopic("AI", 0), LevelsApart(2), SharesLanguage("Welsh"), SharesFormat("online"))
    assert said(*many) == "teaches AI, which Grace wants most; 2 levels apart; both speak Welsh"
    assert said(*many, most=1) == "teaches AI, which Grace wants most"


def test_warnings_name_whom_nothing_is_known_about() -> None:
    match = Match("1", "2", 0, {}, (), (ManagerUnknown(Role.MENTOR), ManagerUnknown(Role.MENTEE)))
    found = words.warnings_in_words(match, Reader(), mentor="Ada", mentee="Grace")
    assert [sentence.split(":")[0] for sentence in found] == [
        "I do not know who Ada reports to",
        "I do not know who Grace reports to",
    ]


def test_everything_that_can_be_named_has_a_name_of_its_own() -> None:
    reader = Reader()
    for names in (
        [words.rule_name(rule, reader) for rule in Rule],
        [words.part_name(part, reader) for part in Part],
        [words.weight_sentence(part, reader) for part in Part],
        [words.why_left(why, reader) for why in Why],
    ):
        assert all(names)
        assert len(set(names)) == len(names)
    costs = {Rule.LANGUAGE: 2, Rule.SAME_MANAGER: 7, Rule.HOURS: 2}
    expected = "not the same manager (7), a common language (2), enough common working hours (2)"
    assert words.rules_in_words(costs, reader) == expected
