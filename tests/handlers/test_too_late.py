"""Two at once, twice, and too late: one of them counts, the other one is told, and nothing is done twice."""

from datetime import timedelta
from typing import Any

import pytest

from bot.demo.company import ADA, GRACE, LINUS, MARGARET
from bot.ids import Action, Callback
from tests.forging import date, typed
from tests.handlers.clicks import BOOKING, INPUTS, STORY_WORDS, metadata
from tests.handlers.verdicts import refusals
from tests.handlers.world import EDITH, JAMAL, KAREN, MEI, OMAR, PRIYA, TUNDE, World
from tests.office import MONDAY, shown

# at once


def test_two_managers_at_once(world: World) -> None:
    """One approves and one discards the same run in the same moment: one of them wins, and the other one is told."""
    forge, run = world.forge, world.about["run"]
    world.sql("INSERT INTO manager SELECT 2, id FROM person WHERE user_id = ?", MARGARET)
    for first, second in ((Action.APPROVE_ALL, Action.DISCARD), (Action.DISCARD, Action.APPROVE_ALL)):
        start = world.tables()
        told = len(world.person(MARGARET).messages("general"))
        forge.together(
            forge.build(lambda action=first: forge.press_payload(EDITH, action, run.id)),
            forge.build(lambda action=second: forge.press_payload(MARGARET, action, run.id)),
        )
        states = {state for (state,) in world.sql("SELECT state FROM proposal WHERE run_id = ?", run.id)}
        assert states == ({"mentor_asked"} if first is Action.APPROVE_ALL else {"discarded"})
        said = world.person(MARGARET).messages("general")[told:]
        assert ["settled already" in text for text in said] == [True]
        world.restore(start)


# double clicks


@pytest.mark.parametrize(
    ("action", "about"),
    [
        (Action.MET, "meeting_begun"),
        (Action.NOT_HELD, "meeting_begun"),
        (Action.USEFUL_4, "meeting_met"),
        (Action.PROPOSAL_YES, "proposal_mentor_asked"),
        (Action.PROPOSAL_NO, "proposal_mentor_asked"),
        (Action.CANCEL, "meeting_booked"),
        (Action.STORY_YES, "story_with_mentor"),
        (Action.STORY_TAKE_BACK, "story_posted"),
    ],
)
def test_a_double_click_counts_once(world: World, action: Action, about: str) -> None:
    """Two presses at once come to the same as one."""
    forge, row = world.forge, world.about[about]
    forge.press(row.mentor, action, row.id)
    once = world.tables()
    world.restore()
    press = lambda: forge.press_payload(row.mentor, action, row.id)  # noqa: E731 -- built twice, as Slack would
    assert forge.together(forge.build(press), forge.build(press)) == [{}, {}]
    assert without_times(world.tables()) == without_times(once)


@pytest.mark.parametrize(
    ("callback", "about"),
    [
        (Callback.JOIN, "programme"),
        (Callback.BOOK, "pair_to_book"),
        (Callback.STORY, "pair_to_book"),
        (Callback.CREATE, ""),
        (Callback.END_PAIR, "pair_to_book"),
    ],
)
def test_a_modal_that_is_submitted_twice_counts_once(world: World, callback: Callback, about: str) -> None:
    """The same submission again is acked and changes nothing, so that neither an error nor a second row comes of it."""
    forge = world.forge
    who = world.about[about].mentee if about else MARGARET
    payload = forge.build(
        lambda: forge.submit_payload(who, callback, INPUTS.get(callback, {}), metadata=metadata(world, callback, about))
    )
    first, second = forge.together(payload, payload)
    assert second == {}
    assert "errors" not in first
    after = world.tables()
    (third,) = forge.together(payload)
    assert third == {}
    assert world.tables() == after
    assert after != world.first


def without_times(tables: dict[str, list[tuple[Any, ...]]]) -> dict[str, set[str]]:
    """Rows without the microseconds in which something happened to happen."""
    texts = {name: {_coarse(row) for row in rows} for name, rows in tables.items()}
    return {name: rows for name, rows in texts.items() if name != "outgoing"}


def _coarse(row: tuple[Any, ...]) -> str:
    return str([str(value)[:16] if str(value).startswith("2026-") else value for value in row])


# too late


def test_two_people_who_move_a_meeting_at_once(world: World) -> None:
    """One of them wins; the other one is told, and can look at the new date."""
    forge, row = world.forge, world.about["meeting_booked"]
    about = metadata(world, Callback.BOOK, "meeting_booked")
    payloads = [
        forge.build(
            lambda who=who, day=day: forge.submit_payload(
                who, Callback.BOOK, {**BOOKING, "day": date(day)}, metadata=about
            )
        )
        for who, day in ((MEI, "2026-03-18"), (LINUS, "2026-03-19"))
    ]
    won, lost = forge.together(*payloads)
    assert won == {}
    assert "somebody was quicker" in shown(lost["view"])
    ((starts_at, version),) = world.sql("SELECT starts_at, date_version FROM meeting WHERE id = ?", row.id)
    assert starts_at.startswith("2026-03-18")
    assert version == 2


def test_a_date_for_a_pair_that_has_a_date_already(unchanged: World) -> None:
    answer = unchanged.forge.press(LINUS, Action.BOOK, unchanged.about["pair_booked"].id)
    assert refusals(answer) == {"booked_already"}


def test_a_modal_that_is_sent_after_its_pair_has_ended(world: World) -> None:
    """Grace fills a booking and a story while Ada ends the pair."""
    forge, pair = world.forge, world.about["pair_to_book"]
    about = metadata(world, Callback.STORY, "pair_to_book")
    forge.submit(ADA, Callback.END_PAIR, metadata={"pair": pair.id})
    ended = world.tables()
    for callback, values, what in (
        (Callback.BOOK, BOOKING, metadata(world, Callback.BOOK, "pair_to_book")),
        (Callback.STORY, STORY_WORDS, about),
        (Callback.END_PAIR, {}, {"pair": pair.id}),
    ):
        answer = forge.submit(GRACE, callback, values, metadata=what)
        assert refusals(answer) == {"pair_over"}
        assert answer.ack["response_action"] == "push"  # what was typed stays below
    for action in (Action.BOOK, Action.WRITE_STORY, Action.END_PAIR):
        assert refusals(forge.press(GRACE, action, pair.id)) == {"pair_over"}
    assert world.tables() == ended


@pytest.mark.parametrize("action", [Action.MET, Action.MOVED, Action.NOT_HELD])
def test_the_question_about_an_older_date(unchanged: World, action: Action) -> None:
    """A copy of it that could not be closed: it was posted before the meeting that it would count for."""
    forge, row = unchanged.forge, unchanged.about["meeting_begun"]
    payload = forge.build(lambda: forge.press_payload(row.mentor, action, row.id))
    payload["container"]["message_ts"] = f"{(MONDAY - timedelta(days=3)).timestamp():.6f}"
    assert forge.together(payload) == [{}]


@pytest.mark.parametrize("action", [Action.MET, Action.MOVED, Action.NOT_HELD])
def test_the_question_after_a_meeting_when_the_pair_has_ended(world: World, action: Action) -> None:
    world.forge.submit(JAMAL, Callback.END_PAIR, metadata={"pair": world.about["pair_begun"].id})
    ended = world.tables()
    assert refusals(world.forge.press(KAREN, action, world.about["meeting_begun"].id)) == {"pair_over"}
    assert world.tables() == ended


def test_stale_buttons(world: World) -> None:
    """Pressed again after the thing was settled otherwise."""
    forge, about = world.forge, world.about
    forge.press(LINUS, Action.CANCEL, about["meeting_booked"].id)
    forge.press(KAREN, Action.MET, about["meeting_begun"].id)
    forge.press(PRIYA, Action.USEFUL_5, about["meeting_met"].id)
    forge.press(about["proposal_mentor_asked"].mentor, Action.PROPOSAL_NO, about["proposal_mentor_asked"].id)
    forge.press(MARGARET, Action.STORY_NOT_POST, about["story_with_manager"].id)
    forge.press(EDITH, Action.DISCARD, about["run"].id)
    settled = world.tables()
    for who, action, what, code in (
        (MEI, Action.MOVE, "meeting_booked", "meeting_settled"),
        (MEI, Action.CANCEL, "meeting_booked", "meeting_settled"),
        (KAREN, Action.NOT_HELD, "meeting_begun", "answered"),
        (PRIYA, Action.USEFUL_1, "meeting_met", "answered"),
        (about["proposal_mentor_asked"].mentor, Action.PROPOSAL_YES, "proposal_mentor_asked", "answered"),
        (MARGARET, Action.STORY_POST, "story_with_manager", "settled"),
        (OMAR, Action.STORY_EDIT, "story_with_manager", "story_settled"),
        (EDITH, Action.APPROVE_ALL, "run", "settled"),
    ):
        assert refusals(forge.press(who, action, about[what].id)) == {code}, (action, what)
    assert world.tables() == settled


def test_a_story_that_was_changed_meanwhile(world: World) -> None:
    forge = world.forge
    about = metadata(world, Callback.STORY, "story_with_mentee")
    assert forge.submit(JAMAL, Callback.STORY, STORY_WORDS, metadata=about).ack == {}
    changed = world.tables()
    assert refusals(forge.submit(KAREN, Callback.STORY, STORY_WORDS, metadata=about)) == {"story_changed"}
    assert world.tables() == changed


def test_buttons_under_older_words_of_a_story(world: World) -> None:
    """The mentor changed it: a left-over preview of the first words is no yes to the second ones."""
    forge, about = world.forge, world.about["story_with_manager"]
    change = metadata(world, Callback.STORY, "story_with_manager")
    assert forge.submit(about.mentor, Callback.STORY, STORY_WORDS, metadata=change).ack == {}
    for who, action in (
        (about.mentor, Action.STORY_YES),
        (about.mentee, Action.STORY_YES),
        (MARGARET, Action.STORY_POST),
    ):
        waiting = world.tables()
        assert refusals(forge.press(who, action, about.id, block_id="version:1")) == {"story_changed"}
        assert world.tables() == waiting
        assert forge.press(who, action, about.id, block_id="version:2").text == ""


def test_what_was_said_of_a_held_meeting_may_be_completed_after_the_pair_has_ended(world: World) -> None:
    """It is a note to oneself about something that has happened, and nobody else's business."""
    forge, meeting = world.forge, world.about["meeting_rated"]
    about = metadata(world, Callback.FEEDBACK, "meeting_rated")
    forge.submit(meeting.mentee, Callback.END_PAIR, metadata={"pair": world.about["pair_rated"].id})
    answer = forge.submit(TUNDE, Callback.FEEDBACK, {"learned": typed("To listen")}, metadata=about)
    assert answer.ack == {}
    assert world.sql("SELECT learned FROM feedback WHERE learned != ''") == [("To listen",)]
