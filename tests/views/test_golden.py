"""What every view shows stands in a golden file, so that a change of words is a readable diff."""

import importlib
import inspect
import json
import os
import pkgutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_origin, get_type_hints

import pytest
from slack_sdk.models.views import View

import bot.views
from bot.views import do_not_match, enrolment, match_settings, programmes, review, ways_out
from bot.views.message import Message
from tests.views.case import GOLDEN, Case, Show, name_of
from tests.views.cases import CASES

REWRITE = os.environ.get("FLIPSIDE_GOLDEN") == "rewrite"

ALWAYS_SOME: Mapping[Show, set[str]] = {  # which of these cases cannot be, and why
    enrolment.join_modal: {"empty"},  # a programme has at least one topic
    ways_out.leave_modal: {"empty"},  # who takes part in nothing is told so
    programmes.which: {"empty"},  # one programme or none is no choice
    review.swap_modal: {"empty"},  # with nobody to swap with there is a sentence instead
    review.swap_confirm: {"empty", "one"},  # always two pairs
    review.hand_modal: {"empty"},  # who manages nothing is refused
    match_settings.modal: {"empty", "many"},  # always every part of a score
}


def public_views() -> Iterator[Show]:
    """Every public function in bot/views that returns a message, a modal or Home."""
    for found in pkgutil.iter_modules(bot.views.__path__):
        module = importlib.import_module(f"bot.views.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if (
                ours
                and get_type_hints(function).get("return") in (Message, View)
                and module.__name__ != "bot.views.kit"
            ):
                yield function


def takes(view: Show) -> list[Any]:
    """The types that a view takes before its reader."""
    hints = get_type_hints(view)
    return [hints[name] for name in inspect.signature(view).parameters if name != "reader"]


def has_lists(kind: Any) -> bool:
    """Whether a view of these facts shows so and so many of something."""
    if get_origin(kind) is tuple:
        return True
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    return any(get_origin(hints[f.name]) in (tuple, dict, Mapping) for f in (fields(kind) if hints else ()))


VIEWS = sorted(public_views(), key=name_of)


def written(case: Case) -> str:
    return json.dumps(case.shown(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_shows_what_its_golden_file_says(case: Case) -> None:
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        case.path.write_text(written(case), encoding="utf-8")
    assert case.path.exists(), "no golden file: look at the view, then FLIPSIDE_GOLDEN=rewrite pytest tests/views"
    assert written(case) == case.path.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_case() -> None:
    orphans = {path.name for path in GOLDEN.iterdir()} - {case.path.name for case in CASES}
    if REWRITE:
        for name in orphans:
            (GOLDEN / name).unlink()
        orphans = set()
    assert orphans == set()


def test_no_two_cases_have_one_name() -> None:
    assert [name for name, count in Counter(str(case) for case in CASES).items() if count > 1] == []


def test_there_are_views() -> None:
    assert {"home.home", "stories.story", "ways_out.left"} <= {name_of(view) for view in VIEWS}
    assert "kit.modal" not in {name_of(view) for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_every_public_view_has_its_cases(view: Show) -> None:
    names = {case.name for case in CASES if case.view is view}
    needed = {"longest", "hostile"} if takes(view) else {"plain"}
    if any(has_lists(kind) for kind in takes(view)):
        needed |= {"empty", "one", "many"} - ALWAYS_SOME.get(view, set())
    assert needed <= names, f"tests/views/cases lacks {needed - names} of {name_of(view)}"


def test_what_takes_lists_is_told_apart() -> None:
    assert {name_of(view) for view in VIEWS if any(has_lists(kind) for kind in takes(view))} >= {
        "home.home",
        "matching.summary",
        "privacy.privacy",
        "programmes.invitation",
        name_of(do_not_match.modal),
    }
    assert not any(has_lists(kind) for kind in takes(enrolment.joined))
