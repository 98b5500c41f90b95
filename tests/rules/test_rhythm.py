"""When a pair's next step is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import rhythm

MET = datetime(2026, 3, 10, 14, tzinfo=UTC)
COUNTED = MET + timedelta(hours=2)

moments = st.timedeltas(timedelta(0), timedelta(days=6 * 365)).map(
    lambda after: datetime(2024, 1, 1, tzinfo=UTC) + after
)
weeks = st.integers(1, 26)


@pytest.mark.parametrize(
    ("weeks_between", "due"),
    [
        (1, COUNTED),
        (2, COUNTED),
        (3, MET + timedelta(weeks=1)),
        (4, MET + timedelta(weeks=2)),
        (26, MET + timedelta(weeks=24)),
    ],
)
def test_booking_is_due_two_weeks_before_the_next_meeting_should_be(weeks_between: int, due: datetime) -> None:
    assert rhythm.booking_due(MET, weeks_between, COUNTED) == due


def test_a_meeting_counted_late_makes_booking_due_at_once() -> None:
    late = MET + timedelta(weeks=10)
    assert rhythm.booking_due(MET, 4, late) == late


@given(moments, weeks, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_booking_is_never_due_before_the_last_meeting_is_counted(
    met: datetime, weeks_between: int, later: timedelta
) -> None:
    due = rhythm.booking_due(met, weeks_between, met + later)
    assert due >= met + later
    assert due == met + later or due == met + timedelta(weeks=weeks_between) - rhythm.BOOK_AHEAD


@given(moments, weeks)
def test_a_longer_rhythm_is_never_due_earlier(met: datetime, weeks_between: int) -> None:
    counted = met + timedelta(hours=2)
    assert rhythm.booking_due(met, weeks_between + 1, counted) >= rhythm.booking_due(met, weeks_between, counted)


@given(moments, st.integers(15, 240))
def test_asks_an_hour_after_the_end(starts_at: datetime, minutes: int) -> None:
    assert rhythm.check_in_at(starts_at, minutes) - starts_at == timedelta(minutes=minutes + 60)


@pytest.mark.parametrize(
    ("planned", "offered"),
    [(6, {3, 6}), (24, {3, 24}), (3, {3}), (2, {2, 3}), (1, {1, 3})],
)
def test_offers_a_story_after_the_third_meeting_and_the_last(planned: int, offered: set[int]) -> None:
    assert {met for met in range(30) if rhythm.offers_story(met, planned)} == offered


@given(st.integers(1, 24))
def test_offers_at_least_one_story_in_every_programme_and_never_before_a_meeting(planned: int) -> None:
    offers = [met for met in range(1, planned + 1) if rhythm.offers_story(met, planned)]
    assert offers[-1] == planned
    assert len(offers) <= 2
    assert not rhythm.offers_story(0, planned)


def test_a_texts_length_is_counted_as_slack_counts_it() -> None:
    from bot.rules.lengths import slack_length

    assert [slack_length(text) for text in ("", "abc", "a&b", "<>", "é", "👍🏽")] == [0, 3, 7, 8, 1, 4]
