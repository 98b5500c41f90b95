"""Who and what the views show in the tests: the fixed cast, one programme, a few moments, two readers."""

from datetime import UTC, date, datetime

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.facts.reader import Reader

LONDON = Reader("en_GB", "Europe/London")
NEW_YORK = Reader("en_US", "America/New_York")

ADA = PersonFacts("U0ADA", "Ada", "Apprentice")
GRACE = PersonFacts("U0GRACE", "Grace", "Head of Operations")
LINUS = PersonFacts("U0LINUS", "Linus", "Head of Platform")
MARGARET = PersonFacts("U0MARGARET", "Margaret", "Learning and development")
CHARLIE = PersonFacts("U0CHARLIE", "Charlie", "Analyst")
DELETED = PersonFacts("", "")  # somebody who had their data deleted

FLIP = ProgrammeFacts(
    id=1,
    name="Flip 2026",
    goal="See our company through younger eyes",
    topics=("AI tools", "Social media", "Belonging here"),
    meetings_planned=6,
    weeks_between=4,
    minutes=60,
    managers=(MARGARET,),
    stories_channel="C0STORIES",
)
BOLD = ProgrammeFacts(
    id=2,
    name="Bold ideas",
    goal="Hear what nobody says aloud",
    topics=("Data", "Sustainability"),
    meetings_planned=1,
    weeks_between=2,
    minutes=30,
    managers=(MARGARET, CHARLIE),
    stories_channel="C0BOLD",
)
ORPHAN = ProgrammeFacts(  # its last manager had their data deleted
    id=3, name="Without a manager", goal="Go on by itself", topics=(), managers=(), stories_channel="C0STORIES"
)

MEETING = datetime(2026, 3, 10, 14, 30, tzinfo=UTC)  # 14:30 in London, 10:30 in New York: they change clocks apart
LATE = datetime(2026, 7, 1, 3, 30, tzinfo=UTC)  # 1 July in London, still 30 June in New York
DAY = date(2026, 3, 17)


def crowd(count: int) -> tuple[PersonFacts, ...]:
    """So many people with names of their own."""
    return tuple(PersonFacts(f"U0CROWD{n}", f"Person {n}", f"Title {n}") for n in range(1, count + 1))


def programmes(count: int) -> tuple[ProgrammeFacts, ...]:
    """So many programmes with names of their own."""
    return tuple(
        ProgrammeFacts(
            id=n, name=f"Programme {n}", goal=f"Goal {n}", topics=("AI tools",), managers=(MARGARET,),
            stories_channel="C0STORIES",
        )
        for n in range(1, count + 1)
    )  # fmt: skip
