"""What people were promised: a way out of every nudge, and under each personal input who will see it."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery import outcomes
from bot.facts.enrolment import Waiting
from bot.facts.meetings import (
    BookingReminder,
    BookingStep,
    CheckInFacts,
    CheckInState,
    MeetingFacts,
    MeetingView,
    PairEnd,
)
from bot.facts.outgoing import Problem
from bot.facts.proposals import CardState, ProposalCard
from bot.facts.stories import KeyState, StoryFacts, StoryOffer
from bot.ids import Action, Callback
from bot.views import home, meetings, outbox, proposals, stories
from bot.views.programmes import ask
from storage.enums import Kind
from tests.views.case import Case
from tests.views.cases import CASES
from tests.views.looking import actions, inputs, is_message, mrkdwn

ROOT = Path(__file__).parents[2]
WAYS_OUT = {str(Action.PAUSE), str(Action.LEAVE)}

# Who will see it: only you / your partner / totals of five or more / managers / everyone (ARCHITECTURE.md).
WHO_SEES = re.compile(
    r"only you|only the two of you|your partner will read|totals of five or more|nobody sees|"
    r"your programme manager and your partner see|everyone (in the company )?can read|every pair will read",
    re.IGNORECASE,
)
PERSONAL = {
    Callback.JOIN: {"topics", "goal", "consent"},
    Callback.BOOK: {"place"},
    Callback.FEEDBACK: {"free", "learned", "will_do"},
    Callback.STORY: {"headline", "happened", "different"},
    Callback.PAUSE: {"until"},
    Callback.DO_NOT_MATCH: {"people"},
}
IMPERSONAL = {  # a date both are told, how a story is signed, and what managers set for everybody
    Callback.BOOK: {"day", "clock"},
    Callback.STORY: {"appearance"},
    Callback.LEAVE: {"leave"},
    Callback.CREATE: {"name", "goal", "topics", "channel", "meetings", "weeks", "minutes"},
    Callback.LINK: {"link"},
    Callback.SWAP: {"other"},
    Callback.BY_HAND: {"programme", "mentor", "mentee"},
    Callback.LAUNCH: {"pairs"},
}

MODALS = [case for case in CASES if not is_message(case.shown()) and inputs(case.shown())]


def is_nudge(case: Case) -> bool:
    facts = case.arguments[0] if case.arguments else None
    if isinstance(facts, BookingReminder):
        return not facts.over
    return isinstance(facts, ProposalCard) and facts.reminder and facts.state is CardState.OPEN


NUDGES = [case for case in CASES if is_nudge(case)]


@pytest.mark.parametrize("case", NUDGES, ids=str)
def test_every_nudge_carries_a_way_out(case: Case) -> None:
    assert actions(case.shown()) >= WAYS_OUT


def in_a_dm(case: Case) -> bool:
    """A message to one of a pair that still asks for something, or brings news."""
    facts = case.arguments[0] if case.arguments else None
    match facts:
        case BookingReminder():
            return not facts.over
        case MeetingFacts():
            return facts.state is MeetingView.STANDS or case.view is meetings.called_off
        case CheckInFacts():
            return facts.state is CheckInState.ASKED
        case ProposalCard():
            return facts.state is CardState.OPEN
        case StoryOffer():
            return not facts.written
        case StoryFacts():
            return facts.state is KeyState.ASKED and case.view in (stories.preview, stories.posted)
        case PairEnd() | Waiting():
            return True
    return False


@pytest.mark.parametrize("case", [case for case in CASES if in_a_dm(case)], ids=str)
def test_every_direct_message_names_a_human_to_ask(case: Case) -> None:
    human = ask(case.arguments[0].programme, case.reader)
    assert any(human in text for text in mrkdwn(case.shown()))


def may_quote_a_draft(case: Case) -> bool:
    """A receipt or a "not this time" whose reader may never have been shown the words as they are now."""
    facts = case.arguments[0] if case.arguments else None
    if not isinstance(facts, StoryFacts):
        return False
    unseen = case.view in (stories.preview, stories.review) and facts.state in (KeyState.CHANGED, KeyState.CLOSED)
    return unseen or case.view is stories.declined


@pytest.mark.parametrize("case", [case for case in CASES if may_quote_a_draft(case)], ids=str)
def test_words_of_a_story_are_quoted_only_to_who_has_been_shown_them(case: Case) -> None:
    words = case.arguments[0].words
    other = replace(case.arguments[0], words=replace(words, headline="Draft", happened="Draft", different="Draft"))
    assert replace(case, arguments=(other,)).shown() == case.shown()


def test_there_are_nudges_of_every_step() -> None:
    steps = {case.arguments[0].step for case in NUDGES if case.view is meetings.reminder}
    assert steps == set(BookingStep)
    assert any(case.view is proposals.card for case in NUDGES)


def test_nobody_else_owes_a_nudge() -> None:
    """A service that owes one is added here, and its view to `is_nudge`."""
    owing = {
        path.stem
        for path in (ROOT / "bot" / "services").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.keyword) and call.arg == "weight" and "Weight.NUDGE" in ast.unparse(call.value)
    }
    assert owing == {"booking", "proposals"}


@pytest.mark.parametrize("case", [case for case in CASES if case.view is home.home], ids=str)
def test_home_has_the_ways_out_for_whoever_takes_part(case: Case) -> None:
    shown = actions(case.shown())
    assert (shown >= WAYS_OUT) == bool(case.arguments[0].participations)
    assert Action.PRIVACY in shown


@pytest.mark.parametrize("case", MODALS, ids=str)
def test_under_each_personal_input_stands_who_will_see_it(case: Case) -> None:
    shown = case.shown()
    callback = Callback(shown["callback_id"])
    personal = PERSONAL.get(callback, set())
    for block in inputs(shown):
        if block["block_id"] in personal:
            assert WHO_SEES.search(block.get("hint", {}).get("text", "")), f"{block['block_id']} has no such hint"
        elif callback is not Callback.RULES:  # its inputs are the parts of a score
            assert block["block_id"] in IMPERSONAL[callback], f"is {block['block_id']} personal?"


def test_every_personal_input_is_shown_somewhere() -> None:
    shown = {
        (Callback(case.shown()["callback_id"]), block["block_id"]) for case in MODALS for block in inputs(case.shown())
    }
    for table in (PERSONAL, IMPERSONAL):
        assert {(callback, block) for callback, blocks in table.items() for block in blocks} <= shown


@pytest.mark.parametrize(
    "code", sorted(outcomes.UNREACHABLE_CODES | {"channel_not_found", "not_in_channel", "is_archived"})
)
def test_nothing_can_be_tried_again_where_nobody_can_be_reached(code: str) -> None:
    problem = Problem(79, Kind.BOOK, code, "U0GRACE", None, settled=False)
    case = Case(outbox.problem, code, (problem,))
    assert actions(case.shown()) == set()
    assert "cannot reach" in case.shown()["text"]


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "invalid_blocks", "unsure", "unrenderable"])
def test_what_is_held_can_be_tried_again(code: str) -> None:
    problem = Problem(79, Kind.STORY, code, None, "C0STORIES", settled=False)
    assert actions(Case(outbox.problem, code, (problem,)).shown()) == {Action.POST_AGAIN}
