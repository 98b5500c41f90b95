"""What Slack fills in before it stores blocks: block ids, action ids, and `emoji` of plain text."""

import copy
import secrets
from typing import Any

from bot.sandbox.shapes import JSON
from bot.sandbox.validation.tree import INTERACTIVE


def filled(blocks: list[JSON]) -> list[JSON]:
    """A copy of valid blocks with everything in it that Slack would have added."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        _fill_block(block)
    return blocks


def filled_view(view: JSON) -> JSON:
    """A copy of a valid view, filled in likewise."""
    view = copy.deepcopy(view)
    view["blocks"] = filled(view.get("blocks") or [])
    _fill_texts({key: value for key, value in view.items() if key != "blocks"})
    return view


def _fill_block(block: JSON) -> None:
    if not block.get("block_id"):
        block["block_id"] = secrets.token_urlsafe(4)[:5]
    _fill_texts(block)
    for child in [*(block.get("child_blocks") or []), *(block.get("elements") or [])]:
        if block["type"] in ("container", "carousel"):
            _fill_block(child)
    for element in [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]:
        if isinstance(element, dict) and element.get("type") in INTERACTIVE and not element.get("action_id"):
            element["action_id"] = secrets.token_urlsafe(4)[:5]


def _fill_texts(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _fill_texts(one)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for one in value.values():
            _fill_texts(one)
