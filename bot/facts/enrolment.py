"""Joining, as views see it."""

from dataclasses import dataclass

from bot.facts.programmes import ProgrammeFacts
from storage.enums import Role as Role  # noqa: PLC0414 -- handlers know it from here: they never import storage

CONSENT_VERSION = (
    "2026-11"  # the version of the consent's words in bot/views/enrolment.py; a change of one is a change of both
)


@dataclass(frozen=True)
class AskRole:
    """The question in which role somebody joins; `roles` in which they are in already, the mentor's first."""

    programme: ProgrammeFacts
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class JoinForm:
    """The joining modal for one role; `topics` and `goal` are what the person said before, if they did."""

    programme: ProgrammeFacts
    role: Role
    topic_options: tuple[tuple[int, str], ...]
    topics: tuple[int, ...] = ()
    goal: str = ""


@dataclass(frozen=True)
class JoinAnswer:
    topics: tuple[int, ...]
    goal: str
    consent: str  # the version of the words agreed to; empty if not agreed


@dataclass(frozen=True)
class Joined:
    programme: ProgrammeFacts
    role: Role
    changed: bool  # they were in already, and changed their answers


@dataclass(frozen=True)
class Waiting:
    """Somebody for whom nobody was found yet."""

    programme: ProgrammeFacts
    role: Role
