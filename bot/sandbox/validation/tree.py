"""The shape of Block Kit: which fields each block, element and object has, and what stands in them.

A payload becomes a tree of nodes; the rules look at one node at a time. Names follow Slack's reference and
`slack_sdk.models`; an element called `image` is the kind `image_element` here, because a block has that name too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.shapes import JSON, utf16


@dataclass(frozen=True)
class Node:
    """One JSON object of the payload, with the place where it stands."""

    kind: str
    value: JSON
    pointer: str
    surface: str  # message | modal | home
    parent: "Node | None" = None
    field: str = ""

    def within(self, kind: str) -> bool:
        """Whether this stands somewhere inside a node of that kind."""
        node = self.parent
        while node is not None:
            if node.kind == kind:
                return True
            node = node.parent
        return False


_BLOCK = {"type": "str", "block_id": "str"}
_ELEMENT = {"type": "str", "action_id": "str"}
_INPUT = {**_ELEMENT, "placeholder": "text", "focus_on_load": "bool"}
_MENU = {**_INPUT, "confirm": "confirm"}
_TYPED = {**_INPUT, "initial_value": "str", "dispatch_action_config": "dispatch_action_config"}
_MULTI = {**_MENU, "max_selected_items": "int"}
_OPTIONS = {"options": "[option]", "option_groups": "[option_group]"}
_CONVERSATIONS = {"filter": "filter", "default_to_current_conversation": "bool"}
_RICH = {"type": "str", "elements": "[rich]"}
_STYLED = {"type": "str", "style": "dict"}
_PICTURE = {"type": "str", "image_url": "str", "slack_file": "dict", "alt_text": "str"}

BLOCK_FIELDS: dict[str, dict[str, str]] = {
    "section": {**_BLOCK, "text": "text", "fields": "[text]", "accessory": "element", "expand": "bool"},
    "header": {**_BLOCK, "text": "text", "level": "int"},
    "context": {**_BLOCK, "elements": "[context_item]"},
    "actions": {**_BLOCK, "elements": "[element]"},
    "context_actions": {**_BLOCK, "elements": "[element]"},
    "divider": _BLOCK,
    "image": {**_BLOCK, **_PICTURE, "title": "text"},
    "input": {
        **_BLOCK,
        "label": "text",
        "hint": "text",
        "element": "element",
        "optional": "bool",
        "dispatch_action": "bool",
    },
    "markdown": {**_BLOCK, "text": "str"},
    "rich_text": {**_BLOCK, "elements": "[rich]"},
    "table": {**_BLOCK, "rows": "list", "column_settings": "list"},
    "data_table": {
        **_BLOCK,
        "rows": "list",
        "caption": "str",
        "page_size": "int",
        "row_header_column_index": "int",
    },
    "data_visualization": {**_BLOCK, "title": "str", "chart": "chart"},
    "alert": {**_BLOCK, "text": "text", "level": "str"},
    "card": {
        **_BLOCK,
        "hero_image": "picture",
        "icon": "picture",
        "title": "text",
        "subtitle": "text",
        "body": "text",
        "actions": "[element]",
    },
    "carousel": {**_BLOCK, "elements": "[block]"},
    "container": {
        **_BLOCK,
        "title": "text",
        "rich_text_title": "dict",
        "subtitle": "text",
        "child_blocks": "[block]",
        "width": "str",
        "icon": "picture",
        "is_collapsible": "bool",
        "default_collapsed": "bool",
        "has_header_divider": "bool",
    },
    "plan": {**_BLOCK, "title": "str", "tasks": "[block]"},
    "task_card": {
        **_BLOCK,
        "task_id": "str",
        "title": "str",
        "details": "dict",
        "output": "dict",
        "sources": "list",
        "status": "str",
    },
    "video": {
        **_BLOCK,
        "alt_text": "str",
        "video_url": "str",
        "thumbnail_url": "str",
        "title": "text",
        "title_url": "str",
        "description": "text",
        "provider_icon_url": "str",
        "provider_name": "str",
        "author_name": "str",
    },
    "file": {**_BLOCK, "external_id": "str", "source": "str"},
}

ELEMENT_FIELDS: dict[str, dict[str, str]] = {
    "button": {
        **_ELEMENT,
        "text": "text",
        "url": "str",
        "value": "str",
        "style": "str",
        "confirm": "confirm",
        "accessibility_label": "str",
        "agent_prompt": "str",
        "agent_prompt_display": "str",
        "visible_to_user_ids": "list",
    },
    "static_select": {**_MENU, **_OPTIONS, "initial_option": "option"},
    "multi_static_select": {**_MULTI, **_OPTIONS, "initial_options": "[option]"},
    "external_select": {**_MENU, "min_query_length": "int", "initial_option": "option"},
    "multi_external_select": {**_MULTI, "min_query_length": "int", "initial_options": "[option]"},
    "users_select": {**_MENU, "initial_user": "str"},
    "multi_users_select": {**_MULTI, "initial_users": "list"},
    "conversations_select": {
        **_MENU,
        **_CONVERSATIONS,
        "initial_conversation": "str",
        "response_url_enabled": "bool",
    },
    "multi_conversations_select": {**_MULTI, **_CONVERSATIONS, "initial_conversations": "list"},
    "channels_select": {**_MENU, "initial_channel": "str", "response_url_enabled": "bool"},
    "multi_channels_select": {**_MULTI, "initial_channels": "list"},
    "radio_buttons": {
        **_ELEMENT,
        "focus_on_load": "bool",
        "confirm": "confirm",
        "options": "[option]",
        "initial_option": "option",
    },
    "checkboxes": {
        **_ELEMENT,
        "focus_on_load": "bool",
        "confirm": "confirm",
        "options": "[option]",
        "initial_options": "[option]",
    },
    "overflow": {**_ELEMENT, "confirm": "confirm", "options": "[option]"},
    "datepicker": {**_MENU, "initial_date": "str"},
    "timepicker": {**_MENU, "initial_time": "str", "timezone": "str"},
    "datetimepicker": {**_ELEMENT, "confirm": "confirm", "focus_on_load": "bool", "initial_date_time": "int"},
    "plain_text_input": {**_TYPED, "multiline": "bool", "min_length": "int", "max_length": "int"},
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "number_input": {**_TYPED, "is_decimal_allowed": "bool", "min_value": "str", "max_value": "str"},
    "rich_text_input": {**_TYPED, "initial_value": "dict", "min_lines": "int", "max_lines": "int"},
    "file_input": {**_ELEMENT, "filetypes": "list", "max_files": "int"},
    "image_element": _PICTURE,
    "feedback_buttons": {**_ELEMENT, "positive_button": "feedback_button", "negative_button": "feedback_button"},
    "icon_button": {
        **_ELEMENT,
        "icon": "str",
        "text": "text",
        "accessibility_label": "str",
        "value": "str",
        "visible_to_user_ids": "list",
        "confirm": "confirm",
    },
    "workflow_button": {
        **_ELEMENT,
        "text": "text",
        "workflow": "dict",
        "style": "str",
        "accessibility_label": "str",
    },
}

RICH_FIELDS: dict[str, dict[str, str]] = {
    "rich_text_section": _RICH,
    "rich_text_preformatted": {**_RICH, "border": "int", "language": "str"},
    "rich_text_quote": {**_RICH, "border": "int"},
    "rich_text_list": {**_RICH, "style": "str", "indent": "int", "offset": "int", "border": "int"},
    "rich.text": {**_STYLED, "text": "str"},
    "rich.link": {**_STYLED, "url": "str", "text": "str", "unsafe": "bool"},
    "rich.emoji": {**_STYLED, "name": "str", "unicode": "str", "skin_tone": "int"},
    "rich.user": {**_STYLED, "user_id": "str"},
    "rich.channel": {**_STYLED, "channel_id": "str"},
    "rich.usergroup": {**_STYLED, "usergroup_id": "str"},
    "rich.broadcast": {**_STYLED, "range": "str"},
    "rich.color": {**_STYLED, "value": "str"},
    "rich.date": {**_STYLED, "timestamp": "int", "format": "str", "url": "str", "fallback": "str"},
}

OBJECT_FIELDS: dict[str, dict[str, str]] = {
    "text": {"type": "str", "text": "str", "emoji": "bool", "verbatim": "bool"},
    "option": {"text": "text", "value": "str", "description": "text", "url": "str"},
    "option_group": {"label": "text", "options": "[option]"},
    "confirm": {"title": "text", "text": "text", "confirm": "text", "deny": "text", "style": "str"},
    "dispatch_action_config": {"trigger_actions_on": "list"},
    "filter": {
        "include": "list",
        "exclude_external_shared_channels": "bool",
        "exclude_bot_users": "bool",
    },
    "feedback_button": {"text": "text", "value": "str", "accessibility_label": "str"},
    "chart": {"type": "str", "segments": "list", "series": "list", "axis_config": "dict"},
}

_VIEW = {
    "type": "str",
    "blocks": "[block]",
    "private_metadata": "str",
    "callback_id": "str",
    "external_id": "str",
}
ROOT_FIELDS: dict[str, dict[str, str]] = {
    "message": {"blocks": "[block]"},
    "modal": {
        **_VIEW,
        "title": "text",
        "submit": "text",
        "close": "text",
        "clear_on_close": "bool",
        "notify_on_close": "bool",
        "submit_disabled": "bool",
    },
    "home": _VIEW,
}

FIELDS = {**BLOCK_FIELDS, **ELEMENT_FIELDS, **RICH_FIELDS, **OBJECT_FIELDS, **ROOT_FIELDS}
BLOCKS = tuple(BLOCK_FIELDS)
ELEMENTS = tuple(ELEMENT_FIELDS)
ROOTS = tuple(ROOT_FIELDS)
INTERACTIVE = tuple(kind for kind in ELEMENTS if kind != "image_element")

_SIMPLE: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "list": (list,),
    "dict": (dict,),
}
_NAMES = {"str": "a string", "int": "an integer", "bool": "a boolean", "list": "an array", "dict": "an object"}


def type_problem(shape: str, value: Any) -> str | None:
    """What is wrong with the JSON type of a field's value, in Slack's words; None if it is right."""
    name = shape if shape in _SIMPLE else "list" if shape.startswith("[") else "dict"
    right = isinstance(value, _SIMPLE[name]) and not (name == "int" and isinstance(value, bool))
    return None if right else f"must provide {_NAMES[name]}"


def kind_of(shape: str, value: JSON) -> str:
    """The kind of node that stands in a field of this shape; `unknown ...` where its type is not known."""
    kind = str(value.get("type"))
    if shape == "block":
        return kind if kind in BLOCK_FIELDS else "unknown block"
    if shape == "element":
        kind = "image_element" if kind == "image" else kind
        return kind if kind in ELEMENT_FIELDS else "unknown element"
    if shape == "context_item":
        return {"image": "image_element", "plain_text": "text", "mrkdwn": "text"}.get(kind, "misplaced")
    if shape == "picture":
        return "image_element"
    if shape == "rich":
        kind = kind if kind.startswith("rich_text_") else f"rich.{kind}"
        return kind if kind in RICH_FIELDS else "unknown rich text"
    return shape


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, as far as types are as they should be."""
    yield node
    for name, shape in FIELDS.get(node.kind, {}).items():
        value = node.value.get(name)
        if value is None or shape in _SIMPLE or type_problem(shape, value):
            continue
        pointer = f"{node.pointer}/{name}"
        if shape.startswith("["):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    kind = kind_of(shape[1:-1], item)
                    yield from walk(Node(kind, item, f"{pointer}/{index}", node.surface, node, name))
        else:
            yield from walk(Node(kind_of(shape, value), value, pointer, node.surface, node, name))


def length(value: Any) -> int:
    """The length of a string or text object as Slack stores it: in UTF-16 units, after escaping.

    A `&` that begins no entity becomes `&amp;`; in plain text `<` and `>` become entities too, while in mrkdwn they
    are control characters.
    """
    if isinstance(value, str):
        return utf16(value)
    text = str(value.get("text", ""))
    entities = sum(text.count(entity) for entity in ("&amp;", "&lt;", "&gt;"))
    extra = 4 * (text.count("&") - entities)
    if value.get("type") == "plain_text":
        extra += 3 * (text.count("<") + text.count(">"))
    return utf16(text) + extra
