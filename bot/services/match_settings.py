"""What a programme's managers can set about matching. Stored as plain JSON; what is missing has its default."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import FieldErrors, UserError
from bot.facts.actor import Actor
from bot.facts.matching import MatchForm
from bot.rules.matching import DEFAULT_WEIGHTS, MatchSettings, Objective, Part, UnknownManager
from bot.services import access, programmes
from storage.models import Programme

GOOD_ENOUGH = 50  # points out of 100 from which on late joiners are proposed between rounds
MOST_POINTS = 100
MOST_LEVELS = 10
MOST_HOURS = 40


def of(programme: Programme, now: datetime) -> MatchSettings:
    """The programme's settings; zones are compared in the week of `now`, because summer time moves."""
    form = _form(programme.match_settings)
    return MatchSettings(
        weights=dict(form.weights),
        objective=form.objective,
        unknown_manager=form.unknown_manager,
        min_level_distance=form.min_levels or None,
        min_overlap_hours=form.min_hours,
        week=now.date(),
    )


def good_enough(programme: Programme) -> int:
    """Hundredths of a point from which on late joiners are proposed between rounds."""
    return 100 * _form(programme.match_settings).good_enough


def _form(stored: Mapping[str, Any]) -> MatchForm:
    weights = stored.get("weights", {})
    return MatchForm(
        weights={part: int(weights.get(part, default)) for part, default in DEFAULT_WEIGHTS.items()},
        objective=Objective(stored.get("objective", Objective.MOST_PEOPLE)),
        unknown_manager=UnknownManager(stored.get("unknown_manager", UnknownManager.WARN)),
        min_levels=int(stored.get("min_levels", 1)),
        min_hours=int(stored.get("min_hours", 2)),
        good_enough=int(stored.get("good_enough", GOOD_ENOUGH)),
    )


def form(session: Session, actor: Actor, programme_id: int) -> tuple[str, MatchForm]:
    """The programme's name and settings, for the modal. Raises NotAllowed."""
    programme = access.managed_programme(session, actor, programme_id)
    return programmes.facts(session, programme).name, _form(programme.match_settings)


def change(session: Session, actor: Actor, programme_id: int, form: MatchForm) -> None:
    """Takes over new settings, from the next matching on. Raises NotAllowed, FieldErrors."""
    programme = access.managed_programme(session, actor, programme_id)
    limits = [
        *((f"weight_{part}", form.weights[part], MOST_POINTS) for part in Part),
        ("min_levels", form.min_levels, MOST_LEVELS),
        ("min_hours", form.min_hours, MOST_HOURS),
        ("good_enough", form.good_enough, MOST_POINTS),
    ]
    wrong = [
        UserError("out_of_range", field=field, low=0, high=most)
        for field, value, most in limits
        if not 0 <= value <= most
    ]
    if not wrong and not any(form.weights.values()):
        wrong = [UserError("no_weight", field=f"weight_{Part.TOPICS}")]
    if wrong:
        raise FieldErrors(wrong)
    programme.match_settings = {
        "weights": {str(part): points for part, points in form.weights.items()},
        "objective": str(form.objective),
        "unknown_manager": str(form.unknown_manager),
        "min_levels": form.min_levels,
        "min_hours": form.min_hours,
        "good_enough": form.good_enough,
    }
