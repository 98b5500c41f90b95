"""The plug is pulled between the commit and its ack: what was clicked is on disk, and nobody has been told so.

The sandbox withholds the ack, the bot is killed there and started again. The person sees Slack's own "we had some
trouble", and does it once more: that counts once.
"""

import pytest

from tests.delivery.bad_days import (
    agreed,
    count,
    introduced,
    introductions,
    proposed,
    push,
    restart,
    shows,
    submit_later,
    until_ack_held,
)
from tests.office import Office

CARD = "[Yes, gladly]"
MEETING = {"day": "2026-03-11", "clock": "10:00", "place": "The café downstairs"}


def hold_acks(office: Office) -> None:
    office.post("faults", hold_acks=True)


def test_a_button_counts_once(office: Office) -> None:
    margaret, ada, karen = proposed(office)
    hold_acks(office)
    button = margaret.find_button("Approve all")
    push(office, margaret, "Approve all")
    until_ack_held(office)
    restart(office)
    assert margaret.view()["notices"] == ["Sorry, that didn't work. Try again?"]
    assert count(ada, CARD) == 1  # it was on disk, so it was done
    margaret.push({**button, "stale": True})
    assert count(ada, CARD) == 1
    ada.press("Yes, gladly")
    assert count(karen, CARD) == 1


def test_a_yes_counts_once(office: Office) -> None:
    _, ada, karen = agreed(office)
    hold_acks(office)
    button = karen.find_button("Yes, gladly")
    push(office, karen, "Yes, gladly")
    until_ack_held(office)
    restart(office)
    assert introductions(ada) == 1
    karen.push({**button, "stale": True})  # on a page that has not seen the new message yet
    assert introductions(ada) == introductions(karen) == 1


def test_a_modal_keeps_what_was_typed_and_counts_once(office: Office) -> None:
    _, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    hold_acks(office)
    [answer] = submit_later(office, karen, **MEETING)
    until_ack_held(office)
    restart(office)
    assert answer.result()["error"] == "We had some trouble connecting. Try again?"
    assert count(ada, "has booked meeting 1 of 6") == 1
    assert karen.submit(**MEETING) == {}  # the modal is still there, with what was typed
    assert not karen.has_modal()
    assert count(ada, "has booked meeting 1 of 6") == 1
    assert count(karen, "Booked: meeting 1 of 6") == 1


def test_what_was_changed_before_it_is_sent_again_is_not_dropped(office: Office) -> None:
    _, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    hold_acks(office)
    submit_later(office, karen, **MEETING)
    until_ack_held(office)
    restart(office)
    karen.submit(**{**MEETING, "place": "The roof"})
    assert "There is a date already" in karen.modal()  # said, not swallowed: what stands is the first one
    assert "The roof" not in ada.last()
    assert count(ada, "has booked meeting 1 of 6") == 1


def test_a_command_that_owes_something_owes_it_once(office: Office) -> None:
    margaret, _, _ = proposed(office)
    margaret.press("Discard")
    hold_acks(office)
    office.post("command", **{"as": margaret.id, "channel": "C0GENERAL", "text": "/mentoring-admin match"})
    until_ack_held(office)
    restart(office)
    assert margaret.view()["notices"] == ['/mentoring-admin failed with the error "dispatch_failed"']
    assert count(margaret, "I propose 1 pair") == 1


def test_an_event_comes_again_and_home_is_shown(office: Office) -> None:
    _, ada, _ = introduced(office)
    hold_acks(office)
    office.post("open", **{"as": ada.id, "tab": "home"})
    until_ack_held(office)
    restart(office)
    assert shows(ada, "Pause", None)
    acked = [entry for entry in office.http.get("/sandbox/log").json() if entry["kind"] == "ack" and entry["ok"]]
    assert acked[-1]["name"] == "app_home_opened"


@pytest.mark.parametrize("times", [2, 5])
def test_an_impatient_finger_submits_a_modal_once(office: Office, times: int) -> None:
    _, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    for answer in submit_later(office, karen, times, **MEETING):
        answer.result()
    office.settle()
    assert count(ada, "has booked meeting 1 of 6") == 1
    assert count(karen, "Booked: meeting 1 of 6") == 1
