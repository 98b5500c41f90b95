"""The card about a proposed partner, and its receipts."""

from dataclasses import replace

from bot.facts.proposals import CardState, ProposalCard
from bot.rules.matching import TeachesTopic
from bot.views import proposals as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cases.matching import EVERY_REASON
from tests.views.cast import ADA, BOLD, FLIP, GRACE, ORPHAN

MENTOR = ProposalCard(
    proposal_id=9,
    programme=FLIP,
    role=Role.MENTOR,
    state=CardState.OPEN,
    other=GRACE,
    other_goal="How juniors really work with AI",
    reasons=(TeachesTopic("AI tools", 0),),
)
MENTEE = replace(MENTOR, role=Role.MENTEE, other=ADA, other_goal="How decisions are made up there")
INVITED = replace(MENTOR, invited=True, other_goal="", reasons=())

CASES = [
    *cases(
        views.card,
        "many",
        one=MENTOR,
        mentee=MENTEE,
        empty=replace(MENTOR, reasons=(), programme=ORPHAN),
        mentee_no_topics=replace(MENTEE, reasons=()),
        many=replace(MENTOR, reasons=EVERY_REASON, programme=BOLD),
        mentor_yes=replace(MENTOR, state=CardState.YES),
        mentee_yes=replace(MENTEE, state=CardState.YES),
        introduced=replace(MENTOR, state=CardState.YES, introduced=True),
        to_book=replace(MENTEE, state=CardState.YES, introduced=True, pair_to_book=12),
        no=replace(MENTOR, state=CardState.NO),
        closed=replace(MENTOR, state=CardState.CLOSED),
        reminder=replace(MENTOR, reminder=True),
        mentee_reminder=replace(MENTEE, reminder=True),
        invited=INVITED,
        invited_mentee=replace(INVITED, role=Role.MENTEE, other=ADA),
        invited_again=replace(INVITED, reminder=True),
        met_before=replace(INVITED, met_before=3),
    )
]
