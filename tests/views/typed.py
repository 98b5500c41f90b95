"""What people can type: every text in the facts that comes from a person, and how long it may legally be.

`typed` puts another text in the place of each of them. A text field of the facts that stands in neither table fails the
tests: somebody has to say whether people type it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from bot.errors import UserError
from bot.facts.enrolment import JoinForm
from bot.facts.feedback import FeedbackForm
from bot.facts.launch import LaunchList
from bot.facts.matching import HandForm
from bot.facts.meetings import BookingForm, MeetingFacts
from bot.facts.outgoing import Problem
from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.facts.proposals import Introduction, ProposalCard
from bot.facts.stories import StoryWords
from bot.facts.ways_out import StoredAbout, StoredRole
from bot.rules import matching
from bot.views import kit
from bot.views.message import Message


@dataclass(frozen=True)
class Most:
    """The longest legal text: in UTF-16 units, as Slack counts in its inputs, or in code points, as our checks do."""

    length: int
    points: bool = False


Fill = Callable[[Most], str]

TYPED: Mapping[type, Mapping[str, Most]] = {
    PersonFacts: {"name": Most(120, points=True), "title": Most(200, points=True)},
    ProgrammeFacts: {"name": Most(80), "goal": Most(1000), "topics": Most(60, points=True)},
    JoinForm: {"topic_options": Most(60, points=True), "goal": Most(1000)},
    FeedbackForm: {"learned": Most(3000), "will_do": Most(3000)},
    BookingForm: {"place": Most(300)},
    MeetingFacts: {"place": Most(300)},
    ProposalCard: {"other_goal": Most(1000)},
    Introduction: {"mentor_goal": Most(1000), "mentee_goal": Most(1000)},
    StoryWords: {"headline": Most(150), "happened": Most(2000), "different": Most(2000)},
    StoredRole: {"topics": Most(60, points=True), "goal": Most(1000)},
    StoredAbout: {"department": Most(120, points=True)},
    matching.TeachesTopic: {"topic": Most(60, points=True)},
    matching.OtherDepartment: {"mentor": Most(120, points=True), "mentee": Most(120, points=True)},
    matching.OtherLocation: {"mentor": Most(120, points=True), "mentee": Most(120, points=True)},
    matching.OtherBackground: {"topics": Most(60, points=True)},
    matching.SharesLanguage: {"language": Most(40, points=True)},
    matching.SharesFormat: {"format": Most(40, points=True)},
}
OURS: Mapping[type, set[str]] = {  # ids, codes and names that nobody types
    PersonFacts: {"user_id"},
    ProgrammeFacts: {"stories_channel"},
    Problem: {"code", "user_id", "channel"},
    StoredAbout: {"zone", "language"},
    StoredRole: {"consent_version"},
    Message: {"text"},
    HandForm: {"mentor", "mentee"},
    LaunchList: {"unreachable"},
    matching.Match: {"mentor", "mentee"},
}
IN_ERRORS: Mapping[str, Most] = {"word": Most(40), "topic": Most(1300), "text": Most(60, points=True)}
OURS_IN_ERRORS = {"command", "channel"}


class Unclassified(AssertionError):
    """A text that stands in no table: does a person type it?"""


def typed(value: Any, fill: Fill) -> Any:
    """The same facts, with another text wherever a person had typed one. Empty texts stay empty."""
    if isinstance(value, tuple):
        return tuple(typed(each, fill) for each in value)
    if isinstance(value, UserError):
        arguments = {name: _in_error(name, each, fill) for name, each in value.arguments.items()}
        return UserError(value.code, field=value.field, **arguments)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{f.name: _field(value, f.name, fill) for f in fields(value)})


def _in_error(name: str, value: Any, fill: Fill) -> Any:
    if not isinstance(value, str) or name in OURS_IN_ERRORS:
        return value
    if name not in IN_ERRORS:
        raise Unclassified(f"{name} of a UserError")
    return fill(IN_ERRORS[name])


def _field(facts: Any, name: str, fill: Fill) -> Any:
    value = getattr(facts, name)
    if not _has_text(value) or name in OURS.get(type(facts), set()):
        return typed(value, fill)
    most = TYPED.get(type(facts), {}).get(name)
    if most is None:
        raise Unclassified(f"{type(facts).__name__}.{name}")
    return _filled(value, fill, most)


def _has_text(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(_has_text(each) for each in value)
    return isinstance(value, str) and not isinstance(value, Enum) and value != ""


def _filled(value: Any, fill: Fill, most: Most) -> Any:
    if isinstance(value, tuple):
        return tuple(_filled(each, fill, most) for each in value)
    return fill(most) if _has_text(value) else value


def cut(text: str, most: Most) -> str:
    """The text's longest legal beginning. Of a long one escaping may double the length, no more: two thousand
    ampersands are no story, and Slack refuses the message."""
    units = most.length if most.points else utf16_points(text, most.length)
    text = text[:units]
    while most.length > 300 and kit.size(text) > 2 * max(most.length, 1):
        text = text[: len(text) * 2 * most.length // kit.size(text)]
    return text


def utf16_points(text: str, units: int) -> int:
    """How many characters fit into so many UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore"))


def repeated(text: str) -> Fill:
    """As much of a text, over and over, as is legal."""
    return lambda most: cut(text * (most.length // len(text) + 1), most)


def long(most: Most) -> str:
    """The longest legal text, in plain words."""
    return cut("A long text that goes on and on. " * 100, most).rstrip().ljust(most.length, "x")


def special(most: Most) -> str:
    """Full of characters that take up five places once they are escaped."""
    return cut("&" * 3000, most)


def hostile(most: Most) -> str:
    """Everything at once that somebody might try, as far as it fits."""
    return cut(HOSTILE, most)


HOSTILE = (
    "<!channel> 🙂 *b* &amp; <@U0X> عمر \u202ecod.exe\x07 <https://evil.example|Slack> _i_ `c` ~s~ {text} %s "
    "<!date^0^x|y> :boom: \u2066 <#C0SECRET>\n> quoted"
)
