"""When a message to two people may go out: in the day of both, else in the mentor's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import hours, together
from storage.enums import Weight

LONDON, NEW_YORK, SINGAPORE = ZoneInfo("Europe/London"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Singapore")
ZONES = [ZoneInfo(name) for name in ("Europe/London", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland", "UTC")]


@pytest.mark.parametrize(
    ("when", "mentor", "mentee", "allowed"),
    [
        ("2026-03-02 10:00", LONDON, LONDON, "2026-03-02 10:00"),
        ("2026-03-02 10:00", LONDON, NEW_YORK, "2026-03-02 13:00"),  # 08:00 in New York
        ("2026-03-02 21:00", LONDON, NEW_YORK, "2026-03-03 13:00"),
        ("2026-03-02 10:00", NEW_YORK, LONDON, "2026-03-02 13:00"),
        ("2026-03-02 13:00", LONDON, SINGAPORE, "2026-03-03 08:00"),  # 16:00 in Singapore
        ("2026-07-06 09:00", NEW_YORK, SINGAPORE, "2026-07-06 12:00"),  # 08:00 and 20:00: the days never meet
    ],
)
def test_both_peoples_day(when: str, mentor: ZoneInfo, mentee: ZoneInfo, allowed: str) -> None:
    moment = datetime.fromisoformat(when).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(allowed).replace(tzinfo=UTC)
    assert together.allowed_at(Weight.NOTICE, moment, mentor, mentee) == expected


def test_an_answer_waits_for_nobody() -> None:
    moment = datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert together.allowed_at(Weight.ANSWER, moment, LONDON, SINGAPORE) == moment


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
    st.sampled_from([Weight.NOTICE, Weight.NUDGE]),
)
def test_never_earlier_and_always_in_the_mentors_day(
    when: datetime, mentor: ZoneInfo, mentee: ZoneInfo, weight: Weight
) -> None:
    moment = together.allowed_at(weight, when, mentor, mentee)
    assert moment >= when
    assert hours.allowed_at(weight, moment, mentor) == moment
