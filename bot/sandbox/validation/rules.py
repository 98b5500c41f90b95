"""What a rule is, and the words in which most rules can be said."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.shapes import JSON
from bot.sandbox.validation.tree import Node, length


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in Slack's words, and where it stands."""

    message: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Check = Callable[[Node], Iterable[Problem]]


@dataclass(frozen=True)
class Rule:
    """One limit. `on` names the kinds of node it looks at; `error` overrides the call's usual error name."""

    name: str
    on: tuple[str, ...]
    check: Check
    error: str | None = None


Kinds = str | tuple[str, ...]


def _kinds(on: Kinds) -> tuple[str, ...]:
    return (on,) if isinstance(on, str) else on


def _name(on: Kinds, field: str, what: str, name: str | None) -> str:
    return name or f"{_kinds(on)[0]}.{field}.{what}"


def own(name: str, on: Kinds, check: Check, error: str | None = None) -> Rule:
    """A rule with a check of its own."""
    return Rule(name, _kinds(on), check, error)


def _sized(node: Node, field: str) -> tuple[int, str] | None:
    value = node.value.get(field)
    if isinstance(value, str):
        return length(value), f"{node.pointer}/{field}"
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return length(value), f"{node.pointer}/{field}/text"
    return None


def longest(on: Kinds, field: str, most: int, name: str | None = None) -> Rule:
    """A string or text object of at most this many UTF-16 units."""

    def check(node: Node) -> Iterator[Problem]:
        sized = _sized(node, field)
        if sized is not None and sized[0] > most:
            yield Problem(f"must be less than {most + 1} characters", sized[1])

    return Rule(_name(on, field, "longest", name), _kinds(on), check)


def not_empty(on: Kinds, field: str, name: str | None = None) -> Rule:
    """A string that is there has at least one character."""

    def check(node: Node) -> Iterator[Problem]:
        sized = _sized(node, field)
        if sized is not None and sized[0] == 0:
            yield Problem("must be more than 0 characters", sized[1])

    return Rule(_name(on, field, "not_empty", name), _kinds(on), check)


def most(on: Kinds, field: str, number: int, name: str | None = None, error: str | None = None) -> Rule:
    """A list of at most this many items."""

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        if isinstance(value, list) and len(value) > number:
            yield Problem(f"no more than {number} items allowed", f"{node.pointer}/{field}")

    return Rule(_name(on, field, "most", name), _kinds(on), check, error)


def fewest(on: Kinds, field: str, number: int, name: str | None = None) -> Rule:
    """A list that is there has at least this many items."""

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        if isinstance(value, list) and len(value) < number:
            yield Problem(f"no fewer than {number} items required", f"{node.pointer}/{field}")

    return Rule(_name(on, field, "fewest", name), _kinds(on), check)


def needs(on: Kinds, *fields: str, name: str | None = None) -> Rule:
    """These fields must be there."""

    def check(node: Node) -> Iterator[Problem]:
        for field in fields:
            if node.value.get(field) is None:
                yield Problem(f"missing required field: {field}", node.pointer)

    return Rule(_name(on, "_".join(fields), "needed", name), _kinds(on), check)


def among(on: Kinds, field: str, *values: Any) -> Rule:
    """A field that is there has one of these values."""

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        if value is not None and value not in values:
            allowed = ", ".join(str(one) for one in values)
            yield Problem(f"must be one of the allowed values: {allowed}", f"{node.pointer}/{field}")

    return Rule(_name(on, field, "among", None), _kinds(on), check)


def between(on: Kinds, field: str, low: int, high: int, name: str | None = None) -> Rule:
    """A number that is there lies between these, both included."""

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        if isinstance(value, int) and not low <= value <= high:
            yield Problem(f"must be between {low} and {high}", f"{node.pointer}/{field}")

    return Rule(_name(on, field, "between", name), _kinds(on), check)


def matches(on: Kinds, field: str, pattern: str, what: str) -> Rule:
    """A string that is there has this form."""
    compiled = re.compile(pattern)

    def check(node: Node) -> Iterator[Problem]:
        value = node.value.get(field)
        if isinstance(value, str) and not compiled.fullmatch(value):
            yield Problem(f"must be {what}", f"{node.pointer}/{field}")

    return Rule(_name(on, field, "matches", None), _kinds(on), check)


def plain(on: Kinds, *fields: str, name: str | None = None) -> Rule:
    """These text objects are plain text, not mrkdwn."""

    def check(node: Node) -> Iterator[Problem]:
        for field in fields:
            value = node.value.get(field)
            if isinstance(value, dict) and value.get("type") != "plain_text":
                yield Problem("must be plain_text", f"{node.pointer}/{field}/type")

    return Rule(_name(on, "_".join(fields), "plain", name), _kinds(on), check)


def exactly_one(on: Kinds, *fields: str, name: str) -> Rule:
    """Exactly one of these fields is there."""

    def check(node: Node) -> Iterator[Problem]:
        if sum(node.value.get(field) is not None for field in fields) != 1:
            yield Problem(f"must provide exactly one of: {', '.join(fields)}", node.pointer)

    return Rule(name, _kinds(on), check)


def dicts(value: Any) -> list[JSON]:
    """The objects of a list; nothing where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
