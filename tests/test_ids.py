"""Every id has a listener and a place where it is shown, and the other way round."""

import json
import pkgutil
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.ids import Action, Callback, Command, Event
from handlers import FEATURES
from tests.registered import registered
from tests.views.looking import actions, objects

GOLDEN = sorted((Path(__file__).parent / "views" / "golden").glob("*.json"))
SHOWN: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN]
USED = {str(action) for action in Action}


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) > 100


def test_every_action_has_a_listener() -> None:
    assert {str(action) for action in registered().actions} == USED


def test_every_action_is_shown_somewhere_and_nothing_else_is() -> None:
    assert {action for each in SHOWN for action in actions(each)} == USED


def test_every_modal_has_a_listener() -> None:
    assert registered().callbacks == set(Callback)


def test_every_modal_is_shown_somewhere_and_nothing_else_is() -> None:
    assert {each["callback_id"] for each in SHOWN if "callback_id" in each} == {str(callback) for callback in Callback}


def test_every_command_and_event_has_a_listener() -> None:
    assert set(registered().commands) == set(Command)
    assert registered().events == set(Event)


@pytest.mark.parametrize("command", Command)
def test_every_command_answers_to_nothing_to_help_and_to_what_nobody_knows(command: Command) -> None:
    assert {"", "help", "?"} <= set(registered().commands[command])


def test_every_feature_is_registered() -> None:
    there = {found.name for found in pkgutil.iter_modules(handlers.__path__)}
    assert {feature.__name__.removeprefix("handlers.") for feature in FEATURES} == there


@pytest.mark.parametrize("ids", [Action, Callback, Command, Event], ids=lambda ids: ids.__name__)
def test_ids_are_short_enough_for_slack(ids: Any) -> None:
    assert all(1 <= len(each) <= 255 for each in ids)
    assert len({str(each) for each in ids}) == len(ids.__members__)  # none is a second name of another


def test_looks_into_accessories_and_not_into_inputs() -> None:
    button = {"type": "button", "action_id": "book"}
    shown = {
        "type": "modal",
        "blocks": [
            {"type": "section", "accessory": button},
            {"type": "input", "block_id": "a", "element": {"type": "datepicker", "action_id": "value"}},
        ],
    }
    assert actions(shown) == {"book"}
    assert len(list(objects(shown))) == 5
