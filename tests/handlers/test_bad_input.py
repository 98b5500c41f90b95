"""What people do wrong, too late, twice or at once: a clear sentence where they are, and nothing has changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot.demo.company import ADA, CANTEEN, CHARLIE, GRACE, LINUS, MARGARET, STORIES
from bot.ids import Action, Callback
from tests.forging import clock, date, typed
from tests.handlers.clicks import BOOKING, INPUTS, STORY_WORDS, metadata
from tests.handlers.verdicts import refusals
from tests.handlers.world import DOROTHY, EDITH, JAMAL, KAREN, MEI, OMAR, PRIYA, SOPHIE, TUNDE, World
from tests.office import Person, shown


@pytest.fixture
def unchanged(world: World) -> Iterator[World]:
    """A world in which nothing may change in the test."""
    yield world
    assert world.tables() == world.first


def person(world: World, user_id: str) -> Person:
    found = world.office.person(user_id)
    while found.has_modal():
        found.close()
    return found


def open_create(world: World) -> Person:
    margaret = person(world, MARGARET)
    margaret.command("/mentoring-admin create")
    return margaret


CONSENT = "I want to take part, and I know what Flipside stores."
CREATE: dict[str, Any] = {"name": "A third one", "goal": "To see further", "topics": "Listening", "channel": STORIES}

# a programme


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": "   "}, "name", "Please write a few words here."),
        ({"goal": "\n \n"}, "goal", "Please write a few words here."),
        ({"topics": " \n "}, "topics", "Please name at least one topic"),
        ({"topics": "\n".join(f"Topic {n}" for n in range(21))}, "topics", "At most 20 topics"),
        ({"topics": "x" * 61}, "topics", "at most 60 characters per topic"),
        ({"name": "flip 2026 "}, "name", "There is a programme with this name already."),
        ({"channel": CANTEEN}, "channel", "Type /invite @Flipside there, then submit again."),
    ],
)
def test_a_programme_that_cannot_be(unchanged: World, values: dict[str, Any], field: str, sentence: str) -> None:
    margaret = open_create(unchanged)
    errors = margaret.submit(**{**CREATE, **values})
    assert list(errors) == [field]
    assert sentence in errors[field]
    assert margaret.has_modal()  # what was typed is still there


def test_every_wrong_field_is_told_at_once(unchanged: World) -> None:
    margaret = open_create(unchanged)
    assert set(margaret.submit(**{**CREATE, "name": " ", "goal": " ", "topics": " "})) == {"name", "goal", "topics"}


def test_texts_that_are_longer_than_slack_lets_them_be(unchanged: World) -> None:
    """Slack's client stops at the limit; whoever sends more all the same gets the sentence, on every database."""
    for field, most in (("name", 80), ("goal", 1000)):
        values = {**INPUTS[Callback.CREATE], field: typed("é" * (most + 1))}
        assert list(unchanged.forge.submit(MARGARET, Callback.CREATE, values).errors) == [field]
    values = {**INPUTS[Callback.JOIN], "goal": typed("x" * 1001)}
    about = metadata(unchanged, Callback.JOIN, "programme")
    assert list(unchanged.forge.submit(CHARLIE, Callback.JOIN, values, metadata=about).errors) == ["goal"]
    about = metadata(unchanged, Callback.BOOK, "pair_to_book")
    values = {**BOOKING, "place": typed("x" * 301)}
    assert list(unchanged.forge.submit(GRACE, Callback.BOOK, values, metadata=about).errors) == ["place"]
    about = metadata(unchanged, Callback.STORY, "pair_to_book")
    values = {**STORY_WORDS, "headline": typed("x" * 151), "happened": typed("x" * 3000), "different": typed(" ")}
    errors = unchanged.forge.submit(GRACE, Callback.STORY, values, metadata=about).errors
    assert set(errors) == {"headline", "happened", "different"}


def test_numbers_out_of_range(unchanged: World) -> None:
    for field, value in (("meetings", "0"), ("weeks", "27"), ("minutes", "5"), ("minutes", "six"), ("meetings", "-1")):
        values = {**INPUTS[Callback.CREATE], field: typed(value)}
        errors = unchanged.forge.submit(MARGARET, Callback.CREATE, values).errors
        assert "Please choose a whole number from" in errors[field]


# channels


def test_an_invitation_where_the_bot_is_not(unchanged: World) -> None:
    margaret, grace = person(unchanged, MARGARET), person(unchanged, GRACE)
    margaret.command("/mentoring-admin invite", "canteen")
    assert "after /invite @Flipside" in margaret.last("canteen")
    direct = unchanged.office.post("dm", **{"as": MARGARET, "with": [GRACE]})["channel"]
    margaret.command("/mentoring-admin invite", direct)
    assert "after /invite @Flipside" in margaret.last(direct)
    assert not grace.messages(direct)


def test_a_stories_channel_that_is_archived(unchanged: World) -> None:
    office = unchanged.office
    margaret = open_create(unchanged)
    office.post("channel", id=STORIES, is_archived=True)
    try:
        assert "archived" in margaret.submit(**CREATE)["channel"]
        forged = unchanged.forge.press(
            MARGARET, Action.CHOOSE_INVITE, unchanged.about["programme"].id, channel_id=STORIES
        )
        assert refusals(forged) == {"is_archived"}
    finally:
        office.post("channel", id=STORIES, is_archived=False)


# commands


@pytest.mark.parametrize("word", ["nonsense", "joinn", "*bold*", "<!channel>", "x" * 300, "{word}", "%s", "🙂"])
def test_a_word_that_nobody_knows(unchanged: World, word: str) -> None:
    ada = person(unchanged, ADA)
    for command in ("/mentoring", "/mentoring-admin"):
        ada.command(f"{command} {word}")
        said = ada.conversation("general")["messages"][-1]
        assert said["ephemeral"]
        assert f"Try {command} help" in said["text"]
        assert "<!channel>" not in said["text"]


def test_help_comes_however_it_is_typed(unchanged: World) -> None:
    ada = person(unchanged, ADA)
    for text in ("/mentoring", "/mentoring HELP", "/mentoring   help me please"):
        ada.command(text)
        assert "/mentoring join" in ada.last("general")


def test_a_command_that_could_mean_two_programmes_asks_which(world: World) -> None:
    """And the button does what was asked, for the programme that was chosen."""
    world.sql("INSERT INTO manager SELECT 2, id FROM person WHERE user_id = ?", MARGARET)
    before = world.tables()
    margaret = person(world, MARGARET)
    for word in ("invite", "match", "status", "rules", "launch"):
        margaret.command(f"/mentoring-admin {word}")
        assert "Which programme do you mean?" in margaret.last("general")
        assert "[Flip 2026]" in margaret.last("general")
        assert "[Second Look]" in margaret.last("general")
    assert world.tables() == before
    margaret.command("/mentoring-admin status")
    margaret.press("Second Look", "general")
    assert "Second Look" in margaret.last("general")
    assert "Flip 2026" not in margaret.last("general")
    charlie = person(world, CHARLIE)
    charlie.command("/mentoring join")
    charlie.press("Second Look", "general")
    charlie.press("I want to learn", "general")
    assert "Second Look" in charlie.modal()


# matching


def test_a_match_with_nobody(world: World) -> None:
    margaret = person(world, MARGARET)
    world.sql("UPDATE participant SET state = 'left' WHERE role = 'mentee'")
    before = world.tables()
    margaret.command("/mentoring-admin match")
    assert "Nobody has joined to learn yet" in margaret.last("general")
    world.sql("UPDATE participant SET state = 'left'")
    margaret.command("/mentoring-admin match")
    assert "Nobody has joined to teach yet" in margaret.last("general")
    world.restore(before)


def test_a_match_while_the_last_one_waits(unchanged: World) -> None:
    edith = person(unchanged, EDITH)
    edith.command("/mentoring-admin match")
    assert "still waits for your word" in edith.last("general")


def test_two_managers_at_once(world: World) -> None:
    """One approves and one discards the same run in the same moment: one of them wins, and the other one is told."""
    forge, run = world.forge, world.about["run"]
    world.sql("INSERT INTO manager SELECT 2, id FROM person WHERE user_id = ?", MARGARET)
    for first, second in ((Action.APPROVE_ALL, Action.DISCARD), (Action.DISCARD, Action.APPROVE_ALL)):
        start = world.tables()
        told = len(person(world, MARGARET).messages("general"))
        forge.together(
            forge.build(lambda action=first: forge.press_payload(EDITH, action, run.id)),
            forge.build(lambda action=second: forge.press_payload(MARGARET, action, run.id)),
        )
        states = {state for (state,) in world.sql("SELECT state FROM proposal WHERE run_id = ?", run.id)}
        assert states == ({"mentor_asked"} if first is Action.APPROVE_ALL else {"discarded"})
        said = person(world, MARGARET).messages("general")[told:]
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


# dates


@pytest.mark.parametrize(
    ("day", "time", "field", "sentence"),
    [
        ("2026-03-01", "10:00", "day", "This is in the past."),
        ("2026-03-02", "03:00", "clock", "This is in the past."),  # New York: it is four in the morning
        ("2027-03-20", "10:00", "day", "more than a year away"),
        ("1970-01-01", "10:00", "day", "This is in the past."),
        ("9999-12-31", "23:59", "day", "more than a year away"),
        ("0001-01-01", "00:00", "day", "This is in the past."),
    ],
)
def test_a_date_that_cannot_be(unchanged: World, day: str, time: str, field: str, sentence: str) -> None:
    grace = person(unchanged, GRACE)
    grace.home()
    grace.press("Book", None)
    errors = grace.submit(day=day, clock=time)
    assert list(errors) == [field]
    assert sentence in errors[field]
    grace.close()
    unchanged.restore()  # Home was opened


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-03-02", "past"),
        ("2020-01-01", "past"),
        ("2028-01-01", "year"),
        ("9999-12-31", "year"),
        ("0001-01-01", "past"),
    ],
)
def test_a_pause_that_cannot_be(unchanged: World, until: str, sentence: str) -> None:
    answer = unchanged.forge.submit(ADA, Callback.PAUSE, {"until": date(until)})
    assert sentence in answer.errors["until"]


def test_a_time_that_is_none(unchanged: World) -> None:
    about = metadata(unchanged, Callback.BOOK, "pair_to_book")
    for values in ({"clock": clock("25:00")}, {"clock": clock(None)}, {"day": date("")}, {"day": date("2026-02-30")}):
        answer = unchanged.forge.submit(GRACE, Callback.BOOK, {**BOOKING, **values}, metadata=about)
        assert "Please choose a date and a time." in answer.text


@pytest.mark.parametrize(
    ("day", "time", "wall_clock", "utc"),
    [
        ("2026-03-08", "02:30", "3:30", "07:30"),  # New York skips from two to three
        ("2026-03-08", "03:00", "3:00", "07:00"),
        ("2026-11-01", "01:30", "1:30", "05:30"),  # and lives the hour from one to two twice: the first one counts
        ("2026-11-01", "02:00", "2:00", "07:00"),
    ],
)
def test_a_booking_across_a_change_of_the_clocks(world: World, day: str, time: str, wall_clock: str, utc: str) -> None:
    """What both are told is one moment, which is on the clock in New York."""
    grace = person(world, GRACE)
    grace.home()
    grace.press("Book", None)
    assert grace.submit(day=day, clock=time) == {}
    moment = int(datetime.fromisoformat(f"{day}T{utc}:00+00:00").timestamp())
    assert wall_clock in grace.last()
    for user_id in (ADA, GRACE):
        assert f"<!date^{moment}^" in person(world, user_id).conversation()["messages"][-1]["text"]


def test_moving_a_meeting_across_a_change_of_the_clocks_keeps_the_wall_clock(world: World) -> None:
    grace = person(world, GRACE)
    grace.home()
    grace.press("Book", None)
    grace.submit(day="2026-03-06", clock="10:00")
    grace.press("Move")
    assert grace.submit(day="2026-03-09") == {}  # the time is left as it was shown
    assert "10:00" in grace.last()
    assert "14:00" in person(world, ADA).last()  # London is four hours ahead for these three weeks, not five


# long answers


def test_three_thousand_characters_are_kept_to_the_letter(world: World) -> None:
    """As Slack counts: a character outside the first plane is two."""
    tunde, row = person(world, TUNDE), world.about["meeting_rated"].id
    learned, will_do = "Ich lernte viel. 🙂 "[:17] * 176, "👩🏽‍🔬" * 428
    world.forge.press(TUNDE, Action.TELL_MORE, row)
    assert list(tunde.submit(learned="x" * 3001)) == ["learned"]
    assert tunde.submit(learned=learned, will_do=will_do) == {}
    assert world.sql("SELECT learned, will_do FROM feedback WHERE learned != ''") == [(learned, will_do)]
    world.forge.press(TUNDE, Action.TELL_MORE, row)
    assert learned in str(tunde.view()["modals"])  # they see it again, and nobody else does
    assert learned not in str(person(world, DOROTHY).view())


def test_a_story_as_long_as_it_may_be(world: World) -> None:
    grace = person(world, GRACE)
    grace.home()
    grace.press("Write our story", None)
    story = {"headline": "🙂" * 75, "happened": "We tried. <!here> " * 111, "different": "& < > " * 333}
    assert grace.submit(**story) == {}
    ada = person(world, ADA)
    assert "exactly as everyone would read it" in ada.last()
    assert story["happened"].strip() in ada.last()


# joining


def join_modal(world: World, user_id: str, button: str) -> Person:
    found = person(world, user_id)
    world.forge.press(user_id, button, world.about["programme"].id)
    return found


def test_a_goal_of_spaces_is_none(unchanged: World) -> None:
    charlie = join_modal(unchanged, CHARLIE, Action.JOIN_AS_MENTEE)
    errors = charlie.submit(topics=["AI tools"], goal="   ", consent=[CONSENT])
    assert errors == {"goal": "Please write a few words here."}


def test_without_consent_nobody_is_enrolled(unchanged: World) -> None:
    charlie = join_modal(unchanged, CHARLIE, Action.JOIN_AS_MENTEE)
    assert "consent" in charlie.submit(topics=["AI tools"], goal="To learn")


def test_joining_twice_changes_the_answers(world: World) -> None:
    sophie = join_modal(world, SOPHIE, Action.JOIN_AS_MENTOR)
    assert "What U0SOPHIE came for" in str(sophie.view()["modals"])  # what she said before
    assert sophie.submit(topics=["Social media"], goal="Something else", consent=[CONSENT]) == {}
    assert "Saved. Your new answers count" in sophie.modal()
    rows = world.sql(
        "SELECT role, goal FROM participant JOIN person ON person.id = person_id WHERE user_id = ?", SOPHIE
    )
    assert rows == [("mentor", "Something else")]


def test_being_both_mentor_and_mentee(world: World) -> None:
    sophie = join_modal(world, SOPHIE, Action.JOIN_AS_MENTEE)
    assert sophie.submit(topics=["Social media"], goal="To learn as well", consent=[CONSENT]) == {}
    assert "Welcome!" in sophie.modal()
    home = person(world, SOPHIE).home()
    assert "you teach" in home
    assert "you learn" in home
    sophie.press("Leave", None)
    assert "Flip 2026: I teach Flip 2026: I learn" in sophie.modal()
    person(world, MARGARET).command("/mentoring-admin match")
    pairs = world.sql(
        "SELECT a.person_id, b.person_id FROM proposal JOIN participant a ON a.id = mentor_id "
        "JOIN participant b ON b.id = mentee_id"
    )
    assert all(mentor != mentee for mentor, mentee in pairs)
