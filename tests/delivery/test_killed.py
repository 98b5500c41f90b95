"""The plug is pulled (SIGKILL) while Slack withholds the reply to something that it has stored already.

There is no hook for this in our code: the sandbox stores the message and holds the reply back, the bot is killed there
and started again.
"""

from bot.demo.company import MARGARET
from tests.delivery.bad_days import (
    STORIES,
    agreed,
    count,
    events,
    hold,
    introduced,
    introductions,
    proposed,
    push,
    restart,
    story_to_post,
    until_held,
    until_logged,
)
from tests.office import Office

CARD = "[Yes, gladly]"


def test_a_message_to_one_person_comes_again_and_either_works(office: Office) -> None:
    margaret, ada, karen = proposed(office)
    hold(office, "chat.postMessage", channel=ada.id)
    push(office, margaret, "Approve all")
    until_held(office)
    restart(office)
    assert count(ada, CARD) == 2
    assert "outbox.recovered" in events(office)
    ada.press("Yes, gladly")
    assert count(karen, CARD) == 1
    assert count(margaret, "1 pair approved") == 1


def test_an_introduction_to_a_pair_comes_again(office: Office) -> None:
    _, ada, karen = agreed(office)
    hold(office, "chat.postMessage")
    push(office, karen, "Yes, gladly")
    until_held(office)
    restart(office)
    assert introductions(ada) == introductions(karen) == 2
    karen.press("Book the first meeting")
    assert karen.submit(day="2026-03-11", clock="10:00", place="Here") == {}
    assert count(ada, "has booked meeting 1 of 6") == 1


def test_a_group_dm_that_was_opened_is_used(office: Office) -> None:
    _, ada, karen = agreed(office)
    hold(office, "conversations.open")
    push(office, karen, "Yes, gladly")
    until_held(office)
    restart(office)
    assert introductions(ada) == introductions(karen) == 1


def test_a_post_to_a_channel_is_not_repeated_but_asked_about(office: Office) -> None:
    margaret, ada, _ = story_to_post(office)
    hold(office, "chat.postMessage", channel="C0STORIES")
    push(office, margaret, "Post it")
    until_held(office)
    restart(office)
    assert count(margaret, "We met", STORIES) == 1
    assert count(margaret, "I am not sure whether a post") == 1
    margaret.press("It is there")
    assert margaret.submit(link=margaret.conversation(STORIES)["messages"][0]["permalink"]) == {}
    assert count(ada, "Your story stands in") == 1
    assert count(margaret, "We met", STORIES) == 1


def test_an_update_is_made_again(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    hold(office, "chat.update", channel=MARGARET)
    push(office, margaret, "Approve all")
    until_held(office)
    restart(office)
    assert count(margaret, "1 pair approved") == 1
    assert count(ada, CARD) == 1


def test_a_home_is_published_again(office: Office) -> None:
    _, ada, _ = introduced(office)
    hold(office, "views.publish")
    office.post("open", **{"as": ada.id, "tab": "home"})
    until_held(office)
    restart(office)
    home = ada.view()["home"]
    assert home is not None
    before = home["hash"]
    assert "0 of 6 meetings" in ada.home()
    assert ada.view()["home"]["hash"] != before


def test_a_match_run_in_hand_is_run_again(office: Office) -> None:
    margaret, _, _ = proposed(office)
    margaret.press("Discard")
    asked = len(office.http.get("/sandbox/log").json())
    office.post("command", **{"as": MARGARET, "channel": "C0GENERAL", "text": "/mentoring-admin match"})
    until_logged(office, lambda entry: entry.kind == "ack" and entry.n > asked)  # the child has just begun
    restart(office)
    assert count(margaret, "I propose 1 pair") == 1


def test_killed_again_and_again_at_the_same_message_it_is_held_and_the_manager_decides(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    hold(office, "chat.postMessage", channel=ada.id)
    push(office, margaret, "Approve all")
    for _ in range(2):
        until_held(office)
        office.kill()
        office.http.delete("/sandbox/faults")
        hold(office, "chat.postMessage", channel=ada.id)
        office.start()
    until_held(office)
    restart(office)
    assert count(ada, CARD) == 3
    assert "Shall I send it once more?" in margaret.last()
    office.later(hours=2)
    assert count(ada, CARD) == 3
    margaret.press("Try again")
    assert count(ada, CARD) == 4
    assert "settled" in margaret.last()
