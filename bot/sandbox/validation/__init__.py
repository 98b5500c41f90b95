"""Slack's limits, checked as Slack checks them: every rule has a name and can be switched off by it.

`Validator.message` and `Validator.view` raise the error that Slack answers, with a JSON pointer for every problem in
`errors` (messages) and `response_metadata.messages` (both).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from bot.sandbox.shapes import JSON, SlackError
from bot.sandbox.validation import blocks, data, elements, surfaces
from bot.sandbox.validation.rules import Problem, Rule
from bot.sandbox.validation.tree import Node, walk

RULES: tuple[Rule, ...] = (*surfaces.RULES, *blocks.RULES, *data.RULES, *elements.RULES)

_BY_KIND: dict[str, list[Rule]] = defaultdict(list)
for _rule in RULES:
    for _kind in _rule.on:
        _BY_KIND[_kind].append(_rule)


def problems(root: Node, off: Collection[str] = ()) -> Iterator[tuple[Rule, Problem]]:
    """Everything that is wrong with a payload, with the rule that says so."""
    for node in walk(root):
        for rule in _BY_KIND.get(node.kind, ()):
            if rule.name not in off:
                for problem in rule.check(node):
                    yield rule, problem


class Validator:
    """Checks what an app sends. `off` names rules that are switched off: only a test of the tests wants that."""

    def __init__(self) -> None:
        self.off: set[str] = set()

    def message(self, blocks_: list[JSON]) -> None:
        """Check a message's blocks; raises SlackError."""
        found = list(problems(Node("message", {"blocks": blocks_}, "", "message"), self.off))
        if found:
            special = next((rule.error for rule, _ in found if rule.error), None)
            messages = [str(problem) for _, problem in found]
            raise SlackError(special or "invalid_blocks", errors=messages, **_metadata(messages))

    def view(self, view: JSON, surface: str) -> None:
        """Check a view for a surface (`modal` or `home`); raises SlackError."""
        if view.get("type") != surface:
            pointer = "[json-pointer:/view/type]"
            raise SlackError("invalid_arguments", **_metadata([f"unsupported type: {view.get('type')} {pointer}"]))
        found = list(problems(Node(surface, view, "/view", surface), self.off))
        if found:
            special = next((rule.error for rule, _ in found if rule.error), None)
            raise SlackError(special or "invalid_arguments", **_metadata([str(problem) for _, problem in found]))


def _metadata(messages: list[str]) -> JSON:
    return {"response_metadata": {"messages": [f"[ERROR] {message}" for message in messages]}}
