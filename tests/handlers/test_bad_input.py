"""What people do wrong, too late, twice or at once: a clear sentence where they are, and nothing has changed."""

from datetime import datetime
from typing import Any

import pytest

from bot.demo.company import ADA, CANTEEN, CHARLIE, GRACE, MARGARET, STORIES
from bot.ids import Action, Callback
from tests.forging import clock, date, typed
from tests.handlers.clicks import BOOKING, INPUTS, STORY_WORDS, metadata
from tests.handlers.verdicts import refusals
from tests.handlers.world import DOROTHY, EDITH, SOPHIE, TUNDE, World
from tests.office import Person


def open_create(world: World) -> Person:
    margaret = world.person(MARGARET)
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


def test_a_topic_of_emoji_only_can_be_chosen(world: World) -> None:
    """Slack counts each of them twice, and an option may be 75 long."""
    margaret = open_create(world)
    assert margaret.submit(**{**CREATE, "topics": "🙂" * 60}) == {}
    charlie = world.person(CHARLIE)
    charlie.command("/mentoring join")
    charlie.press("A third one", "general")
    charlie.press("I want to learn", "general")
    assert "🙂🙂🙂" in charlie.modal()


def test_numbers_out_of_range(unchanged: World) -> None:
    for field, value in (
        ("meetings", "0"),
        ("weeks", "27"),
        ("weeks", "1"),
        ("minutes", "5"),
        ("minutes", "six"),
        ("meetings", "-1"),
    ):
        values = {**INPUTS[Callback.CREATE], field: typed(value)}
        errors = unchanged.forge.submit(MARGARET, Callback.CREATE, values).errors
        assert "Please choose a whole number from" in errors[field]


# channels


def test_an_invitation_where_the_bot_is_not(unchanged: World) -> None:
    margaret, grace = unchanged.person(MARGARET), unchanged.person(GRACE)
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
    ada = unchanged.person(ADA)
    for command in ("/mentoring", "/mentoring-admin"):
        ada.command(f"{command} {word}")
        said = ada.conversation("general")["messages"][-1]
        assert said["ephemeral"]
        assert f"Try {command} help" in said["text"]
        assert "<!channel>" not in said["text"]


def test_help_comes_however_it_is_typed(unchanged: World) -> None:
    ada = unchanged.person(ADA)
    for text in ("/mentoring", "/mentoring HELP", "/mentoring   help me please"):
        ada.command(text)
        assert "/mentoring join" in ada.last("general")


def test_a_command_that_could_mean_two_programmes_asks_which(world: World) -> None:
    """And the button does what was asked, for the programme that was chosen."""
    world.sql("INSERT INTO manager SELECT 2, id FROM person WHERE user_id = ?", MARGARET)
    before = world.tables()
    margaret = world.person(MARGARET)
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
    charlie = world.person(CHARLIE)
    charlie.command("/mentoring join")
    charlie.press("Second Look", "general")
    charlie.press("I want to learn", "general")
    assert "Second Look" in charlie.modal()


# matching


def test_a_match_with_nobody(world: World) -> None:
    margaret = world.person(MARGARET)
    world.sql("UPDATE participant SET state = 'left' WHERE role = 'mentee'")
    before = world.tables()
    margaret.command("/mentoring-admin match")
    assert "Nobody has joined to learn yet" in margaret.last("general")
    world.sql("UPDATE participant SET state = 'left'")
    margaret.command("/mentoring-admin match")
    assert "Nobody has joined to teach yet" in margaret.last("general")
    world.restore(before)


def test_a_match_while_the_last_one_waits(unchanged: World) -> None:
    edith = unchanged.person(EDITH)
    edith.command("/mentoring-admin match")
    assert "still waits for a word" in edith.last("general")


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
    grace = unchanged.person(GRACE)
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
    grace = world.person(GRACE)
    grace.home()
    grace.press("Book", None)
    assert grace.submit(day=day, clock=time) == {}
    moment = int(datetime.fromisoformat(f"{day}T{utc}:00+00:00").timestamp())
    assert wall_clock in grace.last()
    for user_id in (ADA, GRACE):
        assert f"<!date^{moment}^" in world.person(user_id).conversation()["messages"][-1]["text"]


def test_moving_a_meeting_across_a_change_of_the_clocks_keeps_the_wall_clock(world: World) -> None:
    grace = world.person(GRACE)
    grace.home()
    grace.press("Book", None)
    grace.submit(day="2026-03-06", clock="10:00")
    grace.press("Move")
    assert grace.submit(day="2026-03-09") == {}  # the time is left as it was shown
    assert "10:00" in grace.last()
    assert "14:00" in world.person(ADA).last()  # London is four hours ahead for these three weeks, not five


# long answers


def test_three_thousand_characters_are_kept_to_the_letter(world: World) -> None:
    """As Slack counts: a character outside the first plane is two."""
    tunde, row = world.person(TUNDE), world.about["meeting_rated"].id
    learned, will_do = "Ich lernte viel. 🙂 "[:17] * 176, "👩🏽‍🔬" * 428
    world.forge.press(TUNDE, Action.TELL_MORE, row)
    assert list(tunde.submit(learned="x" * 3001)) == ["learned"]
    assert tunde.submit(learned=learned, will_do=will_do) == {}
    assert world.sql("SELECT learned, will_do FROM feedback WHERE learned != ''") == [(learned, will_do)]
    world.forge.press(TUNDE, Action.TELL_MORE, row)
    assert learned in str(tunde.view()["modals"])  # they see it again, and nobody else does
    assert learned not in str(world.person(DOROTHY).view())


def test_a_story_as_long_as_it_may_be(world: World) -> None:
    """As Slack counts what is shown: signs that are escaped count as what they are escaped to."""
    grace = world.person(GRACE)
    grace.home()
    grace.press("Write our story", None)
    story = {"headline": "🙂" * 75, "happened": "We tried. <!here> " * 83, "different": "& < > " * 125}
    errors = grace.submit(**{**story, "different": "& < > " * 126})
    assert errors == {"different": "This is a little long: at most 2000 characters."}
    assert grace.submit(**story) == {}
    ada = world.person(ADA)
    assert "exactly as everyone would read it" in ada.last()
    assert story["happened"].strip() in ada.last()


# joining


def join_modal(world: World, user_id: str, button: str) -> Person:
    found = world.person(user_id)
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
    home = world.person(SOPHIE).home()
    assert "you teach" in home
    assert "you learn" in home
    sophie.press("Leave", None)
    assert "Flip 2026: I teach Flip 2026: I learn" in sophie.modal()
    world.person(MARGARET).command("/mentoring-admin match")
    pairs = world.sql(
        "SELECT a.person_id, b.person_id FROM proposal JOIN participant a ON a.id = mentor_id "
        "JOIN participant b ON b.id = mentee_id"
    )
    assert all(mentor != mentee for mentor, mentee in pairs)
