"""Launching pairs that a manager has already."""

from dataclasses import replace

from bot.facts.launch import LaunchList
from bot.views import launch as views
from tests.views.case import cases
from tests.views.cast import ADA, DELETED, FLIP, ORPHAN, crowd

LIST = LaunchList(run_id=5, programme=FLIP, pairs=3, working=False, waiting=(ADA,), introduced=1, unreachable=())

CASES = [
    *cases(views.modal, one=FLIP, empty=ORPHAN, many=replace(FLIP, managers=crowd(12))),
    *cases(views.launched, one=1, many=240),
    *cases(
        views.launch_list,
        "many",
        one=LIST,
        empty=replace(LIST, waiting=(), introduced=3),
        working=replace(LIST, working=True),
        deleted=replace(LIST, waiting=(DELETED,), unreachable=("U0CHARLIE",)),
        many=replace(
            LIST, pairs=240, waiting=crowd(200), unreachable=tuple(f"U0GUEST{n}" for n in range(60)), introduced=20
        ),
    ),
]
