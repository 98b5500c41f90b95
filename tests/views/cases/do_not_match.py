"""Whom somebody does not want to be paired with."""

from bot.views import do_not_match as views
from tests.views.case import Several, cases

CASES = [
    *cases(
        views.modal,
        "many",
        one=Several([("U0CHARLIE",)]),
        empty=Several([()]),
        many=Several([tuple(f"U0CROWD{n}" for n in range(100))]),
    )
]
