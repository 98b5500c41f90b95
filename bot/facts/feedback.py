"""Feedback, for the one who gives it."""

from dataclasses import dataclass

from bot.facts.people import PersonFacts


@dataclass(frozen=True)
class FeedbackForm:
    """The optional modal; what was said before stands in it."""

    meeting_id: int
    number: int
    other: PersonFacts
    free_to_speak: int | None
    learned: str
    will_do: str


@dataclass(frozen=True)
class FeedbackAnswer:
    free_to_speak: int | None
    learned: str
    will_do: str
