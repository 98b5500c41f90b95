"""What a read function says of a message that is due: its facts, or one of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.facts.reader import Reader
from storage.enums import Kind, Recipient


@dataclass(frozen=True)
class NotWanted:
    """The reason for the message is gone: answered, moved, left."""


@dataclass(frozen=True)
class Later:
    at: datetime


NOT_WANTED = NotWanted()


@dataclass(frozen=True)
class Piece:
    """One row of a message: its facts go into the view of its kind."""

    row_id: int
    kind: Kind
    facts: object
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """A message in the sender's hand. Several rows due to one person become one message: one piece each.

    `channel` is where to post if it is known; `people` are to be opened as a group DM if it is not; `ts` is set for
    a message that is rendered again.
    """

    recipient: Recipient
    target: str
    reader: Reader
    pieces: tuple[Piece, ...]
    rows: tuple[int, ...]
    wanted: int
    channel: str | None = None
    ts: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """A message that could not be delivered, as a programme manager sees it."""

    row_id: int
    kind: Kind
    code: str
    user_id: str | None
    channel: str | None
    settled: bool
