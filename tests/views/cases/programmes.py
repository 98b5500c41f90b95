"""Creating a programme, inviting to it, choosing one."""

from dataclasses import replace

from bot.facts.programmes import Choice
from bot.ids import Action
from bot.views import programmes as views
from tests.views.case import Several, cases
from tests.views.cast import BOLD, FLIP, ORPHAN, crowd, programmes

MANY = replace(FLIP, managers=crowd(60), topics=tuple(f"Topic {n}" for n in range(20)))
STATES = {"one": FLIP, "empty": ORPHAN, "many": MANY}

CASES = [
    *cases(views.create_modal),
    *cases(views.welcome, **STATES),
    *cases(views.invitation, "many", **STATES, two_managers=BOLD),
    *cases(views.invited, **STATES),
    *cases(
        views.which,
        "many",
        one=Several([Choice((FLIP,)), Action.CHOOSE_INVITE]),
        two=Several([Choice((FLIP, BOLD)), Action.CHOOSE_MATCH]),
        **{str(action): Several([Choice((FLIP, BOLD)), action]) for action in Action if action.startswith("choose_")},
        many=Several([Choice(programmes(60)), Action.CHOOSE_JOIN]),
    ),
]
