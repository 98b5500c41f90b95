"""The state of input elements: where it starts, what a person may make of it, what Slack's client checks itself."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.sandbox.shapes import JSON, Refused, utf16

# element type -> the key of its value in state.values, its initial_* key, and its empty value
VALUES: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "", []),
}
LONGEST_INPUT = 3000


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Every interactive element of the blocks, with its block."""
    for block in blocks:
        for one in [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]:
            if isinstance(one, dict) and "action_id" in one:
                yield block, one
        children = block.get("child_blocks") or block.get("blocks")
        if isinstance(children, list):
            yield from elements(children)


def find_element(blocks: list[JSON], block_id: str, action_id: str) -> tuple[JSON, JSON] | None:
    """The element that stands under these ids."""
    for block, element in elements(blocks):
        if block.get("block_id") == block_id and element["action_id"] == action_id:
            return block, element
    return None


def initial(element: JSON) -> JSON | None:
    """The state of an element that nobody has touched; None for one that has no state, like a button."""
    kind = element["type"]
    if kind not in VALUES:
        return None
    key, initial_key, empty = VALUES[kind]
    value = element.get(initial_key)
    state: JSON = {"type": kind, key: (list(empty) if isinstance(empty, list) else empty) if value is None else value}
    if kind == "timepicker" and "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def initial_values(blocks: list[JSON]) -> JSON:
    """`state.values` of blocks that nobody has touched."""
    values: JSON = {}
    for block, element in elements(blocks):
        state = initial(element)
        if state is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def kept_values(old: JSON, blocks: list[JSON]) -> JSON:
    """State after a view was updated: input survives where block id, action id and type are the same."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            before = old.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == state["type"]:
                actions[action_id] = before
    return values


def options_of(element: JSON) -> list[JSON]:
    """All options of a select, of its groups too."""
    groups = [group.get("options", []) for group in element.get("option_groups") or []]
    return [*(element.get("options") or []), *(option for group in groups for option in group)]


def chosen(element: JSON, given: Any) -> JSON:
    """The element's new state after a person chose or typed `given` (in the shape of state.values).

    Raises Refused for what nobody could choose, because it is not on offer.
    """
    kind = element["type"]
    if kind not in VALUES or not isinstance(given, dict):
        raise Refused(f"{kind} takes no such value")
    key, _, empty = VALUES[kind]
    value = given.get(key)
    if isinstance(empty, list):
        if not isinstance(value or [], list):
            raise Refused(f"{kind} takes a list in {key}")
        value = [_offered(element, one) for one in value or []] if key == "selected_options" else value or []
    elif key == "selected_option" and value is not None:
        value = _offered(element, value)
    elif key == "value":
        if value is not None and not isinstance(value, str):
            raise Refused("what is typed is a string")
        value = value or None
    return {"type": kind, key: value} | ({"timezone": element["timezone"]} if "timezone" in element else {})


def _offered(element: JSON, value: Any) -> JSON:
    wanted = value.get("value") if isinstance(value, dict) else None
    if "external" in element["type"] and isinstance(value, dict):
        return value
    for option in options_of(element):
        if option.get("value") == wanted:
            return {name: option[name] for name in ("text", "value", "description") if name in option}
    raise Refused(f"there is no option {wanted!r} here")


def client_error(block: JSON, element: JSON, state: JSON) -> str | None:
    """What Slack's client says under a field before it asks the app, or None."""
    key, _, _ = VALUES[element["type"]]
    value = state.get(key)
    if value in (None, [], ""):
        return None if block.get("optional") else "Please complete this required field."
    if key == "value":
        return _typed_error(element, str(value))
    if key in ("selected_options", "selected_users", "selected_channels", "selected_conversations"):
        most = element.get("max_selected_items")
        if most is not None and len(value) > most:
            return f"Please select at most {most}."
    if key == "selected_date" and not _is_date(str(value)):
        return "Please enter a valid date."
    if key == "selected_time" and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        return "Please enter a valid time."
    return None


def _typed_error(element: JSON, value: str) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        most, least = element.get("max_length", LONGEST_INPUT), element.get("min_length", 0)
        if utf16(value) > most:
            return f"Please use {most} characters or fewer."
        if utf16(value) < least:
            return f"Please use at least {least} characters."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.match(r"https?://\S+", value):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _number_error(element, value)
    return None


def _number_error(element: JSON, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a number." if element.get("is_decimal_allowed") else "Please enter a whole number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
