"""The whole thread, lived through the real bot: from creating a programme to a story in the channel; the ways out.

Everything is seen and clicked like a person would; time moves only by the sandbox's clock.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.demo.company import ADA, CHARLIE, GRACE, LINUS, MARGARET
from tests.office import NotShown, Office, Person, open_office, shown

CONSENT = ["I want to take part, and I know what Flipside stores."]


def create(margaret: Person, name: str = "Flip 2026", **values: str) -> None:
    margaret.command("/mentoring-admin create")
    errors = margaret.submit(
        **{
            "name": name,
            "goal": "See our company through younger eyes",
            "topics": "AI tools\nSocial media\nBelonging here",
            "channel": "C0STORIES",
            **values,
        }
    )
    assert errors == {}


def join(person: Person, button: str, topics: list[str], goal: str) -> None:
    person.press(button, "general")
    assert person.submit(topics=topics, goal=goal, consent=CONSENT) == {}
    assert "Welcome!" in person.modal()
    person.close()


def asked(office: Office) -> tuple[Person, Person, Person]:
    """Margaret, Ada and Grace; Ada is asked about Grace."""
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(ada, "I want to teach", ["AI tools"], "A view from above")
    join(grace, "I want to learn", ["AI tools"], "A view from below")
    margaret.command("/mentoring-admin match")
    margaret.press("Approve all")
    return margaret, ada, grace


def introduce(office: Office) -> tuple[Person, Person, Person]:
    """Margaret, Ada and Grace, up to the introduction, on Monday afternoon (London), morning (New York)."""
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(ada, "I want to teach", ["AI tools", "Social media"], "How decisions are made up there")
    join(grace, "I want to learn", ["AI tools"], "How juniors really work with AI")
    margaret.command("/mentoring-admin match")
    margaret.press("Approve all")
    ada.press("Yes, gladly")
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))  # 09:00 in New York
    grace.press("Yes, gladly")
    return margaret, ada, grace


def meet(office: Office, grace: Person, ada: Person, day: str, useful: str = "5 · very") -> None:
    """Books, lets time pass until an hour after the end, and lets both say that they met."""
    grace.press("Book", None) if "[Book]" in grace.home() else grace.press("Book the first meeting")
    assert grace.submit(day=day, clock="10:00", place="The café downstairs") == {}
    office.at(datetime.fromisoformat(f"{day}T18:00:00+00:00"))
    grace.press("We met")
    grace.press(useful)
    ada.press("We met")
    ada.press(useful)


@pytest.fixture
def talkative(database_url: str) -> Iterator[Office]:
    """An office on either database, whose bot logs all it can."""
    with open_office(DATABASE_URL=database_url, LOG_LEVEL="DEBUG") as opened:
        yield opened


def said_in_confidence(office: Office) -> list[str]:
    """Words of the thread that people typed, names and secrets that stand in the log: there must be none."""
    typed = ("younger eyes", "decisions are made", "juniors really work", "café", "Prompts are", "Try it weekly")
    story = ("learns to prompt", "tried it", "Weekly :wave:")
    names = ("Ada", "Lovelace", "Grace", "Hopper", "Margaret", "Flip 2026", "AI tools", "@")
    log = office.bot.log.read_text(encoding="utf-8")
    assert '"event": "outgoing.sent"' in log
    return [words for words in (*typed, *story, *names, "xoxb-", "xapp-") if words in log]


def test_the_thread_from_a_programme_to_a_story(talkative: Office) -> None:
    office = talkative
    margaret, ada, grace = introduce(office)

    # the introduction, in a group DM of three
    group = ada.group()
    assert set(group["members"]) == {ADA, GRACE, "U0FLIPSIDE"}
    words = shown(group["messages"][0])
    assert "AI tools" in words
    assert "How juniors really work with AI" in words
    assert "How decisions are made up there" in words
    assert "I cannot read what you write here" in words

    # booking: both are told, each in their own zone
    grace.press("Book the first meeting")
    assert grace.submit(day="2026-03-11", clock="10:00", place="The café downstairs") == {}
    assert "Booked: meeting 1 of 6" in grace.last()
    assert "10:00" in grace.last()  # New York, since 8 March in summer time
    assert "14:00" in ada.last()  # London
    assert "has booked meeting 1 of 6" in ada.last()

    # the card of the last working day before, then each is asked alone an hour after the end
    office.at(datetime(2026, 3, 10, 15, 0, tzinfo=UTC))
    assert "Coming up: meeting 1" in ada.last()
    assert "Coming up: meeting 1" in grace.last()
    office.at(datetime(2026, 3, 11, 16, 30, tzinfo=UTC))
    assert "[We met] [Moved] [It did not happen]" in ada.last()
    assert "[Move]" not in "".join(ada.messages())  # it has begun: nothing to move any more

    grace.press("We met")
    assert "How useful was it for you?" in grace.last()
    assert "[We met]" in ada.last()  # Ada is still asked alone
    grace.press("5 · very")
    assert "Thank you" in grace.last()
    assert "5" not in grace.last()
    grace.press("Add a thought")
    assert grace.submit(free="4 · mostly", learned="Prompts are conversations", will_do="Try it weekly") == {}
    assert grace.last() == "Thank you."
    ada.press("We met")
    ada.press("3")
    assert "1 of 6 meetings" in ada.home()
    assert "1 of 6 meetings" in grace.home()

    # booking is due two weeks before the next meeting should be: 8 April - 14 days = 25 March
    office.at(datetime(2026, 3, 24, 15, 0, tzinfo=UTC))
    assert "Time to book" not in "".join(grace.messages())
    office.at(datetime(2026, 3, 25, 15, 0, tzinfo=UTC))
    assert "Time to book meeting 2" in grace.last()

    # meetings 2 and 3, then the offer of a story to both
    meet(office, grace, ada, "2026-04-08")
    assert "Is there a story worth telling?" not in "".join(ada.messages())
    meet(office, grace, ada, "2026-05-06")
    office.at(datetime(2026, 5, 7, 14, 0, tzinfo=UTC))
    for person in (ada, grace):
        assert any("Is there a story worth telling?" in message for message in person.messages())

    # two keys: mentor, mentee, then the manager; a change asks both again
    ada.press("Write our story")
    written = {
        "headline": "A director learns to prompt",
        "happened": "We <!channel> tried it.",
        "different": "Weekly :wave:",
    }
    assert ada.submit(**written) == {}
    assert "exactly as everyone would read it" in ada.last()
    assert "[Yes, every word]" not in "".join(grace.messages())
    ada.press("Yes, every word")
    grace.press("Change it")
    assert grace.submit(happened="We tried it, *twice* <!channel>.") == {}
    ada.press("Yes, every word")
    grace.press("Yes, every word")
    assert not any("A director learns to prompt" in message for message in ada.messages("reverse-mentoring-stories"))
    margaret.press("Post it")
    posted = margaret.conversation("reverse-mentoring-stories")["messages"][-1]
    assert "We tried it, *twice* <!channel>." in shown(posted)
    assert "<!channel>" not in posted["text"]
    assert "[I want this too]" in shown(posted)

    # the story's button opens the joining modal for anybody who reads it
    linus = office.person(LINUS)
    linus.press("I want this too", "reverse-mentoring-stories")
    linus.press("I want to learn", "reverse-mentoring-stories")
    assert "What do you want to learn?" in linus.modal()
    linus.close()

    margaret.command("/mentoring-admin status")
    assert "Met 3 of 6: 1 pair" in margaret.last("general")
    assert "Stories: 1 posted" in margaret.last("general")
    assert said_in_confidence(office) == []


def test_after_the_last_planned_meeting_both_are_thanked_and_then_there_is_silence(office: Office) -> None:
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    create(margaret)
    margaret.command("/mentoring-admin launch")
    assert margaret.submit(pairs=f"{ADA}, {GRACE}, met 4 of 6") == {}
    margaret.close()
    ada.press("Yes, and I agree")
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    grace.press("Yes, and I agree")
    for day in ("2026-03-04", "2026-03-11"):
        meet(office, grace, ada, day)
    office.at(datetime(2026, 3, 12, 15, 0, tzinfo=UTC))
    for person in (ada, grace):
        assert any("have done it: 6 meetings" in message for message in person.messages())
        assert any("Is there a story worth telling?" in message for message in person.messages())
    counts = len(ada.messages()), len(grace.messages())
    office.later(weeks=2)
    assert (len(ada.messages()), len(grace.messages())) == counts
    assert "You have met as often as planned" in grace.home()
    margaret.command("/mentoring-admin status")
    assert "Met 6 of 6: 1 pair" in margaret.last("general")


def test_a_no_is_told_to_nobody_and_the_pair_is_never_proposed_again(office: Office) -> None:
    margaret, ada, grace = asked(office)
    before = margaret.messages(), grace.messages()
    ada.press("Not this one")
    office.later(days=2)
    assert (margaret.messages(), grace.messages()) == before
    assert "Nobody is told" in ada.last()
    margaret.command("/mentoring-admin match")
    assert "I found no pair" in margaret.last()


def test_a_mentees_no_does_not_change_a_letter_for_the_mentor(office: Office) -> None:
    _, ada, grace = asked(office)
    assert grace.messages() == []  # the mentee hears of it only after the mentor's yes
    ada.press("Yes, gladly")
    office.later(hours=6)
    before = ada.conversation()["messages"]
    grace.press("Not this one")
    office.later(days=3)
    assert ada.conversation()["messages"] == before


def test_a_mentee_who_does_nothing_is_nudged_twice_then_the_manager_hears_of_it_then_silence(office: Office) -> None:
    margaret, ada, grace = introduce(office)
    first = len(grace.messages())
    office.later(days=6)
    assert len(grace.messages()) == first
    office.later(days=2)
    assert "no date for meeting 1 yet" in grace.last()
    assert "[Pause] [Leave]" in grace.last()
    office.later(days=7)
    assert "Help is near: ask" in grace.last()
    assert "after two reminders" not in margaret.last()
    office.later(days=7)
    assert "after two reminders" in margaret.last()
    counts = len(grace.messages()), len(margaret.messages()), len(ada.messages())
    office.later(weeks=3)
    assert (len(grace.messages()), len(margaret.messages()), len(ada.messages())) == counts
    assert len(grace.messages()) <= 12  # the message budget of a month in which somebody does nothing


def test_nudges_come_in_working_hours_and_never_while_paused(office: Office) -> None:
    _, _, grace = introduce(office)
    grace.home()
    grace.press("Pause", None)
    assert grace.submit(until="2026-03-23") == {}
    assert "I remind you of nothing until March 23. Dates that you have booked stay." in grace.modal()
    grace.close()
    before = len(grace.messages())
    office.at(datetime(2026, 3, 22, 23, 0, tzinfo=UTC))
    assert len(grace.messages()) == before
    office.at(datetime(2026, 3, 23, 12, 50, tzinfo=UTC))
    assert len(grace.messages()) == before
    office.at(datetime(2026, 3, 23, 13, 1, tzinfo=UTC))  # 09:01 in New York, in summer time since 8 March
    assert len(grace.messages()) == before + 1
    assert "no date for meeting 1 yet" in grace.last()


def test_moved_asks_for_the_new_date_and_not_held_makes_booking_due_again(office: Office) -> None:
    _, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-04", clock="10:00")
    office.at(datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    ada.press("Moved")
    assert "was moved. When will you meet instead?" in grace.last()
    grace.press("Book")
    assert grace.submit(day="2026-03-11", clock="10:00") == {}
    assert "New date for meeting 1" in ada.last()
    office.at(datetime(2026, 3, 11, 18, 0, tzinfo=UTC))
    grace.press("It did not happen")
    assert "Shall we find another date?" in grace.last()
    ada.press("We met")  # one "We met" counts it, even after the other's "It did not happen"
    assert "1 of 6 meetings" in ada.home()


def test_what_the_mentor_says_of_a_meeting_does_not_reach_the_mentee_at_once(office: Office) -> None:
    _, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-04", clock="10:00")
    office.at(datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    grace.home()
    before = grace.messages(), grace.home()
    ada.press("It did not happen")
    assert (grace.messages(), grace.home()) == before
    assert "I have asked you both how it was" in grace.home()
    office.at(datetime(2026, 3, 5, 13, 50, tzinfo=UTC))
    assert grace.messages() == before[0]
    office.at(datetime(2026, 3, 5, 14, 1, tzinfo=UTC))  # 09:01 in New York
    assert "Time to book meeting 1" in grace.last()
    assert "Next step: book meeting 1." in grace.home()


def test_a_pair_that_never_says_how_it_was_is_asked_for_the_next_date(office: Office) -> None:
    margaret, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-04", clock="10:00")
    office.at(datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    before = len(grace.messages())
    office.at(datetime(2026, 3, 18, 16, 0, tzinfo=UTC))
    assert len(grace.messages()) == before
    assert "the question is in your messages" in grace.home()
    office.at(datetime(2026, 3, 19, 15, 0, tzinfo=UTC))
    assert "Time to book meeting 1" in grace.last()
    assert "Next step: book meeting 1." in grace.home()
    office.later(weeks=3)
    assert "after two reminders" in margaret.last()
    grace.press("Book")
    assert grace.submit(day="2026-04-15", clock="10:00") == {}
    assert "has booked meeting 1 of 6" in ada.last()


def test_the_question_about_an_older_date_closes_when_a_new_one_is_booked(office: Office) -> None:
    _, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-04", clock="10:00")
    office.at(datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    ada.press("Moved")
    grace.press("Book")
    assert grace.submit(day="2026-03-11", clock="10:00") == {}
    assert "[We met]" not in "".join(grace.messages())
    assert "This question is settled" in "".join(grace.messages())
    office.at(datetime(2026, 3, 11, 14, 30, tzinfo=UTC))
    assert "[We met]" not in "".join(grace.messages())
    office.at(datetime(2026, 3, 11, 18, 0, tzinfo=UTC))
    assert "".join(grace.messages()).count("[We met]") == 1
    grace.press("It did not happen")
    assert "Shall we find another date?" in grace.last()
    assert "0 of 6 meetings" in ada.home()


def test_either_can_move_or_cancel_until_it_starts(office: Office) -> None:
    _, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-11", clock="10:00")
    ada.press("Move")
    assert ada.submit(day="2026-03-12", clock="15:00") == {}
    assert "New date for meeting 1" in grace.last()
    grace.press("Cancel")
    assert "had to cancel meeting 1" in ada.last()
    assert "[Book another date]" in "".join(grace.messages())
    office.at(datetime(2026, 3, 12, 20, 0, tzinfo=UTC))
    assert "[We met]" not in "".join(ada.messages() + grace.messages())


def test_ending_a_pair_is_quiet_and_neutral(office: Office) -> None:
    margaret, ada, grace = introduce(office)
    before = len(margaret.messages())
    ada.home()
    ada.press("End this pair", None)
    ada.press_submit()
    assert "The pair has ended" in ada.modal()
    ada.close()
    assert "has come to its end. Nothing went wrong" in grace.last()
    assert len(margaret.messages()) == before
    assert "[Book the first meeting]" not in "".join(grace.messages())
    counts = len(ada.messages()), len(grace.messages())
    office.later(weeks=2)
    assert (len(ada.messages()), len(grace.messages())) == counts


def test_privacy_shows_what_is_stored_and_deletes_it(office: Office) -> None:
    margaret, ada, grace = introduce(office)
    ada.command("/mentoring privacy")
    words = ada.modal()
    for stored in ("Ada Lovelace", "Europe/London", "How decisions are made up there", "AI tools", "Engineering"):
        assert stored in words
    ada.press("Delete my data")
    ada.press_submit()
    assert "everything of yours is deleted" in ada.modal()
    ada.close()
    while ada.has_modal():
        ada.close()
    ada.command("/mentoring privacy")
    assert "Ada Lovelace" not in ada.modal()
    assert "has come to its end" in grace.last()
    counts = len(ada.messages())
    office.later(weeks=2)
    assert len(ada.messages()) == counts
    assert "somebody who has left" not in grace.home()
    margaret.command("/mentoring-admin status")
    assert "1 ended early" in margaret.last("general")


def test_a_stranger_sees_open_programmes_and_may_not_manage(office: Office) -> None:
    margaret, charlie = office.person(MARGARET), office.person(CHARLIE)
    assert "There is no programme here yet" in charlie.home()
    create(margaret)
    assert "See our company through younger eyes" in charlie.home()
    for word in ("create", "match", "status", "invite", "nonsense"):
        charlie.command(f"/mentoring-admin {word}")
        said = charlie.last("general")
        assert "managers" in said or "PROGRAMME_MANAGERS" in said or "help" in said
    assert not charlie.has_modal()
    with pytest.raises(NotShown):
        charlie.find_button("Match", None)
