"""The validator itself: it says yes or names a place for whatever it is given, and breaks on nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.filling import filled
from bot.sandbox.shapes import JSON, SlackError
from bot.sandbox.validation import RULES, Validator
from bot.sandbox.validation.tree import FIELDS, length
from tests.sandbox.limit_cases import CASES

names = sorted({name for fields in FIELDS.values() for name in fields})
kinds = sorted({*FIELDS, "plain_text", "mrkdwn", "text", "image", "raw_text", "modal", "home"})
scalars = st.none() | st.booleans() | st.integers(-2, 5000) | st.text(max_size=5) | st.sampled_from(kinds)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=6),
    max_leaves=20,
)
blocks = st.lists(st.dictionaries(st.sampled_from(names), trees, max_size=6), max_size=4)


# A busy machine must not fail a test of what is right; these trees are slow to make, not to check.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def is_view(payload: Any) -> bool:
    return isinstance(payload, dict) and payload.get("type") in ("modal", "home")


def refusal(check: Callable[[], None]) -> JSON | None:
    """What the validator says, if it refuses."""
    try:
        check()
    except SlackError as error:
        return error.extra
    return None


@patiently
@given(blocks)
def test_any_blocks_are_accepted_or_refused_with_a_place(given_blocks: list[dict[str, Any]]) -> None:
    refused = refusal(lambda: Validator().message(given_blocks))
    if refused is None:
        assert len(filled(given_blocks)) == len(given_blocks)
    else:
        assert refused["errors"]
        assert all("[json-pointer:/blocks" in one for one in refused["errors"])


@patiently
@given(st.dictionaries(st.sampled_from(names), trees, max_size=8), st.sampled_from(["modal", "home"]))
def test_any_view_is_accepted_or_refused_with_a_place(view: dict[str, Any], surface: str) -> None:
    refused = refusal(lambda: Validator().view(view, surface))
    if refused is not None:
        messages = refused["response_metadata"]["messages"]
        assert messages
        assert all("[json-pointer:/view" in one for one in messages)


@pytest.mark.parametrize("case", [case for case in CASES if not is_view(case.at)], ids=lambda case: case.rule)
def test_what_is_accepted_stays_valid_when_slack_has_filled_it_in(case: Any) -> None:
    blocks_ = case.at if isinstance(case.at, list) else [case.at]
    stored = filled(json.loads(json.dumps(blocks_)))
    Validator().message(stored)
    assert all(block["block_id"] for block in stored)


@patiently
@given(st.text(max_size=20))
def test_a_length_is_never_less_than_what_was_written(text: str) -> None:
    assert length({"type": "plain_text", "text": text}) >= length(text) >= len(text)


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {kind for rule in RULES for kind in rule.on} <= {
        *FIELDS,
        "unknown block",
        "unknown element",
        "unknown rich text",
    }
