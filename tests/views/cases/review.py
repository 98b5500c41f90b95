"""The review of a run's pairs, in modals."""

from dataclasses import replace

from bot.facts.matching import HandForm, Preview, ProposedPair, ReviewPage, SwapForm, SwapOutcome
from bot.rules.matching import Match, OtherDepartment, Part, TeachesTopic
from bot.views import review as views
from storage.enums import ProposalState
from tests.views.case import cases
from tests.views.cases.matching import CROWDED, EVERY_REASON, RUN
from tests.views.cases.pairs import INTRODUCTION
from tests.views.cast import ADA, DELETED, FLIP, GRACE, LINUS, crowd, programmes

PAIR = ProposedPair(
    proposal_id=9,
    mentor=ADA,
    mentee=GRACE,
    state=ProposalState.PROPOSED,
    locked=False,
    score=8712,
    parts={Part.TOPICS: 4500, Part.DEPARTMENT: 1000, Part.LEVEL: 512},
    reasons=(TeachesTopic("AI tools", 0), OtherDepartment("Engineering", "Operations")),
)
PAGE = ReviewPage(run=RUN, pairs=(PAIR,), page=0, pages=1)
CROWD = tuple(
    replace(PAIR, proposal_id=n, mentor=who, reasons=EVERY_REASON, parts=dict.fromkeys(Part, 1234))
    for n, who in enumerate(crowd(99), start=100)
)
FULL = ReviewPage(run=CROWDED, pairs=CROWD[:20], page=5, pages=12)
MATCH = Match("1", "2", PAIR.score, PAIR.parts, PAIR.reasons)
RICH = replace(MATCH, reasons=EVERY_REASON)
OUTCOME = SwapOutcome(9, 10, ((ADA, LINUS, MATCH), (GRACE, DELETED, replace(MATCH, reasons=()))), gain=-1250, page=0)

CASES = [
    *cases(
        views.page,
        "many",
        one=PAGE,
        empty=replace(PAGE, pairs=()),
        many=FULL,
        no_reason=replace(PAGE, pairs=(replace(PAIR, reasons=(), parts={}),)),
        locked=replace(PAGE, pairs=(replace(PAIR, locked=True),)),
        approved=replace(PAGE, pairs=(replace(PAIR, state=ProposalState.MENTOR_ASKED),)),
        first_of_two=replace(FULL, page=0, pages=2),
        last_of_two=replace(FULL, pairs=(PAIR,), page=1, pages=2),
    ),
    *cases(
        views.swap_modal,
        "many",
        one=SwapForm(PAIR, CROWD[:1], 0),
        many=SwapForm(PAIR, CROWD, 3),
    ),
    *cases(
        views.swap_confirm,
        "many",
        worse=OUTCOME,
        better=replace(OUTCOME, gain=75),
        same=replace(OUTCOME, gain=0),
        many=replace(OUTCOME, pairs=((ADA, LINUS, RICH), (GRACE, ADA, RICH))),
    ),
    *cases(
        views.preview,
        "many",
        one=Preview(replace(INTRODUCTION, preview=True)),
        many=Preview(replace(INTRODUCTION, reasons=EVERY_REASON, preview=True)),
    ),
    *cases(
        views.hand_modal,
        "many",
        one=HandForm((FLIP,), "U0ADA", "U0GRACE"),
        nobody_named=HandForm((FLIP,), "", ""),
        many=HandForm(programmes(120), "U0ADA", ""),
    ),
    *cases(views.added),
]
