"""Working hours of two people in their own zones, compared as quarter hours of one week in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

QUARTERS = 7 * 24 * 4
"""Quarter hours in a week. Zones are at most as fine as that (Nepal is 5:45 ahead of UTC)."""


@dataclass(frozen=True)
class Span:
    """From `start` to `end` (minutes after midnight) on a weekday (0 is Monday). An end at or before the start lies on
    the next day."""

    weekday: int
    start: int
    end: int


OFFICE_HOURS = tuple(Span(day, 9 * 60, 17 * 60) for day in range(5))
"""Monday to Friday, 09:00-17:00."""


@lru_cache(maxsize=4096)
def week_mask(zone: str, hours: tuple[Span, ...], week: date) -> int:
    """The quarter hours of the week (from Monday 00:00 UTC on, as bits) that lie wholly in `hours` of `zone`.

    What reaches over an end of the week comes round on the other: weeks repeat."""
    monday = week - timedelta(days=week.weekday())
    begin = datetime.combine(monday, time(0), UTC)
    tz = ZoneInfo(zone)
    mask = 0
    for span in hours:
        day = datetime.combine(monday + timedelta(days=span.weekday), time(0))
        length = span.end - span.start if span.end > span.start else span.end + 24 * 60 - span.start
        start = (day + timedelta(minutes=span.start)).replace(tzinfo=tz).astimezone(UTC)
        minutes = round((start - begin).total_seconds()) // 60
        first, last = -(-minutes // 15), (minutes + length) // 15
        for quarter in range(first, last):
            mask |= 1 << (quarter % QUARTERS)
    return mask


def quarters(mask: int) -> tuple[int, ...]:
    """Which quarter hours a mask holds."""
    return tuple(place for place in range(QUARTERS) if mask >> place & 1)
