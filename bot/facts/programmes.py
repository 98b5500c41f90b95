"""Programmes as views see them."""

from dataclasses import dataclass

from bot.facts.people import PersonFacts


@dataclass(frozen=True)
class ProgrammeForm:
    """What the create modal collects. `topics` are names in the order typed; `stories_channel` is a channel id."""

    name: str
    goal: str
    topics: tuple[str, ...]
    stories_channel: str
    meetings_planned: int
    weeks_between: int
    minutes: int


@dataclass(frozen=True)
class ProgrammeFacts:
    id: int
    name: str
    goal: str
    topics: tuple[str, ...] = ()
    meetings_planned: int = 6
    weeks_between: int = 4
    minutes: int = 60
    managers: tuple[PersonFacts, ...] = ()
    stories_channel: str = ""


@dataclass(frozen=True)
class Choice:
    """A command could mean several programmes: the person is asked which."""

    programmes: tuple[ProgrammeFacts, ...]


@dataclass(frozen=True)
class StatusFacts:
    """How far a programme is. `met` counts pairs by the number of meetings held."""

    programme: ProgrammeFacts
    mentors: int
    mentees: int
    waiting: int
    asked: int
    active_pairs: int
    completed_pairs: int
    ended_pairs: int
    met: dict[int, int]
    stories_posted: int
    stories_waiting: int
