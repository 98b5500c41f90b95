"""The limits of blocks and of the objects in them: slack-platform facts, table 1b, one rule per row."""

from collections.abc import Iterator

from bot.sandbox.validation.rules import (
    Problem,
    Rule,
    among,
    between,
    dicts,
    exactly_one,
    fewest,
    longest,
    most,
    needs,
    not_empty,
    own,
    plain,
)
from bot.sandbox.validation.tree import BLOCKS, FIELDS, Node, length, type_problem

EVERYWHERE = ("message", "modal", "home")
SURFACES: dict[str, tuple[str, ...]] = {
    "context_actions": ("message",),
    "markdown": ("message",),
    "table": ("message",),
    "data_table": ("message",),
    "data_visualization": ("message", "home"),
    "alert": ("modal",),
    "card": ("message", "home"),
    "carousel": ("message", "home"),
    "container": ("message", "home"),
    "plan": ("message",),
    "task_card": ("message",),
    "file": (),  # comes in, is never sent
}


def _known_properties(node: Node) -> Iterator[Problem]:
    for name in node.value:
        if name not in FIELDS[node.kind]:
            yield Problem(f"invalid additional property: {name}", node.pointer)


def _right_types(node: Node) -> Iterator[Problem]:
    for name, shape in FIELDS[node.kind].items():
        value = node.value.get(name)
        problem = None if value is None else type_problem(shape, value)
        if problem:
            yield Problem(problem, f"{node.pointer}/{name}")
        elif shape.startswith("[") and value is not None:
            for index, item in enumerate(value):
                if not isinstance(item, dict):
                    yield Problem("must provide an object", f"{node.pointer}/{name}/{index}")


def _unknown(node: Node) -> Iterator[Problem]:
    yield Problem(f"unsupported type: {node.value.get('type')}", f"{node.pointer}/type")


def on_surface(kind: str, surfaces: tuple[str, ...]) -> Rule:
    """This block or element exists on these surfaces only."""

    def check(node: Node) -> Iterator[Problem]:
        parent = node.parent.kind if node.parent is not None else ""
        refused_already = node.surface not in SURFACES.get(parent, EVERYWHERE)
        if node.surface not in surfaces and not refused_already:
            yield Problem(f"unsupported type: {node.value.get('type')}", f"{node.pointer}/type")

    return own(f"{kind}.surface", kind, check)


def _section_says_something(node: Node) -> Iterator[Problem]:
    if node.value.get("text") is None and node.value.get("fields") is None:
        yield Problem("missing required field: text or fields", node.pointer)


def _field_lengths(node: Node) -> Iterator[Problem]:
    for index, field in enumerate(dicts(node.value.get("fields"))):
        if length(field) > 2000:
            yield Problem("must be less than 2001 characters", f"{node.pointer}/fields/{index}/text")


_PICKERS = (
    "static_select",
    "multi_static_select",
    "external_select",
    "multi_external_select",
    "users_select",
    "multi_users_select",
    "conversations_select",
    "multi_conversations_select",
    "channels_select",
    "multi_channels_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "timepicker",
)
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input")
_MESSAGE_BUTTONS = ("feedback_buttons", "icon_button")
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("section", "accessory"): (*_PICKERS, "button", "overflow", "image", "workflow_button"),
    ("actions", "elements"): (
        *_PICKERS,
        "datetimepicker",
        "button",
        "overflow",
        "workflow_button",
        "rich_text_input",
    ),
    ("input", "element"): (*_PICKERS, *_TYPED, "datetimepicker"),
    ("context_actions", "elements"): _MESSAGE_BUTTONS,
    ("card", "actions"): ("button", "overflow", "workflow_button"),
}
NOT_EVERYWHERE = {
    *_PICKERS,
    *_TYPED,
    *_MESSAGE_BUTTONS,
    "datetimepicker",
    "button",
    "overflow",
    "image",
    "workflow_button",
}


def allowed(kind: str, field: str) -> Rule:
    """Only these elements may stand in this field."""
    types = ALLOWED[kind, field]

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        many = isinstance(value, list)
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, dict) and one.get("type") in NOT_EVERYWHERE - set(types):
                place = f"{node.pointer}/{field}" + (f"/{index}" if many else "")
                yield Problem(f"unsupported type: {one.get('type')}", f"{place}/type")

    return own(f"{kind}.{field}.allowed", kind, check)


def _context_items(node: Node) -> Iterator[Problem]:
    for index, one in enumerate(dicts(node.value.get("elements"))):
        if one.get("type") not in ("image", "plain_text", "mrkdwn"):
            yield Problem(f"unsupported type: {one.get('type')}", f"{node.pointer}/elements/{index}/type")


def _unique_actions(node: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, one in enumerate(dicts(node.value.get("elements"))):
        action_id = one.get("action_id")
        if isinstance(action_id, str) and action_id in seen:
            yield Problem(f"action_id `{action_id}` already exists", f"{node.pointer}/elements/{index}/action_id")
        elif isinstance(action_id, str):
            seen.add(action_id)


def _no_dispatching_files(node: Node) -> Iterator[Problem]:
    element = node.value.get("element")
    if node.value.get("dispatch_action") is True and isinstance(element, dict) and element.get("type") == "file_input":
        yield Problem("dispatch_action must be false for file_input", f"{node.pointer}/dispatch_action")


def _card_says_something(node: Node) -> Iterator[Problem]:
    if not any(node.value.get(field) is not None for field in ("hero_image", "title", "actions", "body")):
        yield Problem("must provide at least one of: hero_image, title, actions, body", node.pointer)


def _cards_only(node: Node) -> Iterator[Problem]:
    for index, one in enumerate(dicts(node.value.get("elements"))):
        if one.get("type") != "card":
            yield Problem(f"unsupported type: {one.get('type')}", f"{node.pointer}/elements/{index}/type")


def _no_nesting(node: Node) -> Iterator[Problem]:
    if node.within("container"):
        yield Problem("unsupported type: container", f"{node.pointer}/type")


def _collapsible(node: Node) -> Iterator[Problem]:
    if node.value.get("default_collapsed") is True and node.value.get("is_collapsible") is not True:
        yield Problem("default_collapsed needs is_collapsible", f"{node.pointer}/default_collapsed")


def _divided(node: Node) -> Iterator[Problem]:
    if node.value.get("has_header_divider") is True and node.value.get("is_collapsible") is True:
        yield Problem("has_header_divider and is_collapsible exclude each other", f"{node.pointer}/has_header_divider")


def _tasks_only(node: Node) -> Iterator[Problem]:
    for index, one in enumerate(dicts(node.value.get("tasks"))):
        if one.get("type") != "task_card":
            yield Problem(f"unsupported type: {one.get('type')}", f"{node.pointer}/tasks/{index}/type")


def _https(node: Node) -> Iterator[Problem]:
    for field in ("video_url", "thumbnail_url", "title_url"):
        value = node.value.get(field)
        if isinstance(value, str) and not value.startswith("https://"):
            yield Problem("must be an https URL", f"{node.pointer}/{field}")


PICTURES = ("image", "image_element")

RULES: tuple[Rule, ...] = (
    own("property.known", tuple(FIELDS), _known_properties),
    own("property.type", tuple(FIELDS), _right_types),
    own("block.type.known", "unknown block", _unknown),
    *(on_surface(kind, surfaces) for kind, surfaces in SURFACES.items()),
    longest(BLOCKS, "block_id", 255, "block.block_id.longest"),
    not_empty(BLOCKS, "block_id", "block.block_id.not_empty"),
    # text objects
    needs("text", "type", "text", name="text.needed"),
    among("text", "type", "plain_text", "mrkdwn"),
    not_empty("text", "text"),
    longest("text", "text", 3000),
    # section
    own("section.says_something", "section", _section_says_something),
    fewest("section", "fields", 1),
    most("section", "fields", 10),
    own("section.fields.longest", "section", _field_lengths),
    allowed("section", "accessory"),
    # header
    needs("header", "text"),
    plain("header", "text"),
    longest("header", "text", 150),
    between("header", "level", 1, 4),
    # context
    needs("context", "elements"),
    fewest("context", "elements", 1),
    most("context", "elements", 10),
    own("context.elements.allowed", "context", _context_items),
    # actions and context_actions
    needs("actions", "elements"),
    fewest("actions", "elements", 1),
    most("actions", "elements", 25),
    allowed("actions", "elements"),
    needs("context_actions", "elements"),
    fewest("context_actions", "elements", 1),
    most("context_actions", "elements", 5),
    allowed("context_actions", "elements"),
    own("block.action_ids.unique", ("actions", "context_actions"), _unique_actions),
    # image, block and element
    exactly_one(PICTURES, "image_url", "slack_file", name="image.source"),
    longest(PICTURES, "image_url", 3000),
    needs(PICTURES, "alt_text"),
    not_empty(PICTURES, "alt_text"),
    longest(PICTURES, "alt_text", 2000),
    plain("image", "title"),
    longest("image", "title", 2000),
    # input
    needs("input", "label"),
    plain("input", "label"),
    longest("input", "label", 2000),
    plain("input", "hint"),
    longest("input", "hint", 2000),
    needs("input", "element"),
    allowed("input", "element"),
    own("input.dispatch_action.files", "input", _no_dispatching_files),
    # markdown and rich text
    needs("markdown", "text"),
    not_empty("markdown", "text"),
    needs("rich_text", "elements"),
    own("rich_text.type.known", "unknown rich text", _unknown),
    needs(("rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"), "elements"),
    needs("rich.text", "text"),
    not_empty("rich.text", "text"),
    needs("rich.link", "url"),
    longest("rich.link", "url", 3000),
    needs("rich_text_list", "style"),
    among("rich_text_list", "style", "bullet", "ordered"),
    # alert, card, carousel, container, plan
    needs("alert", "text"),
    longest("alert", "text", 200),
    among("alert", "level", "default", "info", "warning", "error", "success"),
    own("card.says_something", "card", _card_says_something),
    longest("card", "title", 150),
    longest("card", "subtitle", 150),
    longest("card", "body", 200),
    most("card", "actions", 2),
    allowed("card", "actions"),
    needs("carousel", "elements"),
    fewest("carousel", "elements", 1),
    most("carousel", "elements", 10),
    own("carousel.elements.cards", "carousel", _cards_only),
    exactly_one("container", "title", "rich_text_title", name="container.title.needed"),
    plain("container", "title"),
    longest("container", "title", 150),
    longest("container", "subtitle", 150),
    needs("container", "child_blocks"),
    fewest("container", "child_blocks", 1),
    most("container", "child_blocks", 10),
    own("container.not_nested", "container", _no_nesting),
    own("container.default_collapsed", "container", _collapsible),
    own("container.has_header_divider", "container", _divided),
    among("container", "width", "narrow", "standard", "wide", "full"),
    needs("plan", "title"),
    most("plan", "tasks", 50),
    own("plan.tasks.cards", "plan", _tasks_only),
    needs("task_card", "task_id"),
    needs("task_card", "title"),
    needs("task_card", "status"),
    among("task_card", "status", "pending", "in_progress", "complete", "error"),
    # video
    needs("video", "alt_text"),
    needs("video", "title"),
    needs("video", "video_url"),
    needs("video", "thumbnail_url"),
    longest("video", "title", 199),
    longest("video", "author_name", 49),
    own("video.urls.https", "video", _https),
)
