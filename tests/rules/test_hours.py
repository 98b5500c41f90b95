"""When a message may reach a person: weekends, nights, pauses, and clocks that change in both directions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import hours
from bot.rules.hours import WINDOWS
from storage.enums import Weight

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC", "Europe/London", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Asia/Tokyo",
        "Africa/Cairo",  # changes its clocks at midnight, and so has days without one
        "Australia/Lord_Howe",  # changes them by half an hour
        "Pacific/Apia", "Pacific/Chatham", "Pacific/Pago_Pago",
    )
]  # fmt: skip

zones = st.sampled_from(ZONES)
moments = st.timedeltas(timedelta(0), timedelta(days=6 * 365)).map(
    lambda after: datetime(2024, 1, 1, tzinfo=UTC) + after
)
windowed = st.sampled_from(sorted(WINDOWS))


def at(zone: ZoneInfo, text: str) -> datetime:
    """A wall-clock time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}"


# 2026: Europe changes on 29 March and 25 October, the United States on 8 March and 1 November.
@pytest.mark.parametrize(
    ("weight", "zone", "asked", "allowed"),
    [
        (Weight.NUDGE, LONDON, "2026-03-02T11:00", "Mon 02 Mar 11:00"),
        (Weight.NUDGE, LONDON, "2026-03-02T09:00", "Mon 02 Mar 09:00"),
        (Weight.NUDGE, LONDON, "2026-03-02T08:59", "Mon 02 Mar 09:00"),
        (Weight.NUDGE, LONDON, "2026-03-02T16:59", "Mon 02 Mar 16:59"),
        (Weight.NUDGE, LONDON, "2026-03-02T17:00", "Tue 03 Mar 09:00"),
        (Weight.NUDGE, LONDON, "2026-03-06T17:00", "Mon 09 Mar 09:00"),  # Friday evening
        (Weight.NUDGE, LONDON, "2026-03-07T12:00", "Mon 09 Mar 09:00"),  # Saturday
        (Weight.NUDGE, LONDON, "2026-03-08T23:59", "Mon 09 Mar 09:00"),  # Sunday
        (Weight.NUDGE, LONDON, "2026-03-27T18:00", "Mon 30 Mar 09:00"),  # the weekend is an hour short
        (Weight.NUDGE, LONDON, "2026-10-23T18:00", "Mon 26 Oct 09:00"),  # and here an hour long
        (Weight.NUDGE, NEW_YORK, "2026-03-06T18:00", "Mon 09 Mar 09:00"),
        (Weight.NUDGE, NEW_YORK, "2026-10-30T18:00", "Mon 02 Nov 09:00"),
        (Weight.NOTICE, LONDON, "2026-03-07T12:00", "Sat 07 Mar 12:00"),
        (Weight.NOTICE, LONDON, "2026-03-02T19:59", "Mon 02 Mar 19:59"),
        (Weight.NOTICE, LONDON, "2026-03-02T20:00", "Tue 03 Mar 08:00"),
        (Weight.NOTICE, LONDON, "2026-03-02T03:00", "Mon 02 Mar 08:00"),
        (Weight.NOTICE, LONDON, "2026-03-28T22:00", "Sun 29 Mar 08:00"),  # the night is an hour short
        (Weight.NOTICE, NEW_YORK, "2026-10-31T22:00", "Sun 01 Nov 08:00"),  # and here an hour long
        (Weight.ANSWER, LONDON, "2026-03-08T03:00", "Sun 08 Mar 03:00"),
    ],
)
def test_moves_a_message_into_the_persons_day(weight: Weight, zone: ZoneInfo, asked: str, allowed: str) -> None:
    assert clock(hours.allowed_at(weight, at(zone, asked), zone), zone) == allowed


def test_changing_clocks_move_the_hour_in_utc() -> None:
    assert hours.allowed_at(Weight.NUDGE, at(LONDON, "2026-03-27T18:00"), LONDON) == datetime(
        2026, 3, 30, 8, tzinfo=UTC
    )
    assert hours.allowed_at(Weight.NUDGE, at(LONDON, "2026-10-23T18:00"), LONDON) == datetime(
        2026, 10, 26, 9, tzinfo=UTC
    )


@given(windowed, moments, zones)
def test_is_in_the_window_and_never_earlier_than_asked(weight: Weight, when: datetime, zone: ZoneInfo) -> None:
    allowed = hours.allowed_at(weight, when, zone)
    local = allowed.astimezone(zone)
    opens, closes = WINDOWS[weight]
    assert allowed >= when
    assert opens <= local.time() < closes
    assert weight is not Weight.NUDGE or local.weekday() < 5
    assert hours.allowed_at(weight, allowed, zone) == allowed
    assert allowed - when <= timedelta(hours=17 if weight is Weight.NOTICE else 24 * 3)


@given(windowed, moments, zones, st.floats(0, 0.99))
def test_is_the_first_moment_in_the_window(weight: Weight, when: datetime, zone: ZoneInfo, part: float) -> None:
    allowed = hours.allowed_at(weight, when, zone)
    if allowed > when:
        between = (when + part * (allowed - when)).astimezone(zone)
        opens, closes = WINDOWS[weight]
        free_day = weight is Weight.NUDGE and between.weekday() >= 5
        assert free_day or not opens <= between.time() < closes


@given(moments, zones)
def test_an_answer_never_waits(when: datetime, zone: ZoneInfo) -> None:
    assert hours.allowed_at(Weight.ANSWER, when, zone) == when


@pytest.mark.parametrize(
    ("asked", "last", "paused_until", "nudged"),
    [
        ("2026-03-02T11:00", None, None, "Mon 02 Mar 11:00"),
        ("2026-03-03T11:00", "2026-03-02T16:00", None, "Tue 03 Mar 11:00"),
        ("2026-03-02T11:00", "2026-03-02T09:00", None, "Tue 03 Mar 09:00"),  # one on a working day
        ("2026-03-06T11:00", "2026-03-06T09:00", None, "Mon 09 Mar 09:00"),
        ("2026-03-06T18:00", "2026-03-06T09:00", None, "Mon 09 Mar 09:00"),
        ("2026-03-02T11:00", None, "2026-03-18T00:00", "Wed 18 Mar 09:00"),
        ("2026-03-02T11:00", None, "2026-03-21T00:00", "Mon 23 Mar 09:00"),  # until a Saturday
        ("2026-03-02T11:00", None, "2026-03-01T00:00", "Mon 02 Mar 11:00"),  # the pause is over
        ("2026-03-02T11:00", "2026-03-18T10:00", "2026-03-18T00:00", "Thu 19 Mar 09:00"),
    ],
)
def test_nudges_once_a_working_day_and_never_while_paused(
    asked: str, last: str | None, paused_until: str | None, nudged: str
) -> None:
    found = hours.nudge_at(
        at(LONDON, asked),
        LONDON,
        at(LONDON, last) if last else None,
        at(LONDON, paused_until) if paused_until else None,
    )
    assert clock(found, LONDON) == nudged


@given(moments, zones, st.none() | moments, st.none() | moments)
def test_a_nudge_keeps_every_promise(
    when: datetime, zone: ZoneInfo, last: datetime | None, paused_until: datetime | None
) -> None:
    found = hours.nudge_at(when, zone, last, paused_until)
    assert found >= when
    assert hours.allowed_at(Weight.NUDGE, found, zone) == found
    assert last is None or found.astimezone(zone).date() > last.astimezone(zone).date()
    assert paused_until is None or found >= paused_until
    assert hours.nudge_at(found, zone, last, paused_until) == found


@given(moments, zones, st.integers(1, 30))
def test_a_week_of_nudges_is_at_most_five(when: datetime, zone: ZoneInfo, minutes: int) -> None:
    last: datetime | None = None
    days: list[date] = []
    while not days or days[-1] < days[0] + timedelta(days=7):
        last = hours.nudge_at(when if last is None else last + timedelta(minutes=minutes), zone, last, None)
        days.append(last.astimezone(zone).date())
    assert len(days) - 1 == 5
    assert len(set(days)) == len(days)


@given(moments, zones)
def test_the_next_working_morning_is_at_nine_on_another_day(after: datetime, zone: ZoneInfo) -> None:
    local = hours.next_working_morning(after, zone).astimezone(zone)
    assert local.time() == time(9)
    assert local.weekday() < 5
    assert timedelta(0) < local.date() - after.astimezone(zone).date() <= timedelta(days=3)


@pytest.mark.parametrize(
    ("meeting", "zone", "card"),
    [
        ("2026-03-04T10:00", LONDON, "Tue 03 Mar 09:00"),
        ("2026-03-09T10:00", LONDON, "Fri 06 Mar 09:00"),  # Monday
        ("2026-03-08T10:00", LONDON, "Fri 06 Mar 09:00"),  # Sunday
        ("2026-03-30T10:00", LONDON, "Fri 27 Mar 09:00"),  # with another clock in between
        ("2026-11-02T10:00", NEW_YORK, "Fri 30 Oct 09:00"),
    ],
)
def test_the_card_comes_on_the_last_working_day_before(meeting: str, zone: ZoneInfo, card: str) -> None:
    assert clock(hours.last_working_day_before(at(zone, meeting), zone), zone) == card


@given(moments, zones)
def test_the_card_may_reach_the_person_and_comes_before(meeting: datetime, zone: ZoneInfo) -> None:
    card = hours.last_working_day_before(meeting, zone)
    assert card.astimezone(zone).date() < meeting.astimezone(zone).date()
    assert hours.allowed_at(Weight.NOTICE, card, zone) == card
    assert hours.next_working_morning(card, zone).astimezone(zone).date() >= meeting.astimezone(zone).date()


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), zones)
def test_a_pause_ends_when_the_day_begins(until: date, zone: ZoneInfo) -> None:
    ends = hours.pause_ends(until, zone)
    assert ends.astimezone(zone).date() == until
    assert (ends - timedelta(minutes=1)).astimezone(zone).date() == until - timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day", "chosen", "becomes"),
    [
        (LONDON, date(2026, 3, 29), time(0, 30), "Sun 29 Mar 00:30"),
        (LONDON, date(2026, 3, 29), time(1, 30), "Sun 29 Mar 02:30"),  # there is no 01:30
        (NEW_YORK, date(2026, 3, 8), time(2, 15), "Sun 08 Mar 03:15"),
        (LONDON, date(2026, 10, 25), time(1, 30), "Sun 25 Oct 01:30"),
    ],
)
def test_a_skipped_time_is_moved_on(zone: ZoneInfo, day: date, chosen: time, becomes: str) -> None:
    assert clock(hours.at_local(day, chosen, zone), zone) == becomes


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert hours.at_local(date(2026, 10, 25), time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.times(time(8), time(20)), zones)
def test_a_time_of_day_is_what_the_clock_shows(day: date, chosen: time, zone: ZoneInfo) -> None:
    local = hours.at_local(day, chosen, zone).astimezone(zone)
    assert (local.date(), local.time()) == (day, chosen)


@pytest.mark.parametrize(
    ("zone", "from_", "days", "then"),
    [
        (LONDON, "2026-03-02T11:00", 3, "Thu 05 Mar 11:00"),
        (LONDON, "2026-03-02T11:00", 5, "Mon 09 Mar 11:00"),
        (LONDON, "2026-03-06T18:30", 1, "Mon 09 Mar 18:30"),
        (LONDON, "2026-03-07T12:00", 1, "Mon 09 Mar 12:00"),
        (LONDON, "2026-03-27T11:00", 1, "Mon 30 Mar 11:00"),
        (NEW_YORK, "2026-10-30T11:00", 1, "Mon 02 Nov 11:00"),
        (LONDON, "2026-03-02T11:00", 0, "Mon 02 Mar 11:00"),
    ],
)
def test_counts_working_days(zone: ZoneInfo, from_: str, days: int, then: str) -> None:
    assert clock(hours.working_days_later(at(zone, from_), days, zone), zone) == then


@given(moments, zones, st.integers(1, 30))
def test_lands_on_a_working_day_with_so_many_passed(when: datetime, zone: ZoneInfo, days: int) -> None:
    then = hours.working_days_later(when, days, zone).astimezone(zone)
    begin = when.astimezone(zone).date()
    passed = [begin + timedelta(days=n) for n in range(1, (then.date() - begin).days + 1)]
    assert sum(map(hours.is_working_day, passed)) == days
    assert hours.is_working_day(then.date())
