"""The limits of whole messages, modals and Homes: slack-platform facts, table 1a, and charts."""

import json
from collections.abc import Iterator
from typing import Any

from bot.sandbox.shapes import utf16
from bot.sandbox.validation.rules import Problem, Rule, dicts, fewest, longest, most, needs, own, plain
from bot.sandbox.validation.tree import Node, length, walk

VIEWS = ("modal", "home")
TABLES = ("table", "data_table")
BLOCK_TEXT = 13_000  # Slack was seen to refuse from about 13,172 on
VIEW_BYTES = 250_000


def _unique_blocks(node: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in walk(node):
        if one.field not in ("blocks", "child_blocks", "elements", "tasks") or one.kind == "text":
            continue
        block_id = one.value.get("block_id")
        if isinstance(block_id, str):
            if block_id in seen:
                yield Problem(f"block_id `{block_id}` already exists", f"{one.pointer}/block_id")
            seen.add(block_id)


def _one_focus(node: Node) -> Iterator[Problem]:
    focused = [one for one in walk(node) if one.value.get("focus_on_load") is True]
    for one in focused[1:]:
        yield Problem("only one element can be focused on load", f"{one.pointer}/focus_on_load")


def _submit_for_inputs(node: Node) -> Iterator[Problem]:
    has_input = any(block.get("type") == "input" for block in dicts(node.value.get("blocks")))
    if has_input and node.value.get("submit") is None:
        yield Problem("missing required field: submit", node.pointer)


def _markdown_text(node: Node) -> Iterator[Problem]:
    total = 0
    for index, block in enumerate(dicts(node.value.get("blocks"))):
        if block.get("type") == "markdown" and isinstance(block.get("text"), str):
            total += utf16(block["text"])
            if total > 12_000:
                yield Problem("must be less than 12001 characters", f"{node.pointer}/blocks/{index}/text")
                return


def _text_in(value: Any) -> int:
    if isinstance(value, list):
        return sum(_text_in(one) for one in value)
    if not isinstance(value, dict):
        return 0
    if isinstance(value.get("text"), str):
        return length(value)
    return sum(_text_in(one) for one in value.values())


def _all_text(node: Node) -> Iterator[Problem]:
    # Tables have a budget of their own.
    blocks = [block for block in dicts(node.value.get("blocks")) if block.get("type") not in TABLES]
    if _text_in(blocks) > BLOCK_TEXT:
        yield Problem(f"must be less than {BLOCK_TEXT + 1} characters", f"{node.pointer}/blocks")


def _places(node: Node, types: tuple[str, ...], allowed: int) -> Iterator[str]:
    places = [i for i, block in enumerate(dicts(node.value.get("blocks"))) if block.get("type") in types]
    for index in places[allowed:]:
        yield f"{node.pointer}/blocks/{index}"


def _one_table(node: Node) -> Iterator[Problem]:
    for place in _places(node, TABLES, 1):
        yield Problem("only_one_table_allowed", place)


def _two_charts(node: Node) -> Iterator[Problem]:
    for place in _places(node, ("data_visualization",), 2):
        yield Problem("no more than 2 data_visualization blocks allowed", place)


def _view_size(node: Node) -> Iterator[Problem]:
    if len(json.dumps(node.value, ensure_ascii=False).encode()) > VIEW_BYTES:
        yield Problem("view is too large", node.pointer)


RULES: tuple[Rule, ...] = (
    most("message", "blocks", 50),
    most(VIEWS, "blocks", 100, "view.blocks.most"),
    needs(VIEWS, "blocks", name="view.blocks.needed"),
    fewest(VIEWS, "blocks", 1, "view.blocks.fewest"),
    own("message.blocks.text", "message", _all_text, "msg_blocks_too_long"),
    own("message.markdown.longest", "message", _markdown_text),
    own("message.one_table", "message", _one_table, "invalid_attachments"),
    own("message.two_charts", "message", _two_charts),
    own("surface.block_ids.unique", ("message", *VIEWS), _unique_blocks),
    own("view.one_focus", VIEWS, _one_focus),
    own("view.size", VIEWS, _view_size, "view_too_large"),
    needs("modal", "title"),
    plain("modal", "title", "submit", "close", name="modal.labels.plain"),
    longest("modal", "title", 24),
    longest("modal", "submit", 24),
    longest("modal", "close", 24),
    own("modal.submit.needed", "modal", _submit_for_inputs),
    longest(VIEWS, "private_metadata", 3000, "view.private_metadata.longest"),
    longest(VIEWS, "callback_id", 255, "view.callback_id.longest"),
    longest(VIEWS, "external_id", 255, "view.external_id.longest"),
)
