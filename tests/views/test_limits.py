"""Whatever people have typed: Slack takes it, and nothing of it can ping, link or hide anything."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.reader import Reader
from bot.sandbox.shapes import utf16
from bot.views import kit
from tests.views.case import Case
from tests.views.cases import CASES
from tests.views.looking import markup, problems
from tests.views.typed import Fill, cut, hostile, long, repeated, special

FILLS: dict[str, Fill] = {
    "long": long,
    "special": special,
    "emoji": repeated("😀"),
    "hostile": hostile,
    "invisible": repeated("\u202e"),
}
STATES = [
    case for case in CASES if case.name not in ("longest", "hostile", "new_york")
]  # those are fillings themselves


@cache
def harmless(case: Case) -> set[str]:
    """The mentions, links and dates that a case shows whatever people have typed."""
    return markup(case.typed(lambda most: "x").shown())


def wrong(case: Case, fill: Fill) -> list[str]:
    """What is wrong with a case once everything typed was replaced."""
    shown = case.typed(fill).shown()
    smuggled = markup(shown) - harmless(case)
    return [*problems(shown), *(f"smuggled in: {token}" for token in smuggled)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_holds_every_limit_and_escapes_everything(case: Case) -> None:
    assert problems(case.shown()) == []
    fills = FILLS if case in STATES else {}
    assert {name: found for name, fill in fills.items() if (found := wrong(case, fill))} == {}


TYPED = st.one_of(
    st.text(min_size=1),
    st.lists(
        st.sampled_from(
            ["<", ">", "&", "<!channel>", "|", "@", "*", "`", "{", "}", "\n", "\x00", "\u2067", "😀", "é", "ع"]
        ),
        min_size=1,
    ).map("".join),
)


@settings(deadline=None)
@given(case=st.sampled_from(STATES), text=TYPED, again=st.booleans())
def test_no_text_is_too_much_for_any_view(case: Case, text: str, again: bool) -> None:
    assert wrong(case, repeated(text) if again else lambda most: cut(text, most)) == []


SLACK_LANGUAGES = ("en_US", "de_DE", "es_ES", "fr_FR", "ja_JP", "ko_KR", "pt_BR", "zh_CN", "zh_TW", "")
UNKNOWN_TO_BABEL = ("es_LA", "xx_YY")  # the first is Slack's Spanish of Latin America


@pytest.mark.parametrize("language", [*SLACK_LANGUAGES, *UNKNOWN_TO_BABEL])
def test_every_language_of_slack_can_be_read_to(language: str) -> None:
    reader = Reader(language, "Asia/Kathmandu")
    failed = {}
    for case in STATES:
        try:
            case.view(*case.arguments, reader)
        except Exception as error:  # every case that fails is named, not only the first
            failed[str(case)] = repr(error)
    assert failed == {}


# The checks can fail.


def message(text: str, *blocks: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "blocks": list(blocks)}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(**more: Any) -> dict[str, Any]:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "book", **more}
    return {"type": "actions", "elements": [button]}


def modal(**more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "value"}
    block = {"type": "input", "block_id": "a", "label": {"type": "plain_text", "text": "A"}, "element": element}
    text = {"type": "plain_text", "text": "A"}
    view = {"type": "modal", "title": text, "submit": text, "callback_id": "book", "blocks": [block]}
    return {name: value for name, value in (view | more).items() if value is not None}


GOOD = [
    message("Hello", section("Hello &amp; <@U0ADA>"), buttons(value="12")),
    modal(private_metadata='{"pair": 1, "meeting": null, "role": "mentor"}'),
]
BAD = {
    "invalid_blocks": message("Hello", section("x" * 3001)),
    "a message without text": message(" … ", section("Hello")),
    "a text of 4001": message("x" * 4001, section("Hello")),
    "unescaped: a < b": message("Hello", section("a < b")),
    "unescaped: AT&T": message("AT&T", section("Hello")),
    "control characters": message("Hello", section("a\u202eb")),
    "unknown action boo": message("Hello", buttons(action_id="boo")),
    "a button's value is 'Ada'": message("Hello", buttons(value="Ada")),
    "unknown callback boo": modal(callback_id="boo"),
    "inputs without a callback": modal(callback_id=None),
    "the metadata's name is 'Ada'": modal(private_metadata='{"name": "Ada"}'),
    "invalid_arguments": modal(submit=None),
}


@pytest.mark.parametrize("shown", GOOD)
def test_nothing_is_wrong_with_what_is_right(shown: dict[str, Any]) -> None:
    assert problems(shown) == []


@pytest.mark.parametrize("expected", BAD)
def test_finds_what_is_wrong(expected: str) -> None:
    found = problems(BAD[expected])
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_finds_what_was_smuggled_in() -> None:
    def careless(text: str, reader: Reader) -> Any:
        return kit.modal(reader, "Careless", [kit.section(text)])

    case = Case(careless, "one", ("<@U0CHARLIE>",))
    assert markup(case.shown()) == {"<@U0CHARLIE>"}


@given(st.text(), st.integers(1, 200))
def test_shortens_to_what_slack_counts(text: str, most: int) -> None:
    short = kit.shorten(text, most)
    assert kit.size(short) <= most
    assert utf16(kit.escape(short)) <= most
    assert short == text or (kit.size(text) > most and short.endswith("…"))
    assert text.startswith(short.removesuffix("…").rstrip()) or short == text
