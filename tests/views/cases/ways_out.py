"""Pausing, leaving, ending a pair."""

from datetime import timedelta

from bot.facts.ways_out import EndForm, LeaveForm, Paused, PauseForm
from bot.views import ways_out as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cast import ADA, BOLD, DAY, DELETED, FLIP, LATE, programmes

CASES = [
    *cases(views.pause_modal, one=PauseForm(earliest=DAY, suggested=DAY + timedelta(days=14))),
    *cases(views.paused, one=Paused(LATE)),
    *cases(
        views.leave_modal,
        "many",
        one=LeaveForm(((3, FLIP, Role.MENTEE),)),
        two=LeaveForm(((3, FLIP, Role.MENTEE), (4, BOLD, Role.MENTOR))),
        many=LeaveForm(tuple((n, each, Role.MENTOR) for n, each in enumerate(programmes(12)))),
    ),
    *cases(views.left),
    *cases(views.end_modal, one=EndForm(12, FLIP, ADA), other_deleted=EndForm(12, FLIP, DELETED)),
    *cases(views.ended),
]
