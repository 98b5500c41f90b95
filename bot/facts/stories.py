"""Stories as views see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from storage.enums import Appearance as Appearance  # noqa: PLC0414 -- handlers know it from here, not from storage


@dataclass(frozen=True)
class StoryWords:
    """What is written; `appearance` says whether names or only roles appear."""

    headline: str
    happened: str
    different: str
    appearance: Appearance


@dataclass(frozen=True)
class StoryForm:
    """The writing modal; `story_id` and `version` when an existing one is changed."""

    pair_id: int
    programme: ProgrammeFacts
    other: PersonFacts
    words: StoryWords | None
    story_id: int | None = None
    version: int = 0


@dataclass(frozen=True)
class StoryOffer:
    pair_id: int
    programme: ProgrammeFacts
    other: PersonFacts
    met: int
    written: bool


class KeyState(StrEnum):
    """How a preview looks to the one who holds the key."""

    ASKED = "asked"
    YES = "yes"
    CHANGED = "changed"  # a newer version is on its way
    CLOSED = "closed"


@dataclass(frozen=True)
class StoryFacts:
    """A story as it is, or will be, posted; and whose word it waits for."""

    story_id: int
    version: int
    programme: ProgrammeFacts
    mentor: PersonFacts
    mentee: PersonFacts
    author: PersonFacts
    words: StoryWords
    state: KeyState
    taken_back: bool = False
    posted_at: datetime | None = None
