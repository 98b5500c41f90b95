"""When a message to two people may go out. Pure: times come and go in UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules import hours
from storage.enums import Weight

ROUNDS = 16  # each round goes to one person's next window; a week has no more of them


def allowed_at(weight: Weight, when: datetime, first: ZoneInfo, second: ZoneInfo) -> datetime:
    """The first moment from `when` on that lies in both people's day; if their days never meet, in the first one's.

    The first is the mentor: theirs are the more comfortable hours (ARCHITECTURE.md, the outbox).
    """
    moment = when
    for _ in range(ROUNDS):
        both = hours.allowed_at(weight, hours.allowed_at(weight, moment, first), second)
        if both == moment:
            return moment
        moment = both
    return hours.allowed_at(weight, when, first)
