"""Looking at what a view has rendered: the texts in it, its buttons, what is wrong with it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.ids import Action, Callback
from bot.sandbox.shapes import SlackError, utf16
from bot.sandbox.validation import Validator

JSON = dict[str, Any]

LONGEST_TEXT = 4000  # a longer top-level text is split into several messages
MARKUP = re.compile(r"<[^<>]*>")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
ROW_ID = re.compile(r"\d+")
VERB_AND_ROW = re.compile(r"[a-z_]+:\d+")
PRESSED = {"button", "overflow"}


def objects(value: Any) -> Iterator[JSON]:
    """Every JSON object in what was rendered, from the outside in."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


def strings(value: Any, but: str = "") -> Iterator[str]:
    """Every text in what was rendered, but for the ones in a field of that name."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name != but:
                yield from strings(each, but)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, but)
    elif isinstance(value, str):
        yield value


def mrkdwn(shown: JSON) -> list[str]:
    """Every text that Slack looks for mentions and links in."""
    found = [str(each["text"]) for each in objects(shown) if each.get("type") == "mrkdwn"]
    return [str(shown["text"]), *found] if is_message(shown) else found


def markup(shown: JSON) -> set[str]:
    """Every mention, link and date."""
    return {token for text in mrkdwn(shown) for token in MARKUP.findall(text)}


def is_message(shown: JSON) -> bool:
    return "type" not in shown


def inputs(shown: JSON) -> list[JSON]:
    return [block for block in shown["blocks"] if block["type"] == "input"]


def elements(shown: JSON) -> list[JSON]:
    """Every element outside an input: what acts when it is pressed."""
    in_inputs = [id(each) for block in inputs(shown) for each in objects(block)]
    return [each for each in objects(shown) if "action_id" in each and id(each) not in in_inputs]


def actions(shown: JSON) -> set[str]:
    return {str(each["action_id"]) for each in elements(shown)}


def problems(shown: JSON) -> list[str]:
    """Everything that Slack would refuse, or that breaks a promise, whatever the view."""
    return [*_refused(shown), *_unescaped(shown), *_unsafe(shown), *_ids(shown), *_text(shown)]


def _refused(shown: JSON) -> Iterator[str]:
    try:
        if is_message(shown):
            Validator().message(shown["blocks"])
        else:
            Validator().view(shown, shown["type"])
    except SlackError as error:
        yield f"{error.code}: {error.extra}"


def _text(shown: JSON) -> Iterator[str]:
    if is_message(shown):
        if not re.search(r"\w", shown["text"]):
            yield "a message without text"
        if utf16(shown["text"]) > LONGEST_TEXT:
            yield f"a text of {utf16(shown['text'])}"


def _unescaped(shown: JSON) -> Iterator[str]:
    for text in mrkdwn(shown):
        rest = MARKUP.sub("", text)
        if "<" in rest or ">" in rest or ENTITY.search(rest):
            yield f"unescaped: {text}"


def _unsafe(shown: JSON) -> Iterator[str]:
    for text in strings(shown, but="initial_value"):  # a person's own words, in their own input
        if UNSAFE.search(text):
            yield f"control characters: {text!r}"


def _ids(shown: JSON) -> Iterator[str]:
    for each in elements(shown):
        if each["action_id"] not in set(Action):
            yield f"unknown action {each['action_id']}"
        if each["type"] not in PRESSED:
            yield f"a {each['type']} outside an input"
        if not ROW_ID.fullmatch(each.get("value", "0")):
            yield f"a button's value is {each['value']!r}"
        for option in each.get("options", ()):
            if not VERB_AND_ROW.fullmatch(option["value"]):
                yield f"an option's value is {option['value']!r}"
    for each in inputs(shown):
        if each["element"]["action_id"] != "value":
            yield f"an input's action id is {each['element']['action_id']}"
    if "callback_id" in shown and shown["callback_id"] not in set(Callback):
        yield f"unknown callback {shown['callback_id']}"
    if inputs(shown) and "callback_id" not in shown:
        yield "inputs without a callback"
    for name, value in json.loads(shown.get("private_metadata") or "{}").items():
        if not isinstance(value, int | None) and name != "role":
            yield f"the metadata's {name} is {value!r}"
