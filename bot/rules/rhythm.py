"""When a pair's next step is due. Pure; times are UTC."""

from datetime import datetime, timedelta

MEETINGS_PLANNED = (1, 24)  # the least and the most; the same for the next two
WEEKS_BETWEEN = (2, 26)  # weekly meetings would break the message budget; a pair may always book sooner by itself
MINUTES = (15, 240)
CHECK_IN_AFTER = timedelta(hours=1)  # after the meeting's end
CHECK_IN_FOR = timedelta(days=14)  # then the question is old news
BOOK_AHEAD = timedelta(weeks=2)  # booking is due this long before the next meeting should be
NUDGE_AFTER = timedelta(days=7)
STORY_AFTER_MEETING = 3
FURTHEST_MEETING = timedelta(days=366)


def booking_due(last_meeting: datetime, weeks_between: int, counted_at: datetime) -> datetime:
    """From two weeks before "last meeting + weeks between", never before the last meeting is counted."""
    return max(counted_at, last_meeting + timedelta(weeks=weeks_between) - BOOK_AHEAD)


def check_in_at(starts_at: datetime, minutes: int) -> datetime:
    return starts_at + timedelta(minutes=minutes) + CHECK_IN_AFTER


def check_in_ends(starts_at: datetime, minutes: int) -> datetime:
    return check_in_at(starts_at, minutes) + CHECK_IN_FOR


def offers_story(met: int, planned: int) -> bool:
    """Stories are offered by meeting number, never after a good score, so an offer reveals nothing."""
    return met in (STORY_AFTER_MEETING, planned)
