"""Hard texts, hard names and hard times, lived through the real bot: each test has an office of its own."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.company import ADA, GRACE, MARGARET
from tests.office import Office, Person, open_office, shown
from tests.story.test_story import asked, create, introduce

CONSENT = "I want to take part, and I know what Flipside stores."
NASTY = "<!channel> <@U0EDITH> *bold* `code` & &amp; <https://evil.example|click> :tada: 🙂 \u202edrawkcab\u202c"


def everything_seen(person: Person) -> list[dict[str, Any]]:
    """Every block that stands on a person's screen."""
    seen = person.view()
    views = [modal["view"] for modal in seen["modals"]] + ([seen["home"]["view"]] if seen["home"] else [])
    messages = [message for conversation in seen["conversations"] for message in conversation["messages"]]
    return [*views, *messages]


def mrkdwn(part: Any) -> Iterator[str]:
    """Every text in which Slack would look for mentions and links."""
    if isinstance(part, list):
        for each in part:
            yield from mrkdwn(each)
    elif isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        if "blocks" in part and isinstance(part.get("text"), str):
            yield part["text"]  # a message's fallback
        for value in part.values():
            yield from mrkdwn(value)


def assert_harmless(*people: Person) -> None:
    """Nothing pings, links or turns the direction of what follows."""
    for person in people:
        for thing in everything_seen(person):
            for text in mrkdwn(thing):
                assert "<!channel>" not in text
                assert "<https://evil" not in text
                assert "<@U0EDITH>" not in text
            assert "\u202e" not in json.dumps(thing, ensure_ascii=False)


def test_texts_that_would_ping_link_or_turn_around(office: Office) -> None:
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    create(margaret, "Flip <!channel> & 🙂", goal=NASTY, topics=f"AI tools\n{NASTY[:50]}")
    margaret.command("/mentoring-admin invite")
    for person, button in ((ada, "I want to teach"), (grace, "I want to learn")):
        person.press(button, "general")
        assert person.submit(topics=["AI tools"], goal=NASTY, consent=[CONSENT]) == {}
        person.close()
    margaret.command("/mentoring-admin match")
    margaret.press("Review")
    margaret.close()
    margaret.press("Approve all")
    office.later(minutes=30)
    ada.press("Yes, gladly")
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    grace.press("Yes, gladly")
    grace.press("Book the first meeting")
    assert grace.submit(day="2026-03-11", clock="10:00", place=NASTY) == {}
    office.at(datetime(2026, 3, 11, 18, 0, tzinfo=UTC))
    for person in (ada, grace):
        person.home()
        person.command("/mentoring privacy")
    margaret.home()
    assert_harmless(margaret, ada, grace)
    assert "<!channel>" in shown(ada.group()["messages"][0])  # as it was typed, in a text that nothing parses


@pytest.fixture
def renamed() -> Iterator[Office]:
    """An office in which Ada's name turns around what follows, and Grace's is Arabic."""
    with open_office() as opened:
        opened.post("user", id=ADA, display_name="Ada \u202eecalevoL\u202c <@U0EDITH>", title="<!channel> \u2066boss")
        opened.post("user", id=GRACE, display_name="نور الهدى بنت عبد الله", title="مديرة")
        yield opened


def test_names_from_right_to_left_and_names_that_cheat(renamed: Office) -> None:
    margaret, ada, grace = introduce(renamed)
    grace.press("Book the first meeting")
    assert "Ada" in grace.modal()
    assert_harmless(ada, grace)
    grace.close()
    ada.home()
    grace.home()
    margaret.home()
    for person in (ada, grace):
        person.command("/mentoring privacy")
    assert "نور الهدى بنت عبد الله" in grace.modal()
    assert_harmless(margaret, ada, grace)


def test_somebody_is_deactivated_between_the_two_yeses(office: Office) -> None:
    """The manager hears of it once; nobody else is written to, and nobody waits for them."""
    margaret, ada, _ = asked(office)
    office.later(minutes=30)
    office.post("user", id=GRACE, deleted=True)
    ada.press("Yes, gladly")
    office.later(days=3)
    told = [text for text in margaret.messages() if f"<@{GRACE}>" in text]
    assert len(told) == 1
    assert "I cannot reach" in told[0]
    margaret.command("/mentoring-admin status")
    assert "Asked, not answered yet: 0" in margaret.last("general")  # Ada is free again
    office.later(weeks=2)
    assert len([text for text in margaret.messages() if f"<@{GRACE}>" in text]) == 1


def test_somebody_is_deactivated_in_the_middle_of_a_pair(office: Office) -> None:
    """With the first message that cannot reach them they take part no more, and the other one is free again."""
    margaret, ada, grace = introduce(office)
    grace.press("Book the first meeting")
    grace.submit(day="2026-03-04", clock="10:00")
    office.post("user", id=GRACE, deleted=True)
    office.at(datetime(2026, 3, 4, 18, 0, tzinfo=UTC))
    assert "has come to its end. Nothing went wrong" in "".join(ada.messages())
    assert "You are on the list" in ada.home()
    before = len(ada.messages())
    office.later(weeks=3)
    assert len([text for text in margaret.messages() if f"<@{GRACE}>" in text]) == 1
    assert len(ada.messages()) <= before + 1  # nobody to teach yet: said once


def test_who_leaves_before_the_introduction_is_promised_none(office: Office) -> None:
    _, ada, _ = asked(office)
    office.later(hours=6)
    ada.press("Yes, gladly")
    ada.home()
    ada.press("Leave", None)
    ada.press_submit()
    assert "If <@U0GRACE> says yes" not in "".join(ada.messages())
    assert "not open any more" in "".join(ada.messages())


def test_invited_twice_a_day_and_in_a_direct_message(office: Office) -> None:
    margaret = office.person(MARGARET)
    create(margaret)
    margaret.command("/mentoring-admin invite")
    margaret.command("/mentoring-admin invite")
    assert "since today" in margaret.last("general")
    dm = office.post("dm", **{"as": MARGARET, "with": [ADA]})["channel"]
    margaret.command("/mentoring-admin invite", dm)
    assert "Type this in a channel" in margaret.last(dm)


def test_a_no_shows_in_no_count_before_an_open_answer_would_end(office: Office) -> None:
    margaret, ada, _ = asked(office)
    margaret.command("/mentoring-admin status")
    before = margaret.last("general")
    assert "Asked, not answered yet: 1" in before
    ada.press("Not this one")
    margaret.command("/mentoring-admin status")
    assert margaret.last("general") == before
    office.later(weeks=2)
    margaret.command("/mentoring-admin status")
    assert "Asked, not answered yet: 0" in margaret.last("general")
