"""The limits table of Block Kit as cases: for each rule one payload at the limit and one above it.

`at` and `above` are blocks (of a message, unless `surface` says modal or home) or whole views. `pointer` is where
Slack says the problem is.
"""

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One rule's two payloads."""

    rule: str
    at: Any
    above: Any
    pointer: str
    surface: str = "message"
    error: str = ""

    @property
    def expected(self) -> str:
        """The error's name."""
        return self.error or ("invalid_blocks" if self.surface == "message" else "invalid_arguments")


def plain(text: str = "Text") -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Text") -> JSON:
    return {"type": "mrkdwn", "text": text}


def x(n: int) -> str:
    return "x" * n


def section(**fields: Any) -> JSON:
    return {"type": "section", **({} if "fields" in fields else {"text": plain()}), **fields}


def block(kind: str, **fields: Any) -> JSON:
    return {"type": kind, **fields}


def option(value: str = "1", **fields: Any) -> JSON:
    return {"text": plain("Option"), "value": value, **fields}


def options(n: int) -> list[JSON]:
    return [option(str(i)) for i in range(n)]


def button(**fields: Any) -> JSON:
    return {"type": "button", "text": plain("Press"), **fields}


def select(**fields: Any) -> JSON:
    return {"type": "static_select", **({} if "option_groups" in fields else {"options": options(2)}), **fields}


def acc(element: JSON) -> JSON:
    return section(accessory=element)


def act(*elements: JSON) -> JSON:
    return block("actions", elements=list(elements))


def inp(element: JSON, **fields: Any) -> JSON:
    return block("input", label=plain("Label"), element=element, **fields)


def without(value: JSON, *fields: str) -> JSON:
    return {key: one for key, one in value.items() if key not in fields}


def modal(*blocks: JSON, **fields: Any) -> JSON:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **fields}


def home(*blocks: JSON, **fields: Any) -> JSON:
    return {"type": "home", "blocks": list(blocks), **fields}


def confirm(**fields: Any) -> JSON:
    return {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No"), **fields}


def group(**fields: Any) -> JSON:
    return {"label": plain("Group"), "options": options(1), **fields}


def rich(*leaves: JSON, kind: str = "rich_text_section", **fields: Any) -> JSON:
    return block("rich_text", elements=[{"type": kind, "elements": list(leaves), **fields}])


def bullets(**fields: Any) -> JSON:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    return block("rich_text", elements=[{"type": "rich_text_list", "elements": [item], **fields}])


def cell(text: str = "x") -> JSON:
    return {"type": "raw_text", "text": text}


def rows(n: int, columns: int = 1) -> list[list[JSON]]:
    return [[cell() for _ in range(columns)] for _ in range(n)]


def table(n: int = 1, **fields: Any) -> JSON:
    return block("table", **({"rows": rows(n)} | fields))


def data_table(n: int = 2, **fields: Any) -> JSON:
    return block("data_table", **({"rows": rows(n), "caption": "Caption"} | fields))


def chart(**fields: Any) -> JSON:
    pie = {"type": "pie", "segments": [{"label": "A", "value": 1}]}
    return block("data_visualization", title="Chart", chart=pie | fields)


def line(n: int = 1, **fields: Any) -> JSON:
    categories = [f"c{i}" for i in range(n)]
    one = {"name": "S", "data": [{"label": label, "value": 1} for label in categories]}
    plot: JSON = {"type": "line", "series": [one], "axis_config": {"categories": categories}}
    return block("data_visualization", title="Chart", chart=plot | fields)


def card(**fields: Any) -> JSON:
    return block("card", **({"title": plain("Card")} | fields))


def container(**fields: Any) -> JSON:
    return block("container", **({"title": plain("Box"), "child_blocks": [block("divider")]} | fields))


def task(**fields: Any) -> JSON:
    return block("task_card", **({"task_id": "1", "title": "Task", "status": "pending"} | fields))


def image(**fields: Any) -> JSON:
    return block("image", **({"image_url": "https://example.com/a.png", "alt_text": "Alt"} | fields))


def video(**fields: Any) -> JSON:
    urls = {"video_url": "https://example.com/v", "thumbnail_url": "https://example.com/t.png"}
    return block("video", **({"alt_text": "Alt", "title": plain("Video"), **urls} | fields))


def feedback(**fields: Any) -> JSON:
    one = {"text": plain("Good"), "value": "1"}
    return {"type": "feedback_buttons", "positive_button": one | fields, "negative_button": one}


def icon(**fields: Any) -> JSON:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **fields}


def below(element: JSON) -> JSON:
    return block("context_actions", elements=[element])


def typed(kind: str = "plain_text_input", **fields: Any) -> JSON:
    return inp({"type": kind, **fields})


def number(**fields: Any) -> JSON:
    return typed("number_input", **({"is_decimal_allowed": True} | fields))


DIVIDER = block("divider")
B0 = "/blocks/0"
V0 = "/view/blocks/0"


def longest(rule: str, make: Any, most: int, pointer: str, surface: str = "message") -> Case:
    """A case of a text that may be so long."""
    at, above = make(x(most)), make(x(most + 1))
    if surface == "modal":
        at, above = modal(at), modal(above)
    return Case(rule, at, above, pointer, surface)


def most(rule: str, make: Any, number_: int, pointer: str) -> Case:
    """A case of a list that may have so many items."""
    return Case(rule, make(number_), make(number_ + 1), pointer)


def needed(rule: str, whole: JSON, field: str, pointer: str = B0) -> Case:
    """A case of a block without a field that it needs."""
    return Case(rule, whole, without(whole, field), pointer)


def in_element(rule: str, element: JSON, field: str, put: Any, pointer: str) -> Case:
    """A case of an element without a field that it needs."""
    return Case(rule, put(element), put(without(element, field)), pointer)


def only_on(rule: str, at: Any, above: Any, surface: str, pointer: str) -> Case:
    """A case of a block or element that stands on the wrong surface."""
    return Case(rule, at, above, pointer, surface)
