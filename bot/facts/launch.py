"""Launching pairs that a manager has already, as views see it."""

from dataclasses import dataclass

from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts


@dataclass(frozen=True)
class LaunchLine:
    """One line of the list: Slack user ids, and how often the two have met already."""

    line: int
    mentor: str
    mentee: str
    met: int


@dataclass(frozen=True)
class LaunchPeople:
    """Everybody whom Slack has to be asked about before a launch goes out."""

    user_ids: tuple[str, ...]


@dataclass(frozen=True)
class LaunchList:
    """The live list: who is waited for. Who said no is on no list."""

    run_id: int
    programme: ProgrammeFacts
    pairs: int
    working: bool
    waiting: tuple[PersonFacts, ...]
    introduced: int
    unreachable: tuple[str, ...]  # user ids that Slack says cannot take part
