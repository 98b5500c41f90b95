"""The outbox when Slack or the machine fails: nothing is lost, and a repeat happens only where one is allowed.

Everything is seen through what people see. Repeats are allowed to one person or one pair, after an outcome nobody can
know; never to a channel.
"""

import json
from typing import Any

import httpx
import pytest

from bot.demo.company import ADA, GRACE, MARGARET
from tests.office import Office, Person
from tests.story.test_story import create, introduce, join

STORIES = "reverse-mentoring-stories"


def fault(office: Office, kind: str, method: str = "chat.postMessage", **more: Any) -> None:
    office.post("faults", method=method, fault=kind, **{"times": 1, **more})


def started(office: Office) -> tuple[Person, Person, Person]:
    """A proposal that waits for Ada's answer."""
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(ada, "I want to teach", ["AI tools"], "A view from above")
    join(grace, "I want to learn", ["AI tools"], "How juniors work")
    margaret.command("/mentoring-admin match")
    return margaret, ada, grace


def cards(person: Person) -> int:
    return sum("[Yes, gladly]" in message for message in person.messages())


def health(office: Office) -> tuple[int, list[str]]:
    lines = [json.loads(line) for line in office.bot.log.read_text().splitlines() if line.startswith("{")]
    port = [line["port"] for line in lines if line["event"] == "healthz"][-1]
    answer = httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
    return answer.status_code, answer.json()["problems"]


def test_429_waits_as_long_as_slack_says_and_posts_once(office: Office) -> None:
    margaret, ada, _ = started(office)
    fault(office, "429", retry_after=1)
    margaret.press("Approve all")
    assert cards(ada) == 1
    assert ada.messages() == [ada.last()]


@pytest.mark.parametrize("kind", ["lost_reply_after", "500_after"])
def test_a_reply_lost_after_a_post_to_a_person_is_at_most_a_repeat(office: Office, kind: str) -> None:
    margaret, ada, _ = started(office)
    fault(office, kind, channel="D0ADA")
    margaret.press("Approve all")
    assert cards(ada) == 2
    ada.press("Yes, gladly")  # either copy works, and counts once
    assert "Thank you for your yes" in ada.last()


@pytest.mark.parametrize("kind", ["lost_reply_before", "500_before", "refused"])
def test_a_post_that_never_arrived_is_sent_again(office: Office, kind: str) -> None:
    margaret, ada, _ = started(office)
    fault(office, kind, **({"seconds": 1} if kind == "refused" else {}))
    margaret.press("Approve all")
    assert cards(ada) == 1


@pytest.mark.parametrize("kind", ["lost_reply_after", "500_after"])
def test_a_pair_gets_its_introduction_whatever_happens_to_the_reply(office: Office, kind: str) -> None:
    margaret, ada, grace = started(office)
    margaret.press("Approve all")
    ada.press("Yes, gladly")
    office.later(hours=5)
    fault(office, kind)
    grace.press("Yes, gladly")
    introductions = [message for message in ada.group()["messages"] if "meet" in message["text"]]
    assert len(introductions) == 2
    assert "[Book the first meeting]" in grace.last()


def tell_story(office: Office) -> tuple[Person, Person, Person]:
    """A story with both keys turned, waiting for the manager."""
    margaret, ada, grace = introduce(office)
    ada.home()
    ada.press("Write our story", None)
    assert ada.submit(headline="We met", happened="Tea.", different="Everything.") == {}
    ada.press("Yes, every word")
    grace.press("Yes, every word")
    return margaret, ada, grace


def test_a_channel_is_never_posted_to_twice_and_the_manager_is_asked(office: Office) -> None:
    margaret, ada, _ = tell_story(office)
    fault(office, "lost_reply_after", channel="C0STORIES")
    margaret.press("Post it")
    posts = margaret.conversation(STORIES)["messages"]
    assert len(posts) == 1
    assert "I am not sure whether a post" in margaret.last()
    office.later(hours=3)
    assert len(margaret.conversation(STORIES)["messages"]) == 1
    margaret.press("It is there")
    assert "no link" in margaret.submit(link="https://example.org/nothing")["link"]
    assert margaret.submit(link=posts[0]["permalink"]) == {}
    assert "settled" in margaret.last()
    assert any("Your story stands in" in message for message in ada.messages())
    ada.press("Take it back")  # the place is known from the link
    assert "was taken back" in margaret.messages(STORIES)[0]


def test_a_channel_post_that_is_not_there_is_posted_by_the_managers_word(office: Office) -> None:
    margaret, ada, _ = tell_story(office)
    fault(office, "lost_reply_before", channel="C0STORIES")
    margaret.press("Post it")
    assert margaret.conversation(STORIES)["messages"] == []
    margaret.press("Post it")
    assert len(margaret.conversation(STORIES)["messages"]) == 1
    assert any("Your story stands in" in message for message in ada.messages())


def test_a_channel_that_the_bot_was_removed_from_holds_the_post_until_it_is_invited(office: Office) -> None:
    margaret, _, _ = tell_story(office)
    office.post("kick", **{"as": MARGARET, "channel": "C0STORIES"})
    margaret.press("Post it")
    assert "I am not in it" in margaret.last()
    office.post("invite", **{"as": MARGARET, "channel": "C0STORIES"})
    margaret.press("Try again")
    assert any("We met" in message for message in margaret.messages(STORIES))


def test_three_replies_lost_in_a_row_hold_a_message_and_the_managers_hear_of_it(office: Office) -> None:
    margaret, ada, _ = started(office)
    fault(office, "500_before", channel="D0ADA", times=3)
    margaret.press("Approve all")
    assert cards(ada) == 0
    assert "Shall I send it once more?" in margaret.last()
    margaret.press("Try again")
    assert cards(ada) == 1


def test_somebody_who_was_deactivated_fails_one_message_and_the_managers_are_told_once(office: Office) -> None:
    margaret, _, _ = started(office)
    office.post("user", id=ADA, deleted=True)
    margaret.press("Approve all")
    assert "I cannot reach" in margaret.last()
    told = len(margaret.messages())
    office.later(days=9)
    assert sum("I cannot reach" in message for message in margaret.messages()[told:]) == 0
    assert health(office)[0] == 200


def test_a_revoked_token_stops_sending_fails_no_row_and_healthz_says_why(office: Office) -> None:
    margaret, ada, _ = started(office)
    office.post("faults", method="chat.postMessage", fault="error", error="token_revoked", times=1)
    margaret.press("Approve all")
    assert ada.messages() == []
    assert health(office) == (503, ["sending is stopped: token_revoked; put it right in Slack, then start again"])
    office.stop_bot()
    office.start()
    office.settle()
    assert cards(ada) == 1
    assert health(office) == (200, [])


def held(office: Office, method: str, **more: Any) -> None:
    fault(office, "hold", method, **more)


def wait_held(office: Office) -> None:
    """Until the sandbox has stored a call's effect and withholds the reply."""
    core = office.slack.sandbox.core

    async def until() -> None:
        await core.faults.signal.until(lambda: core.faults.held > 0, 20)

    office.slack.run(until(), 30)


def push_unsettled(office: Office, person: Person, label: str, conversation: str | None = "") -> None:
    office.post("press", **{"as": person.id, **person.find_button(label, conversation)})


@pytest.mark.parametrize(
    ("method", "copies"), [("chat.postMessage", 2), ("chat.update", 1)], ids=["post to one", "update"]
)
def test_killed_while_a_reply_is_withheld_nothing_is_lost(office: Office, method: str, copies: int) -> None:
    margaret, ada, _ = started(office)
    held(office, method)
    push_unsettled(office, margaret, "Approve all")
    wait_held(office)
    office.kill()
    office.http.delete("/sandbox/faults")
    office.start()
    office.settle()
    assert 1 <= cards(ada) <= copies
    assert "1 pair approved" in "".join(margaret.messages())


def test_killed_while_the_story_is_being_posted_it_is_not_posted_twice(office: Office) -> None:
    margaret, _, _ = tell_story(office)
    held(office, "chat.postMessage", channel="C0STORIES")
    push_unsettled(office, margaret, "Post it")
    wait_held(office)
    office.kill()
    office.http.delete("/sandbox/faults")
    office.start()
    office.settle()
    assert len(margaret.conversation(STORIES)["messages"]) == 1
    assert "I am not sure whether a post" in margaret.last()


def test_sigterm_finishes_what_is_in_hand_and_marks_it(office: Office) -> None:
    margaret, ada, _ = started(office)
    fault(office, "slow", seconds=1)
    push_unsettled(office, margaret, "Approve all")
    office.stop_bot()
    assert office.bot.exit_code == 0
    assert cards(ada) <= 1
    office.start()
    office.settle()
    assert cards(ada) == 1  # marked, so it was not sent twice
