"""The modal behind /mentoring-admin rules."""

from dataclasses import replace

from bot.facts.matching import MatchForm
from bot.rules.matching import DEFAULT_WEIGHTS, Objective, Part, UnknownManager
from bot.views import match_settings as views
from tests.views.case import Several, cases

FORM = MatchForm(DEFAULT_WEIGHTS, Objective.MOST_PEOPLE, UnknownManager.WARN, min_levels=1, min_hours=2, good_enough=50)
OTHER = replace(
    FORM,
    weights=dict.fromkeys(Part, 100),
    objective=Objective.BEST_SCORE,
    unknown_manager=UnknownManager.BLOCK,
    min_levels=10,
    min_hours=40,
    good_enough=100,
)

CASES = [*cases(views.modal, one=Several([1, "Flip 2026", FORM]), most=Several([1, "Flip 2026", OTHER]))]
