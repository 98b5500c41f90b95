"""The message budget: what reaches a person in their first month, their own clicks' answers apart.

At most eight messages when they do everything in time, twelve when they do nothing; at most one nudge a working day.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.company import ADA, GRACE, MARGARET
from tests.office import MONDAY, Office, Person
from tests.story.test_story import create, join

MONTH = timedelta(days=31)


class Counted:
    """A participant, and how many of their messages answered a click of their own."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.answers = 0

    @property
    def seen(self) -> int:
        """Everything that the bot ever posted to the person, alone or in their pair."""
        own = self.person.office.slack.sandbox.core.workspace.bot.id
        return sum(
            message["user"] == own
            for conversation in self.person.view()["conversations"]
            if conversation["kind"] in ("im", "mpim")
            for message in conversation["messages"]
        )

    def does(self, deed: Callable[[Person], object]) -> None:
        before = self.seen
        deed(self.person)
        self.answers += self.seen - before

    @property
    def told(self) -> int:
        return self.seen - self.answers


def begin(office: Office, weeks: int) -> tuple[Counted, Counted]:
    margaret, ada, grace = office.person(MARGARET), Counted(office.person(ADA)), Counted(office.person(GRACE))
    create(margaret, weeks=str(weeks))
    margaret.command("/mentoring-admin invite")
    ada.does(lambda p: join(p, "I want to teach", ["AI tools"], "A view from above"))
    grace.does(lambda p: join(p, "I want to learn", ["AI tools"], "A view from below"))
    margaret.command("/mentoring-admin match")
    margaret.press("Approve all")
    return ada, grace


def book(grace: Counted, day: str) -> None:
    label = "Book" if "[Book]" in grace.person.home() else None
    grace.does(lambda p: p.press(label, None) if label else p.press("Book the first meeting"))
    grace.does(lambda p: p.submit(day=day, clock="10:00"))


@pytest.mark.parametrize("weeks", [2, 4])
def test_who_does_everything_in_time_gets_eight_messages_at_most(office: Office, weeks: int) -> None:
    ada, grace = begin(office, weeks)
    ada.does(lambda p: p.press("Yes, gladly"))
    office.at(datetime(2026, 3, 2, 15, tzinfo=UTC))
    grace.does(lambda p: p.press("Yes, gladly"))
    day = MONDAY + timedelta(days=3)
    while day < MONDAY + MONTH:
        book(grace, f"{day:%Y-%m-%d}")
        office.at(day.replace(hour=19))
        for one in (grace, ada):
            one.does(lambda p: p.press("We met"))
            one.does(lambda p: p.press("4"))
        day += timedelta(weeks=weeks)
    office.at(MONDAY + MONTH)
    assert ada.told <= 8
    assert grace.told <= 8
