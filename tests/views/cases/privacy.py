"""What is stored about the reader."""

from dataclasses import replace

from bot.facts.people import PersonFacts
from bot.facts.ways_out import StoredAbout, StoredRole
from bot.views import privacy as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cast import ADA, BOLD, FLIP, GRACE, LATE, programmes

ROLE = StoredRole(
    programme=FLIP,
    role=Role.MENTOR,
    topics=("AI tools", "Social media"),
    goal="How decisions are made up there",
    consented_at=LATE,
    consent_version="2026-11",
    pairs=1,
    meetings=2,
    check_ins=2,
    feedback=2,
    stories=0,
)
ONE = StoredAbout(
    person=ADA,
    zone="Europe/London",
    language="en_GB",
    manager=GRACE,
    department="Engineering",
    level=2,
    paused_until=LATE,
    roles=(ROLE,),
    manages=(FLIP,),
    messages=14,
)
STRANGER = StoredAbout(None, "", "", None, "", None, None, (), (), 0)
MANY = replace(
    ONE,
    roles=tuple(replace(ROLE, programme=each, topics=FLIP.topics * 7) for each in programmes(30)),
    manages=programmes(30),
)

CASES = [
    *cases(
        views.privacy,
        "many",
        empty=STRANGER,
        looked=replace(STRANGER, messages=1),
        one=ONE,
        only_in_roster=replace(
            STRANGER, person=ADA, zone="UTC", language="en_GB", manager=PersonFacts("U0BOSS", ""), level=0
        ),
        many=replace(MANY, roles=(ROLE, replace(ROLE, role=Role.MENTEE, programme=BOLD, topics=(), goal=""))),
        most=MANY,
    ),
    *cases(views.delete_modal),
    *cases(views.deleted),
]
