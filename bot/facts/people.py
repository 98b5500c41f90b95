"""People as views see them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonFacts:
    """`user_id` is empty for somebody whose data was deleted."""

    user_id: str
    name: str
    title: str = ""


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person (users.info). `refused` is a code if they cannot take part: a bot, a guest ..."""

    user_id: str
    name: str
    title: str
    zone: str
    language: str
    refused: str = ""


@dataclass(frozen=True)
class ImportReport:
    """How a roster file was applied."""

    rows: int
    added: int
    changed: int
