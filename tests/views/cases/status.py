"""How far a programme is."""

from dataclasses import replace

from bot.facts.programmes import StatusFacts
from bot.views import status as views
from tests.views.case import cases
from tests.views.cast import FLIP

STATUS = StatusFacts(
    programme=FLIP,
    mentors=5,
    mentees=4,
    waiting=2,
    asked=1,
    active_pairs=2,
    completed_pairs=1,
    ended_pairs=1,
    met={0: 1, 2: 2, 6: 1},
    stories_posted=1,
    stories_waiting=1,
)

CASES = [
    *cases(
        views.status,
        "many",
        one=replace(STATUS, met={1: 1}),
        empty=StatusFacts(FLIP, 0, 0, 0, 0, 0, 0, 0, {}, 0, 0),
        many=replace(STATUS, mentors=2500, met=dict.fromkeys(range(25), 1234)),
    )
]
