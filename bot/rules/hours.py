"""When a message may reach a person, in their own zone. Pure: `now` is an argument, everything comes and goes in UTC.

Working hours are Monday to Friday, 09:00-17:00; notices go out between 08:00 and 20:00 on any day (ARCHITECTURE.md).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.enums import Weight

MORNING = time(9)
WINDOWS = {Weight.NOTICE: (time(8), time(20)), Weight.NUDGE: (time(9), time(17))}


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def at_local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That wall-clock time in UTC. A time that daylight saving skips moves on by as much as the clock jumps; of a time
    that comes twice the first is meant."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def allowed_at(weight: Weight, when: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `when` on at which a message of this weight may reach somebody in `zone`."""
    if weight not in WINDOWS:
        return when
    opens, closes = WINDOWS[weight]
    local = when.astimezone(zone)
    for days in range(8):
        day = local.date() + timedelta(days=days)
        if weight is Weight.NUDGE and not is_working_day(day):
            continue
        start, end = at_local(day, opens, zone), at_local(day, closes, zone)
        if when < end:
            return max(when, start)
    raise AssertionError("every week has working days")


def next_working_morning(after: datetime, zone: ZoneInfo) -> datetime:
    """09:00 of the first working day after the local date of `after`."""
    return allowed_at(Weight.NUDGE, at_local(after.astimezone(zone).date() + timedelta(days=1), time(0), zone), zone)


def nudge_at(when: datetime, zone: ZoneInfo, last_nudged: datetime | None, paused_until: datetime | None) -> datetime:
    """The first moment from `when` on for a nudge: in working hours, one per working day, never while paused."""
    if paused_until is not None and paused_until > when:
        when = paused_until
    when = allowed_at(Weight.NUDGE, when, zone)
    if last_nudged is not None and last_nudged.astimezone(zone).date() >= when.astimezone(zone).date():
        when = next_working_morning(last_nudged, zone)
    return when


def last_working_day_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """09:00 of the last working day before the local date of `moment`: when the day-before card goes out."""
    day = moment.astimezone(zone).date() - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return at_local(day, MORNING, zone)


def pause_ends(until: date, zone: ZoneInfo) -> datetime:
    """A pause until a date ends when that day begins for the person."""
    return at_local(until, time(0), zone)


def working_days_later(when: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall-clock time, so many working days later."""
    local = when.astimezone(zone)
    day = local.date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return at_local(day, local.time(), zone)
