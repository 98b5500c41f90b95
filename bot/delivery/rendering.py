"""What a claim becomes: a Home, or one message of all its pieces. What cannot be shown fails alone."""

import json
from dataclasses import dataclass, replace
from typing import Any

import structlog
from slack_sdk.models.blocks import DividerBlock
from slack_sdk.models.views import View

from bot.delivery.messages import MESSAGES
from bot.facts.outgoing import Claim, Piece
from bot.facts.reader import Reader
from bot.views.message import Message
from storage.enums import Recipient

log = structlog.get_logger()

# Several pieces become one message up to here; the rest waits for the next one. Slack takes 50 blocks of about 12,000
# characters, and 4,000 of text in an update; an answer may make a piece longer than it was.
MOST_BLOCKS = 40
MOST_JSON = 12_000
MOST_TEXT = 3_000


@dataclass(frozen=True)
class Content:
    """What Slack is given. `view` is a Home; a message has none."""

    text: str = ""
    blocks: tuple[dict[str, Any], ...] = ()
    view: dict[str, Any] | None = None

    def with_next(self, other: "Content") -> "Content":
        line = (DividerBlock().to_dict(),) if self.blocks else ()
        return Content(f"{self.text} {other.text}".strip(), (*self.blocks, *line, *other.blocks), other.view)

    @property
    def is_small(self) -> bool:
        return (
            len(self.blocks) <= MOST_BLOCKS
            and len(json.dumps(self.blocks, ensure_ascii=False)) <= MOST_JSON
            and len(self.text) <= MOST_TEXT
        )


@dataclass(frozen=True)
class Rendered:
    """`claim` is what is to be sent now, None if nothing can be; `broken` are rows that cannot be shown, `left` rows
    for which there was no room."""

    claim: Claim | None
    content: Content
    broken: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def render(claim: Claim) -> Rendered:
    """Shows every piece, with lines between them."""
    content = Content()
    shown: list[Piece] = []
    broken: list[int] = []
    left: list[int] = []
    for piece in claim.pieces:
        made = _show(piece, claim.reader)
        if made is None:
            broken.append(piece.row_id)
        elif shown and claim.recipient is Recipient.PERSON and not content.with_next(made).is_small:
            left.append(piece.row_id)
        else:
            shown.append(piece)
            content = content.with_next(made)
    if claim.recipient in (Recipient.HOME, Recipient.MESSAGE):  # its pieces are no rows of its own
        return Rendered(None, content, claim.rows) if broken else Rendered(claim, content)
    rows = tuple(piece.row_id for piece in shown)
    return Rendered(
        replace(claim, pieces=tuple(shown), rows=rows) if shown else None, content, tuple(broken), tuple(left)
    )


def _show(piece: Piece, reader: Reader) -> Content | None:
    """Slack's own models check what they make: a mistake in a view shows here, before anything is sent."""
    try:
        made: Message | View = MESSAGES[piece.kind].show(piece.facts, reader)
        if isinstance(made, View):
            return Content(view=made.to_dict())
        return Content(made.text, tuple(block.to_dict() for block in made.blocks))
    except Exception:  # one view must not stop the others
        log.exception("outgoing.unrenderable", row=piece.row_id, kind=piece.kind)
        return None
