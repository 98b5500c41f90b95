"""Every limit of Block Kit, over HTTP: accepted at the limit, refused above it, with the error's name and its place."""

from typing import Any

import pytest

from bot.sandbox.validation import RULES
from tests.sandbox.limit_cases import CASES
from tests.sandbox.limits import Case, plain, section
from tests.sandbox.stranger import Stranger

by_rule = pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)


async def send(stranger: Stranger, payload: Any) -> Any:
    """Post blocks to a channel, open a modal, or publish a Home."""
    if isinstance(payload, dict) and payload.get("type") == "modal":
        trigger = stranger.sandbox.core.triggers.issue("U0ADA")
        return await stranger.api("views.open", trigger_id=trigger, view=payload)
    if isinstance(payload, dict) and payload.get("type") == "home":
        return await stranger.api("views.publish", user_id="U0ADA", view=payload)
    blocks = payload if isinstance(payload, list) else [payload]
    return await stranger.api("chat.postMessage", channel="C0ALL", text="Fallback", blocks=blocks)


@by_rule
async def test_accepts_what_is_at_the_limit_and_refuses_what_is_above(case: Case) -> None:
    async with Stranger() as stranger:
        accepted = await send(stranger, case.at)
        assert accepted["ok"], accepted
        refused = await send(stranger, case.above)
    assert (refused["ok"], refused["error"]) == (False, case.expected)
    messages = refused["response_metadata"]["messages"]
    assert any(message.endswith(f"[json-pointer:{case.pointer}]") for message in messages), messages
    assert all(message.startswith("[ERROR] ") for message in messages)
    if case.surface == "message":
        assert [f"[ERROR] {one}" for one in refused["errors"]] == messages


@by_rule
async def test_it_is_this_rule_that_refuses(case: Case) -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.validator.off.add(case.rule)
        accepted = await send(stranger, case.above)
    assert accepted["ok"], f"with {case.rule} switched off nothing else may refuse this: {accepted}"


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {case.rule for case in CASES} == {rule.name for rule in RULES}
    assert len(CASES) == len({case.rule for case in CASES})


@pytest.mark.parametrize(
    ("text", "units"),
    [("x", 1), ("é", 1), ("😀", 2), ("&", 5), ("&amp;", 5), ("<", 4), (">", 4), ("&lt;", 4)],
)
async def test_lengths_are_utf16_units_after_escaping(text: str, units: int) -> None:
    fits = text * (150 // units) + "x" * (150 % units)
    async with Stranger() as stranger:
        assert (await send(stranger, {"type": "header", "text": plain(fits)}))["ok"]
        refused = await send(stranger, {"type": "header", "text": plain(fits + "x")})
    assert refused["errors"] == ["must be less than 151 characters [json-pointer:/blocks/0/text/text]"]


async def test_in_mrkdwn_control_characters_are_not_escaped() -> None:
    async with Stranger() as stranger:
        link = "<https://example.com|here>"
        text = link + "x" * (3000 - len(link))
        assert (await send(stranger, section(text={"type": "mrkdwn", "text": text})))["ok"]


async def test_all_problems_are_named_at_once() -> None:
    async with Stranger() as stranger:
        refused = await send(stranger, [section(text=plain("")), {"type": "header", "text": plain("x" * 151)}])
    assert refused["errors"] == [
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "must be less than 151 characters [json-pointer:/blocks/1/text/text]",
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        "not json",
        {"type": "section"},
        ["text"],
        [1],
        '[{"type": "section", "text": {"type": "plain_text", "text": "x"}}',
    ],
)
async def test_blocks_that_are_no_blocks(blocks: Any) -> None:
    async with Stranger() as stranger:
        refused = await stranger.api("chat.postMessage", channel="C0ALL", text="x", blocks=blocks)
    assert refused == {"ok": False, "error": "invalid_blocks_format"}


@pytest.mark.parametrize("view", ["{", 3, [], None])
async def test_views_that_are_no_views(view: Any) -> None:
    async with Stranger() as stranger:
        refused = await stranger.api("views.publish", user_id="U0ADA", view=view)
    assert refused["error"] == "invalid_arguments"


async def test_a_modal_cannot_be_published_nor_a_home_opened() -> None:
    async with Stranger() as stranger:
        home = {"type": "home", "blocks": [{"type": "divider"}]}
        modal = {"type": "modal", "title": plain(), "blocks": [{"type": "divider"}]}
        trigger = stranger.sandbox.core.triggers.issue("U0ADA")
        published = await stranger.api("views.publish", user_id="U0ADA", view=modal)
        opened = await stranger.api("views.open", trigger_id=trigger, view=home)
    assert published["error"] == opened["error"] == "invalid_arguments"
    assert published["response_metadata"]["messages"] == ["[ERROR] unsupported type: modal [json-pointer:/view/type]"]
