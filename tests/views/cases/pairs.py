"""A pair's introduction."""

from dataclasses import replace

from bot.facts.proposals import Introduction
from bot.rules.matching import TeachesTopic
from bot.views import pairs as views
from tests.views.case import cases
from tests.views.cases.matching import EVERY_REASON
from tests.views.cast import ADA, BOLD, FLIP, GRACE, ORPHAN

INTRODUCTION = Introduction(
    pair_id=12,
    programme=FLIP,
    mentor=ADA,
    mentee=GRACE,
    mentor_goal="How decisions are made up there",
    mentee_goal="How juniors really work with AI",
    reasons=(TeachesTopic("AI tools", 0),),
)

CASES = [
    *cases(
        views.introduction,
        "many",
        one=INTRODUCTION,
        empty=replace(INTRODUCTION, reasons=(), programme=ORPHAN),
        preview=replace(INTRODUCTION, preview=True),
        launched=replace(INTRODUCTION, reasons=(), mentor_goal="", mentee_goal=""),
        many=replace(INTRODUCTION, reasons=EVERY_REASON, programme=BOLD),
    )
]
