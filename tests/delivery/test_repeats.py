"""When a reply is lost, refused or late: nothing is lost, and a repeat happens only to one person or one pair.

Each fault strikes one message to a person (the card about a proposal), to a pair (the introduction in their group DM),
or to a channel (the story); what people see afterwards is counted.
"""

from typing import Any

import pytest

from bot.demo.company import MARGARET
from tests.delivery.bad_days import (
    STORIES,
    agreed,
    copies,
    count,
    events,
    fault,
    health,
    introduced,
    introductions,
    proposed,
    push,
    story_to_post,
    until_logged,
)
from tests.office import Office
from tests.story.test_story import create

CARD = "[Yes, gladly]"
NOT_STORED = ("lost_reply_before", "500_before", "html")
STORED = ("lost_reply_after", "500_after", "html_after")


def welcomes(office: Office) -> int:
    return count(office.person(MARGARET), "is ready")


def test_whatever_slack_answers_one_person_gets_the_message_once_or_twice(office: Office) -> None:
    margaret = office.person(MARGARET)
    create(margaret, "No fault")
    words = margaret.last().splitlines()[0].replace("No fault", "{name}")
    for kind in (*NOT_STORED, *STORED):
        name = f"Programme {kind}"
        fault(office, kind, channel=MARGARET)
        create(margaret, name)
        assert count(margaret, words.format(name=name)) == (2 if kind in STORED else 1), kind
        assert health(office) == (200, [])
    name = "Programme slow"
    fault(office, "slow", channel=MARGARET, seconds=1)
    create(margaret, name)
    assert count(margaret, words.format(name=name)) == 1
    name = "Programme refused"
    fault(office, "refused", seconds=1)
    margaret.command("/mentoring-admin help")
    office.settle()
    create(margaret, name)
    assert count(margaret, words.format(name=name)) == 1


def test_either_copy_works_and_counts_once(office: Office) -> None:
    margaret, ada, karen = proposed(office)
    fault(office, "lost_reply_after", channel=ada.id)
    margaret.press("Approve all")
    older, _ = copies(ada, "Yes, gladly")
    ada.push(older)
    assert "Thank you for your yes" in ada.last()  # the copy whose place is known became the receipt
    assert count(ada, CARD) == 1
    assert count(karen, CARD) == 1
    ada.push(older)  # its place is not known, so it still shows its buttons
    office.later(hours=1)
    assert count(karen, CARD) == 1
    karen.press("Yes, gladly")
    assert introductions(ada) == 1


def test_an_older_copy_of_a_story_is_no_yes_to_newer_words(office: Office) -> None:
    """The copy whose place nobody knows keeps its buttons; they stand for the words above them."""
    _, ada, karen = introduced(office)
    fault(office, "lost_reply_after", channel=ada.id)
    ada.home()
    ada.press("Write our story", None)
    assert ada.submit(headline="We met", happened="Tea.", different="Everything.") == {}
    older, _ = copies(ada, "Yes, every word")
    ada.press("Change it")
    assert ada.submit(happened="Coffee.") == {}
    ada.push(older)
    assert count(ada, "look at the newer preview") == 1
    assert count(karen, "Is it yours?") == 0
    ada.press("Yes, every word")
    assert count(karen, "Coffee.") == 1


@pytest.mark.parametrize("kind", ["lost_reply_before", "lost_reply_after", "500_after", "html", "refused"])
def test_a_pair_is_introduced_whatever_happens_to_the_reply(office: Office, kind: str) -> None:
    _, ada, karen = agreed(office)
    more: dict[str, Any] = {"seconds": 1} if kind == "refused" else {"retry_after": 1}
    fault(office, kind, **more)
    karen.press("Yes, gladly")
    assert introductions(ada) == introductions(karen) == (2 if kind in STORED else 1)
    assert "[Book the first meeting]" in karen.last()


def test_the_group_dm_is_opened_once_even_if_that_reply_is_lost(office: Office) -> None:
    _, ada, karen = agreed(office)
    fault(office, "lost_reply_after", "conversations.open", times=2)
    karen.press("Yes, gladly")
    assert introductions(ada) == introductions(karen) == 1


@pytest.mark.parametrize("kind", ["429", "refused"])
def test_what_never_left_or_was_refused_is_posted_to_a_channel_without_a_question(office: Office, kind: str) -> None:
    margaret, _, _ = story_to_post(office)
    more: dict[str, Any] = {"seconds": 1} if kind == "refused" else {"retry_after": 1}
    fault(office, kind, **more)
    margaret.press("Post it")
    assert count(margaret, "We met", STORIES) == 1
    assert count(margaret, "I am not sure") == 0


def test_retry_after_is_kept_and_meanwhile_nobody_else_is_written_to(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    office.settle()
    fault(office, "429", channel=ada.id, retry_after=2)
    push(office, margaret, "Approve all")
    until_logged(office, lambda entry: entry.note == "ratelimited")
    create(office.person(MARGARET), "Another one")  # an answer that is owed at once
    office.settle()
    assert count(ada, CARD) == 1
    assert count(margaret, "Another one") >= 1
    calls = [each for each in office.http.get("/sandbox/log").json() if each["name"].startswith("chat.")]
    refused_at = next(n for n, call in enumerate(calls) if call["note"] == "ratelimited")
    assert calls[refused_at + 1]["at"] - calls[refused_at]["at"] >= 2
    assert "outgoing.refused" in events(office)


def test_an_update_and_a_home_are_repeated_freely(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    ada.home()
    margaret.press("Approve all")
    for kind in (*NOT_STORED, *STORED):
        fault(office, kind, "views.publish")
        assert "Flip 2026" in ada.home()
    fault(office, "lost_reply_after", "chat.update")
    fault(office, "500_before", "views.publish")
    before = len(ada.messages())
    ada.press("Yes, gladly")
    assert "Thank you for your yes" in ada.last()
    assert len(ada.messages()) == before
    assert health(office) == (200, [])


def test_an_update_that_fails_for_ever_keeps_nobody_waiting(office: Office) -> None:
    margaret, ada, karen = proposed(office)
    margaret.press("Approve all")
    fault(office, "500_before", "chat.update", channel=ada.id, times=1000)
    ada.press("Yes, gladly")
    assert count(karen, CARD) == 1
    assert count(ada, CARD) == 1  # its update is still owed ...
    office.http.delete("/sandbox/faults")
    office.later(hours=2)
    assert count(ada, CARD) == 0  # ... and comes
    assert "Thank you for your yes" in ada.last()
