"""The limits of elements and composition objects: slack-platform facts, table 1c, one rule per row."""

from collections.abc import Iterator
from zoneinfo import available_timezones

from bot.sandbox.shapes import JSON
from bot.sandbox.validation.blocks import _unknown, on_surface
from bot.sandbox.validation.rules import (
    Problem,
    Rule,
    among,
    between,
    dicts,
    exactly_one,
    fewest,
    longest,
    matches,
    most,
    needs,
    not_empty,
    own,
    plain,
)
from bot.sandbox.validation.tree import ELEMENT_FIELDS, INTERACTIVE, Node

# feedback_buttons and icon_button need no row: they stand in context_actions only.
SURFACES: dict[str, tuple[str, ...]] = {
    "rich_text_input": ("modal", "home"),
    "number_input": ("modal",),
    "email_text_input": ("modal",),
    "url_text_input": ("modal",),
    "file_input": ("modal",),
    "datetimepicker": ("message", "modal"),
    "workflow_button": ("message",),
}
SELECTS = ("static_select", "multi_static_select")
CHOICES = ("radio_buttons", "checkboxes")
MULTI = tuple(kind for kind in ELEMENT_FIELDS if kind.startswith("multi_"))
WITH_PLACEHOLDER = tuple(kind for kind, fields in ELEMENT_FIELDS.items() if "placeholder" in fields)
CONVERSATIONS = ("conversations_select", "channels_select")
LISTS = {
    "multi_users_select": "initial_users",
    "multi_conversations_select": "initial_conversations",
    "multi_channels_select": "initial_channels",
    "multi_static_select": "initial_options",
    "multi_external_select": "initial_options",
    "checkboxes": "initial_options",
}


def _bare(option: JSON) -> JSON:
    """An option without what Slack fills in, to compare an initial one with those on offer."""

    def text(value: object) -> object:
        return {k: v for k, v in value.items() if k != "emoji"} if isinstance(value, dict) else value

    return {key: text(value) for key, value in option.items() if value is not None}


def _initial_is_offered(node: Node) -> Iterator[Problem]:
    groups = dicts(node.value.get("option_groups"))
    options = [*dicts(node.value.get("options")), *(o for group in groups for o in dicts(group.get("options")))]
    offered = [_bare(option) for option in options]
    single = node.value.get("initial_option")
    if isinstance(single, dict) and _bare(single) not in offered:
        yield Problem("initial_option must be one of the options", f"{node.pointer}/initial_option")
    for index, option in enumerate(dicts(node.value.get("initial_options"))):
        if _bare(option) not in offered:
            yield Problem("initial_options must be among the options", f"{node.pointer}/initial_options/{index}")


def _initial_not_empty(node: Node) -> Iterator[Problem]:
    if node.value.get(LISTS[node.kind]) == []:
        yield Problem("no fewer than 1 items required", f"{node.pointer}/{LISTS[node.kind]}")


def _option_is_plain(node: Node) -> Iterator[Problem]:
    element = node.parent
    while element is not None and element.kind == "option_group":
        element = element.parent
    text = node.value.get("text")
    if element is not None and element.kind not in CHOICES and isinstance(text, dict) and text.get("type") == "mrkdwn":
        yield Problem("must be plain_text", f"{node.pointer}/text/type")


def _url_in_overflow(node: Node) -> Iterator[Problem]:
    if node.value.get("url") is not None and (node.parent is None or node.parent.kind != "overflow"):
        yield Problem("invalid additional property: url", node.pointer)


def _lengths_in_order(node: Node) -> Iterator[Problem]:
    low, high = node.value.get("min_length"), node.value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield Problem("min_length must not be more than max_length", f"{node.pointer}/min_length")


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _values_in_order(node: Node) -> Iterator[Problem]:
    low, high = _number(node.value.get("min_value")), _number(node.value.get("max_value"))
    if low is not None and high is not None and low > high:
        yield Problem("min_value must not be more than max_value", f"{node.pointer}/min_value")


def _zone(node: Node) -> Iterator[Problem]:
    zone = node.value.get("timezone")
    if isinstance(zone, str) and zone not in available_timezones():
        yield Problem("must be an IANA time zone", f"{node.pointer}/timezone")


def _user_ids(node: Node) -> Iterator[Problem]:
    single, several = node.value.get("initial_user"), node.value.get("initial_users")
    for field, ids in (("initial_user", [single]), ("initial_users", several if isinstance(several, list) else [])):
        for index, one in enumerate(ids):
            if one is not None and not (isinstance(one, str) and one[:1] in ("U", "W")):
                place = field if field == "initial_user" else f"{field}/{index}"
                yield Problem("must be a user id", f"{node.pointer}/{place}")


def _filter_says_something(node: Node) -> Iterator[Problem]:
    if not node.value:
        yield Problem("must provide at least one property", node.pointer)


def _response_url_in_input(node: Node) -> Iterator[Problem]:
    inside = node.parent is not None and node.parent.kind == "input" and node.surface == "modal"
    if node.value.get("response_url_enabled") is True and not inside:
        yield Problem("response_url_enabled is only for input blocks in modals", f"{node.pointer}/response_url_enabled")


def _known_triggers(node: Node) -> Iterator[Problem]:
    triggers = node.value.get("trigger_actions_on")
    for index, one in enumerate(triggers if isinstance(triggers, list) else []):
        if one not in ("on_enter_pressed", "on_character_entered"):
            yield Problem("must be one of the allowed values", f"{node.pointer}/trigger_actions_on/{index}")


RULES: tuple[Rule, ...] = (
    own("element.type.known", "unknown element", _unknown),
    *(on_surface(kind, surfaces) for kind, surfaces in SURFACES.items()),
    longest(INTERACTIVE, "action_id", 255, "element.action_id.longest"),
    not_empty(INTERACTIVE, "action_id", "element.action_id.not_empty"),
    plain(WITH_PLACEHOLDER, "placeholder", name="element.placeholder.plain"),
    longest(WITH_PLACEHOLDER, "placeholder", 150, "element.placeholder.longest"),
    # button
    needs("button", "text"),
    plain("button", "text"),
    longest("button", "text", 75),
    not_empty("button", "value"),
    longest("button", "value", 2000),
    longest("button", "url", 3000),
    among("button", "style", "primary", "danger"),
    longest("button", "accessibility_label", 75),
    longest("button", "agent_prompt", 4000),
    # selects
    exactly_one(SELECTS, "options", "option_groups", name="static_select.options.needed"),
    fewest(SELECTS, "options", 1),
    most(SELECTS, "options", 100),
    fewest(SELECTS, "option_groups", 1),
    most(SELECTS, "option_groups", 100),
    needs("option_group", "label"),
    plain("option_group", "label"),
    longest("option_group", "label", 75),
    needs("option_group", "options"),
    fewest("option_group", "options", 1),
    most("option_group", "options", 100),
    own("element.initial_option.offered", (*SELECTS, *CHOICES), _initial_is_offered),
    own("element.initial_list.not_empty", tuple(LISTS), _initial_not_empty),
    between(MULTI, "max_selected_items", 1, 10_000, "multi_select.max_selected_items.between"),
    between(("external_select", "multi_external_select"), "min_query_length", 0, 10_000),
    own("users_select.initial_user.id", ("users_select", "multi_users_select"), _user_ids),
    matches("channels_select", "initial_channel", r"[CG].*", "a channel id"),
    own("filter.says_something", "filter", _filter_says_something),
    own("conversations_select.response_url_enabled", CONVERSATIONS, _response_url_in_input),
    # options
    needs("option", "text"),
    needs("option", "value"),
    longest("option", "text", 75),
    own("option.text.plain", "option", _option_is_plain),
    not_empty("option", "value"),
    longest("option", "value", 150),
    longest("option", "description", 75),
    own("option.url.overflow", "option", _url_in_overflow),
    longest("option", "url", 3000),
    needs(CHOICES, "options"),
    fewest(CHOICES, "options", 1),
    most(CHOICES, "options", 10),
    needs("overflow", "options"),
    fewest("overflow", "options", 1),
    most("overflow", "options", 5),
    # inputs
    between("plain_text_input", "min_length", 0, 3000),
    between("plain_text_input", "max_length", 1, 3000),
    own("plain_text_input.lengths.order", "plain_text_input", _lengths_in_order),
    longest("plain_text_input", "initial_value", 3000),
    needs("rich_text_input", "action_id"),
    between("rich_text_input", "min_lines", 1, 100),
    between("rich_text_input", "max_lines", 1, 100),
    needs("number_input", "is_decimal_allowed"),
    matches("number_input", "min_value", r"-?\d+(\.\d+)?", "a number"),
    matches("number_input", "max_value", r"-?\d+(\.\d+)?", "a number"),
    matches("number_input", "initial_value", r"-?\d+(\.\d+)?", "a number"),
    own("number_input.values.order", "number_input", _values_in_order),
    between("file_input", "max_files", 1, 10),
    fewest("dispatch_action_config", "trigger_actions_on", 1),
    most("dispatch_action_config", "trigger_actions_on", 2),
    own("dispatch_action_config.trigger_actions_on.among", "dispatch_action_config", _known_triggers),
    # pickers
    matches("datepicker", "initial_date", r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "in the form YYYY-MM-DD"),
    matches("timepicker", "initial_time", r"([01]\d|2[0-3]):[0-5]\d", "in the form HH:mm"),
    own("timepicker.timezone", "timepicker", _zone),
    between("datetimepicker", "initial_date_time", 0, 9_999_999_999),
    # confirm
    needs("confirm", "title"),
    needs("confirm", "text"),
    needs("confirm", "confirm"),
    needs("confirm", "deny"),
    plain("confirm", "title", "confirm", "deny"),
    longest("confirm", "title", 100),
    longest("confirm", "text", 300),
    longest("confirm", "confirm", 30),
    longest("confirm", "deny", 30),
    among("confirm", "style", "primary", "danger"),
    # buttons under messages
    needs("feedback_buttons", "positive_button"),
    needs("feedback_buttons", "negative_button"),
    needs("feedback_button", "text"),
    needs("feedback_button", "value"),
    longest("feedback_button", "text", 75),
    not_empty("feedback_button", "value"),
    longest("feedback_button", "value", 2000),
    longest("feedback_button", "accessibility_label", 75),
    needs("icon_button", "icon"),
    among("icon_button", "icon", "trash"),
    needs("icon_button", "text"),
    longest("icon_button", "text", 75),
    most("icon_button", "visible_to_user_ids", 10),
    needs("workflow_button", "action_id"),
)
