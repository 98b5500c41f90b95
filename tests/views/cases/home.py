"""Home, for everybody."""

from dataclasses import replace

from bot.facts.home import HomeFacts, NextStep, PairFacts, Participation
from bot.facts.programmes import ProgrammeFacts, StatusFacts
from bot.views import home as views
from storage.enums import PairState, Role
from tests.views.case import cases
from tests.views.cases.status import STATUS
from tests.views.cast import ADA, BOLD, DELETED, FLIP, GRACE, LATE, MEETING, ORPHAN, crowd, programmes

STRANGER = HomeFacts(participations=(), open_programmes=(), managed=(), may_create=False, paused_until=None)
TO_BOOK = PairFacts(
    pair_id=12,
    state=PairState.ACTIVE,
    other=ADA,
    met=2,
    planned=6,
    step=NextStep.BOOK,
    may_write_story=True,
    may_book=True,
)
LISTED = Participation(participant_id=3, programme=FLIP, role=Role.MENTEE, pairs=(), asked=False)
PAIRED = replace(LISTED, pairs=(TO_BOOK,))
STEPS = {
    NextStep.INTRODUCING: replace(TO_BOOK, step=NextStep.INTRODUCING, met=0, may_write_story=False, may_book=False),
    NextStep.BOOK: TO_BOOK,
    NextStep.PARTNER_BOOKS: replace(TO_BOOK, step=NextStep.PARTNER_BOOKS, other=GRACE, may_book=False),
    NextStep.LATER: replace(TO_BOOK, step=NextStep.LATER, book_from=LATE),
    NextStep.MEETING: replace(TO_BOOK, step=NextStep.MEETING, meeting_id=40, meeting_at=MEETING, may_book=False),
    NextStep.CHECK_IN: replace(TO_BOOK, step=NextStep.CHECK_IN, meeting_id=40, may_book=False),
    NextStep.ASKED: replace(TO_BOOK, step=NextStep.ASKED, meeting_id=40, may_book=False),
    NextStep.DONE: replace(TO_BOOK, step=NextStep.DONE, state=PairState.COMPLETED, met=6, may_book=False),
}
BUSY = replace(
    STRANGER,
    participations=(
        replace(LISTED, pairs=(TO_BOOK, STEPS[NextStep.DONE])),
        Participation(4, BOLD, Role.MENTOR, (STEPS[NextStep.MEETING],), asked=True),
    ),
    open_programmes=(replace(FLIP, id=9, name="Another one"),),
    managed=(STATUS, replace(STATUS, programme=BOLD)),
    may_create=True,
    paused_until=LATE,
)


def _status(programme: ProgrammeFacts) -> StatusFacts:
    return replace(STATUS, programme=programme, met=dict.fromkeys(range(25), 1))


MOST = replace(
    BUSY,
    participations=tuple(
        Participation(n, programme, Role.MENTEE, tuple(replace(TO_BOOK, other=who) for who in crowd(12)), asked=False)
        for n, programme in enumerate(programmes(12))
    ),
    open_programmes=programmes(12),
    managed=tuple(_status(programme) for programme in programmes(12)),
)

CASES = [
    *cases(
        views.home,
        "most",
        empty=STRANGER,
        one=replace(STRANGER, open_programmes=(FLIP,)),
        nobody_to_ask=replace(STRANGER, open_programmes=(ORPHAN,)),
        may_create=replace(STRANGER, may_create=True),
        one_managed=replace(STRANGER, managed=(STATUS,)),
        listed=replace(STRANGER, participations=(LISTED,)),
        asked=replace(STRANGER, participations=(replace(LISTED, asked=True),)),
        paused=replace(STRANGER, participations=(PAIRED,), paused_until=LATE),
        partner_deleted=replace(STRANGER, participations=(replace(LISTED, pairs=(replace(TO_BOOK, other=DELETED),)),)),
        **{
            f"step_{step}": replace(STRANGER, participations=(replace(LISTED, pairs=(pair,)),))
            for step, pair in STEPS.items()
        },
        many=BUSY,
        most=MOST,
    )
]
assert set(STEPS) == set(NextStep)
