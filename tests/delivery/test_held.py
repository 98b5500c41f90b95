"""What only a manager can decide: a post of which nobody knows, and a message that Slack refuses."""

from typing import Any

import pytest

from bot.demo.company import MARGARET
from tests.delivery.bad_days import (
    STORIES,
    count,
    events,
    fault,
    health,
    hold,
    proposed,
    push,
    shows,
    story_to_post,
    submit_later,
    until_held,
)
from tests.office import Office, Person

ASKED = "I am not sure whether a post"


def unsure_story(office: Office, kind: str) -> tuple[Person, Person]:
    """Margaret, who is asked about a story in the stories channel, and Ada, one of its two authors."""
    margaret, ada, _ = story_to_post(office)
    fault(office, kind, channel="C0STORIES")
    margaret.press("Post it")
    assert count(margaret, ASKED) == 1
    return margaret, ada


def link(margaret: Person, number: int = 0, channel: str = STORIES) -> str:
    return str(margaret.conversation(channel)["messages"][number]["permalink"])


def test_it_is_there_takes_the_place_from_the_link(office: Office) -> None:
    margaret, ada = unsure_story(office, "lost_reply_after")
    office.later(hours=30)
    assert count(margaret, "We met", STORIES) == 1  # held at once: neither the hours nor a start post it again
    assert count(margaret, ASKED) == 1
    office.post("say", **{"as": MARGARET, "channel": "C0GENERAL", "text": "Good morning"})
    margaret.press("It is there")
    for wrong in ("nothing", "https://example.org/archives/C0STORIES", "C0STORIES"):
        assert "no link" in margaret.submit(link=wrong)["link"]
    assert "another channel" in margaret.submit(link=link(margaret, -1, "general"))["link"]
    assert margaret.submit(link=f"  {link(margaret)}?thread_ts=1.2  ") == {}
    assert count(margaret, "settled") == 1
    assert count(ada, "Your story stands in") == 1
    ada.press("Take it back")  # the place is known from the link, so what stands there can be changed
    assert count(margaret, "was taken back", STORIES) == 1
    assert health(office) == (200, [])


def test_a_story_taken_back_while_its_post_is_held_does_not_stay_there(office: Office) -> None:
    """The words stood in the channel before anybody knew: once they do, the words go."""
    margaret, ada = unsure_story(office, "lost_reply_after")
    ada.home()
    ada.press("End this pair", None)
    ada.press_submit()
    assert count(margaret, "We met", STORIES) == 1
    margaret.press("It is there")
    assert margaret.submit(link=link(margaret)) == {}
    assert count(margaret, "We met", STORIES) == 0
    assert count(margaret, "was taken back", STORIES) == 1
    assert count(ada, "Your story stands in") == 0


def test_a_story_taken_back_while_its_post_is_on_its_way_does_not_stay_there(office: Office) -> None:
    margaret, ada, _ = story_to_post(office)
    ada.home()
    ada.press("End this pair", None)
    hold(office, "chat.postMessage", channel="C0STORIES")
    push(office, margaret, "Post it")
    until_held(office)
    submit_later(office, ada)[0].result()
    assert count(margaret, "We met", STORIES) == 1
    office.http.delete("/sandbox/faults")
    office.settle()
    assert count(margaret, "We met", STORIES) == 0
    assert count(margaret, "was taken back", STORIES) == 1


def test_post_it_posts_it(office: Office) -> None:
    margaret, ada = unsure_story(office, "500_before")
    assert margaret.conversation(STORIES)["messages"] == []
    margaret.press("Post it")
    assert count(margaret, "We met", STORIES) == 1
    assert count(margaret, "settled") == 1
    assert count(ada, "Your story stands in") == 1


def test_the_first_answer_settles_it(office: Office) -> None:
    margaret, _ = unsure_story(office, "html_after")
    stale = margaret.find_button("Post it")
    margaret.press("It is there")
    margaret.push(stale)  # from another window, while the modal is open
    assert count(margaret, "We met", STORIES) == 2  # her word, though it was there already
    assert margaret.submit(link=link(margaret)) == {}
    assert "settled" in margaret.modal()
    margaret.close()
    assert "Link to the message" in margaret.modal()  # what was typed is still there


def test_an_unsure_post_that_is_unsure_again_is_asked_about_again(office: Office) -> None:
    margaret, _ = unsure_story(office, "lost_reply_before")
    fault(office, "lost_reply_before", channel="C0STORIES")
    margaret.press("Post it")
    assert margaret.conversation(STORIES)["messages"] == []
    assert shows(margaret, "Post it")
    margaret.press("Post it")
    assert count(margaret, "We met", STORIES) == 1
    assert not shows(margaret, "Post it")


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "channel_not_found", "restricted_action"])
def test_a_channel_that_refuses_holds_the_post_until_it_is_tried_again(office: Office, code: str) -> None:
    margaret, ada, _ = story_to_post(office)
    putting_right: dict[str, Any]
    if code == "not_in_channel":
        office.post("kick", **{"as": MARGARET, "channel": "C0STORIES"})
        putting_right = {"path": "invite", "as": MARGARET, "channel": "C0STORIES"}
    elif code == "is_archived":
        office.post("channel", id="C0STORIES", is_archived=True)
        putting_right = {"path": "channel", "id": "C0STORIES", "is_archived": False}
    else:
        fault(office, "error", channel="C0STORIES", error=code, times=2)
        putting_right = {"path": "read", "as": MARGARET, "channel": "C0STORIES"}
    margaret.press("Post it")
    assert count(margaret, "could not") == 1
    margaret.press("Try again")  # nothing is different yet
    assert count(margaret, "We met", STORIES) == 0
    assert shows(margaret, "Try again")
    office.post(putting_right.pop("path"), **putting_right)
    margaret.press("Try again")
    assert count(margaret, "We met", STORIES) == 1
    assert not shows(margaret, "Try again")
    assert count(ada, "Your story stands in") == 1
    assert health(office) == (200, [])


def test_three_unsure_attempts_hold_a_message_and_the_manager_has_it_sent(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    fault(office, "500_before", channel=ada.id, times=3)
    margaret.press("Approve all")
    assert ada.messages() == []
    assert "Shall I send it once more?" in margaret.last()
    margaret.press("Try again")
    assert count(ada, "[Yes, gladly]") == 1
    assert "settled" in margaret.last()


def test_somebody_deactivated_fails_their_message_and_the_managers_are_told_once(office: Office) -> None:
    margaret, ada, karen = proposed(office)
    office.post("user", id=karen.id, deleted=True)
    margaret.press("Approve all")
    ada.press("Yes, gladly")
    assert count(margaret, "I cannot reach <@U0KAREN>") == 1
    office.later(days=9)
    assert count(margaret, "I cannot reach") == 1
    assert health(office) == (200, [])


def test_a_message_that_slack_calls_malformed_is_held_alone(refusing: Office) -> None:
    office = refusing
    margaret, ada, karen = proposed(office)
    fault(office, "error", channel=ada.id, error="invalid_blocks")
    margaret.press("Approve all")
    assert count(margaret, "could not be delivered (invalid_blocks)") == 1
    margaret.press("Try again")
    ada.press("Yes, gladly")
    assert count(karen, "[Yes, gladly]") == 1
    assert events(office).count("outgoing.refused") == 1
