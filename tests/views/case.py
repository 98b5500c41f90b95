"""A case: one view, one state of the facts, one reader, and the golden file of what it shows.

A new view, or a new state of one, gets its case in tests/views/cases, in the module of its feature; then
`FLIPSIDE_GOLDEN=rewrite pytest tests/views` writes the golden files, and the diff shows what people will see.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slack_sdk.models.views import View

from bot.facts.reader import Reader
from bot.views.message import Message
from tests.views.cast import LONDON, NEW_YORK
from tests.views.typed import Fill, hostile, long, typed

GOLDEN = Path(__file__).parent / "golden"

Show = Callable[..., Message | View]


class Several(tuple[Any, ...]):
    """What a view takes before its reader, where it takes more than one thing."""


@dataclass(frozen=True, eq=False)
class Case:
    view: Show
    name: str
    arguments: tuple[Any, ...]
    reader: Reader = LONDON

    @property
    def view_name(self) -> str:
        return name_of(self.view)

    def __str__(self) -> str:
        return f"{self.view_name}__{self.name}"

    @property
    def path(self) -> Path:
        return GOLDEN / f"{self}.json"

    def shown(self) -> dict[str, Any]:
        """What Slack gets: a message's text and blocks, or a view."""
        found = self.view(*self.arguments, self.reader)
        shown = (
            {"text": found.text, "blocks": [block.to_dict() for block in found.blocks]}
            if isinstance(found, Message)
            else found.to_dict()
        )
        plain: dict[str, Any] = json.loads(json.dumps(shown))
        return plain

    def typed(self, fill: Fill, name: str = "typed") -> "Case":
        """The same case with another text wherever a person had typed one."""
        return replace(self, name=name, arguments=tuple(typed(each, fill) for each in self.arguments))


def name_of(view: Show) -> str:
    return f"{view.__module__.removeprefix('bot.views.')}.{view.__name__}"


def cases(view: Show, richest: Any = None, **states: Any) -> Iterator[Case]:
    """A case for each state. The richest one is shown with the longest legal texts and with hostile ones too, and to a
    reader in New York if they see anything else. A view that takes nothing but its reader has the one case `plain`."""
    if not states:
        yield Case(view, "plain", ())
        return
    made = {name: Case(view, name, each if isinstance(each, Several) else (each,)) for name, each in states.items()}
    yield from made.values()
    most = made[richest or next(iter(made))]
    yield most.typed(long, "longest")
    yield most.typed(hostile, "hostile")
    elsewhere = replace(most, name="new_york", reader=NEW_YORK)
    if elsewhere.shown() != most.shown():
        yield elsewhere
