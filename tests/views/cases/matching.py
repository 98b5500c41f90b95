"""A match run as the programme manager sees it, and a pair that breaks a rule."""

from dataclasses import replace
from datetime import date

from bot.facts.matching import LeftFacts, RunFacts, Started, Violation
from bot.rules import matching as rules
from bot.rules.matching import Reason, Rule, Why
from bot.views import matching as views
from storage.enums import RunOrigin, RunState
from tests.views.case import cases
from tests.views.cast import ADA, FLIP, GRACE, LINUS, crowd

RUN = RunFacts(
    run_id=5,
    programme=FLIP,
    state=RunState.PROPOSED,
    origin=RunOrigin.COMMAND,
    pairs=1,
    open_pairs=1,
    locked=0,
    average=8712,
    lowest=8712,
    optimal=True,
    left_mentors=(),
    left_mentees=(LeftFacts(LINUS, Why.TOO_FEW_SEATS, {Rule.SAME_MANAGER: 1}),),
    blocked={},
)
CROWDED = replace(
    RUN,
    pairs=240,
    open_pairs=200,
    locked=12,
    lowest=0,
    optimal=False,
    left_mentors=tuple(LeftFacts(each, Why.NOBODY_ALLOWED, dict.fromkeys(Rule, 3)) for each in crowd(25)),
    left_mentees=tuple(LeftFacts(each, why, {}) for each, why in zip(crowd(5), Why, strict=True)),
)
EMPTY = replace(RUN, state=RunState.EMPTY, pairs=0, open_pairs=0)
APPROVED = replace(RUN, state=RunState.APPROVED, open_pairs=0)
BROKEN = Violation(pair_id=12, programme=FLIP, mentor=ADA, mentee=GRACE, rule=Rule.REPORTING_LINE, settled=False)

EVERY_REASON: tuple[Reason, ...] = (
    *(rules.TeachesTopic(f"Topic {n}", n) for n in range(20)),
    rules.OtherDepartment("Engineering", "Operations"),
    rules.OtherLocation("Leeds", "London"),
    rules.OtherBackground(("Growing up abroad", "Caring for a parent")),
    rules.SharesLanguage("English"),
    rules.BothFree(minutes=120, mask=0b11111111 << 36, week=date(2026, 3, 2)),
    rules.SharesFormat("online"),
    rules.LevelsApart(3),
)

CASES = [
    *cases(views.working, one=Started(FLIP, 1, 1), many=Started(FLIP, 440, 498)),
    *cases(
        views.summary,
        "many",
        one=RUN,
        empty=replace(EMPTY, left_mentees=()),
        many=CROWDED,
        nobody_left=replace(RUN, left_mentees=()),
        weekly=replace(RUN, origin=RunOrigin.WEEKLY),
        by_hand=replace(RUN, origin=RunOrigin.BY_HAND, locked=1),
        launch=replace(RUN, origin=RunOrigin.LAUNCH),
        working=replace(RUN, state=RunState.WORKING),
        approved=APPROVED,
        undoable=replace(APPROVED, undoable=True),
        discarded=replace(CROWDED, state=RunState.DISCARDED),
        failed=replace(EMPTY, state=RunState.FAILED),
        blocked=replace(EMPTY, blocked=dict.fromkeys(Rule, 40)),
    ),
    *cases(
        views.violation,
        "reporting_line",
        settled=replace(BROKEN, settled=True),
        **{str(rule): replace(BROKEN, rule=rule) for rule in (Rule.REPORTING_LINE, Rule.SAME_MANAGER, Rule.LEVEL)},
    ),
]
