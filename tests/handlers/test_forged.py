"""Ids and values that no button, menu or modal of ours has: each gets a sentence and changes nothing.

Sent by somebody who may do the thing itself, so that only the forged part can be what is refused.
"""

from typing import Any

import pytest

from bot.demo.company import ADA, MARGARET
from bot.ids import Action, Callback
from bot.sandbox.shapes import JSON
from tests.forging import Answer, date, one_of, some_of, typed, user, users
from tests.handlers.clicks import IN_MODAL, inputs, metadata
from tests.handlers.test_access import MAY, Row, rows
from tests.handlers.verdicts import refusals, verdict
from tests.handlers.world import World

IDS = ("", "0", "-1", "999999", "abc", "1e3", " 1", "1.0", "0x1", "null")
NO_INTEGERS = ("²", str(2**63), str(10**40))  # digits that Python or the database cannot take
FORGED: list[Any] = [None, "1", -1, 0, 999999, 1.5, "abc", [], {}]


def about_a_row(kind: str) -> list[Row]:
    """The rows of the table of this kind whose click names a row."""
    return [row for row in rows() if row.name.startswith(f"{kind} ") and row.about not in ("-", "paused")]


def who_may(world: World, row: Row) -> str:
    first = next(index for index, cell in enumerate(row.expected) if cell in MAY)
    return row.people(world)[first][0]


def assert_refused(world: World, answer: Answer) -> None:
    assert world.tables() == world.first
    assert refusals(answer), f"it should have been refused: {answer.text!r} {answer.ack}"
    assert "unknown" not in refusals(answer), answer.text


def press(world: World, row: Row, value: str | None) -> Answer:
    """The row's button or menu, with another value."""
    who, forge = who_may(world, row), world.forge
    what, _, verb = row.name.split()[1].partition(":")
    view = forge.office.slack.call(lambda: forge.open_view(who, metadata=IN_MODAL[what])) if what in IN_MODAL else None
    if verb:
        return forge.press(who, what, option=f"{verb}:{value}", view=view)
    return forge.press(who, what, value, view=view)


@pytest.mark.parametrize("row", [*about_a_row("button"), *about_a_row("menu")], ids=lambda row: row.name)
def test_a_forged_value_in_a_button(world: World, row: Row) -> None:
    for value in (None, *IDS):
        assert_refused(world, press(world, row, value))


@pytest.mark.parametrize("row", about_a_row("button"), ids=lambda row: row.name)
def test_digits_that_are_no_id_in_a_button(world: World, row: Row) -> None:
    for value in NO_INTEGERS:
        assert_refused(world, press(world, row, value))


@pytest.mark.parametrize("row", about_a_row("menu"), ids=lambda row: row.name)
def test_digits_that_are_no_id_in_a_menu(world: World, row: Row) -> None:
    for value in NO_INTEGERS:
        assert_refused(world, press(world, row, value))


@pytest.mark.parametrize("option", ["", "approve", "approve:", ":1", "delete:1", "approve:1:1", "approve:-1"])
def test_a_forged_verb_in_a_menu(world: World, option: str) -> None:
    view = world.office.slack.call(lambda: world.forge.open_view(MARGARET, metadata={"page": 0}))
    assert_refused(world, world.forge.press(MARGARET, Action.REVIEW_MENU, option=option, view=view))


# What a modal's metadata holds that its submission does not need, or a page that is turned to as far as there is one.
NOT_USED = {
    ("modal story", "pair_to_book", "version"),
    ("modal story", "story_with_mentor", "pair"),
    ("modal story", "story_with_mentee", "pair"),
    ("modal swap", "proposed", "page"),
    ("modal swap_confirm", "proposed", "page"),
}
ROWS_OF_MODALS = [row for row in about_a_row("modal") if row.name not in {"modal leave", "modal by_hand"}]


@pytest.mark.parametrize("row", ROWS_OF_MODALS, ids=lambda row: f"{row.name} {row.about}")
def test_forged_metadata_in_a_modal(world: World, row: Row) -> None:
    callback, who = row.name.split()[1], who_may(world, row)
    values, honest = inputs(world, callback, row.about), metadata(world, callback, row.about)
    for whole in ("", "null", "[]", "{", "{}", '"1"', "1", "[1]"):
        assert_refused(world, world.forge.submit(who, callback, values, metadata=whole))
    for key, meant in honest.items():
        if (row.name, row.about, key) in NOT_USED:
            continue
        for value in FORGED:
            if value == meant:
                continue
            answer = world.forge.submit(who, callback, values, metadata={**honest, key: value})
            assert world.tables() == world.first, (key, value)
            assert refusals(answer), (key, value, answer.text)
            assert "unknown" not in refusals(answer), (key, value)


# What a modal carries and its submission does not read: the page to go back to; the pair of a story that is there.
UNREAD = {
    ("swap_confirm", "proposed"): {"page"},
    ("story", "pair_to_book"): {"version"},
    ("story", "story_with_mentor"): {"pair"},
    ("story", "story_with_mentee"): {"pair"},
}


@pytest.mark.parametrize("row", ROWS_OF_MODALS, ids=lambda row: f"{row.name} {row.about}")
def test_a_number_that_is_no_id_in_a_modals_metadata(world: World, row: Row) -> None:
    callback, who = row.name.split()[1], who_may(world, row)
    values, honest = inputs(world, callback, row.about), metadata(world, callback, row.about)
    for key in honest.keys() - UNREAD.get((callback, row.about), set()):
        assert_refused(world, world.forge.submit(who, callback, values, metadata={**honest, key: 2**70}))


FORGED_INPUTS: list[tuple[str, str, JSON]] = [
    (Callback.JOIN, "programme", {"topics": some_of("abc")}),
    (Callback.JOIN, "programme", {"topics": some_of("999999")}),
    (Callback.JOIN, "programme", {"topics": some_of(str(10**40))}),
    (Callback.JOIN, "programme", {"topics": some_of("1", "4")}),  # the second is another programme's
    (Callback.JOIN, "programme", {"topics": some_of()}),
    (Callback.JOIN, "programme", {"consent": some_of("2019-01")}),  # words that nobody shows any more
    (Callback.JOIN, "programme", {"consent": some_of()}),
    (Callback.LEAVE, "mentor_to_book", {"leave": one_of("abc")}),
    (Callback.LEAVE, "mentor_to_book", {"leave": one_of(str(10**40))}),
    (Callback.LEAVE, "mentor_to_book", {"leave": one_of("")}),
    (Callback.STORY, "pair_to_book", {"appearance": one_of("anonymous")}),
    (Callback.FEEDBACK, "meeting_rated", {"free": one_of("6")}),
    (Callback.FEEDBACK, "meeting_rated", {"free": one_of("0")}),
    (Callback.SWAP, "proposed", {"other": one_of("abc")}),
    (Callback.SWAP, "proposed", {"other": one_of("999999")}),
    (Callback.SWAP, "proposed", {"other": one_of(str(10**40))}),
    (Callback.BY_HAND, "programme", {"programme": one_of("abc")}),
    (Callback.BY_HAND, "programme", {"programme": one_of(str(10**40))}),
    (Callback.BY_HAND, "programme", {"programme": one_of("2")}),  # Edith's
    (Callback.BY_HAND, "programme", {"mentor": user("U0NOBODY")}),
    (Callback.BY_HAND, "programme", {"mentor": user(None)}),
    (Callback.RULES, "programme", {"objective": one_of("chaos")}),
    (Callback.RULES, "programme", {"unknown_manager": one_of("?")}),
    (Callback.RULES, "programme", {"min_levels": typed("-1")}),
    (Callback.RULES, "programme", {"good_enough": typed("1" + "0" * 30)}),
    (Callback.LAUNCH, "programme", {"pairs": typed("U0NOBODY;")}),
    (Callback.LAUNCH, "programme", {"pairs": typed(None)}),
    (Callback.BOOK, "pair_to_book", {"day": date("tomorrow")}),
    (Callback.BOOK, "pair_to_book", {"day": date(None)}),
    (Callback.PAUSE, "-", {"until": date("2026-02-30")}),
    (Callback.LINK, "held", {"link": typed("https://northwind.slack.com/archives/C0STORIES/p1772442000000100")}),
    (Callback.LINK, "held", {"link": typed("javascript:alert(1)")}),
]


@pytest.mark.parametrize(("callback", "about", "forged"), FORGED_INPUTS)
def test_a_forged_input_in_a_modal(world: World, callback: str, about: str, forged: JSON) -> None:
    row = next(row for row in rows() if row.name == f"modal {callback}" and row.about == about)
    values = {**inputs(world, callback, about), **forged}
    assert_refused(
        world, world.forge.submit(who_may(world, row), callback, values, metadata=metadata(world, callback, about))
    )


def test_oneself_on_ones_own_do_not_match_list(world: World) -> None:
    assert_refused(world, world.forge.submit(ADA, Callback.DO_NOT_MATCH, {"people": users(ADA)}))


def test_a_button_that_never_was(world: World) -> None:
    for action_id in ("no_such_button", "x" * 255, "", "BOOK", "book "):
        assert_refused(world, world.forge.press(ADA, action_id, world.about["pair_to_book"].id))


def test_a_modal_that_never_was_says_so_and_keeps_what_was_typed(world: World) -> None:
    answer = world.forge.submit(ADA, "no_such_modal", {"text": typed("An hour's work")}, metadata={"pair": 1})
    assert_refused(world, answer)
    assert answer.ack["response_action"] == "push"  # the modal with the text stays below


def test_an_event_that_nobody_asked_for_is_dropped(world: World) -> None:
    for kind in ("reaction_added", "message", "app_mention"):
        assert world.forge.event(kind, ADA).ack == {}
    assert world.tables() == world.first


def test_a_trigger_that_has_expired_asks_to_press_again(world: World) -> None:
    """No modal can be opened any more: the answer comes by the response URL."""
    answer = world.forge.press(ADA, Action.BOOK, world.about["pair_to_book"].id, trigger_id="1.2.abc")
    assert refusals(answer) == {"press_again"}
    assert world.tables() == world.first


def test_what_is_not_forged_goes_through(world: World) -> None:
    """The honest inputs above are honest: else every refusal would prove nothing."""
    for callback, about in dict.fromkeys((callback, about) for callback, about, _ in FORGED_INPUTS):
        row = next(row for row in rows() if row.name == f"modal {callback}" and row.about == about)
        answer = world.forge.submit(
            who_may(world, row),
            callback,
            inputs(world, callback, about),
            metadata=metadata(world, callback, about),
        )
        assert verdict(world.first, world.tables(), answer) in MAY
        world.restore()
