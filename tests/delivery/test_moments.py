"""The plug is pulled at fifty random moments, while people go on doing things.

What was acked is there after the restart, every message owed arrives, and a repeat comes only where nobody can know
whether the first one arrived: at most one for each kill, to one person or one pair, and never to a channel.
"""

import random
import time

import pytest

from tests.delivery.bad_days import STORIES, count, introduced, restart, submit_later
from tests.office import Office, Person

SEEDS = range(5)
KILLS = 10  # for each seed
LONGEST = 0.05  # a deed and most of what comes of it take about this many seconds
TROUBLE = "We had some trouble connecting. Try again?"


def pull_the_plug(office: Office, chance: random.Random) -> None:
    time.sleep(chance.uniform(0, LONGEST))
    restart(office)


def moves(office: Office, ada: Person, karen: Person, chance: random.Random, place: str) -> None:
    """One of the two names another place; both are told."""
    person, other = chance.sample((ada, karen), 2)
    person.press("Move")
    [answer] = submit_later(office, person, day="2026-03-11", clock="10:00", place=place)
    pull_the_plug(office, chance)
    if "ok" not in (said := answer.result()) or not said["ok"]:
        assert said["error"] == TROUBLE
        assert count(other, place) in (0, 1, 2)  # perhaps it was on disk already
        assert person.submit(day="2026-03-11", clock="10:00", place=place) == {}  # the modal is there, as it was filled
    assert not person.has_modal()
    assert count(other, place) in (1, 2)
    assert count(person, place) in (1, 2)


def matches(office: Office, margaret: Person, chance: random.Random) -> None:
    """A match run in which there is nobody left to match."""
    before = count(margaret, "I found no pair")
    asked = len(office.http.get("/sandbox/log").json())
    office.post("command", **{"as": margaret.id, "channel": "C0GENERAL", "text": "/mentoring-admin match"})
    pull_the_plug(office, chance)
    log = office.http.get("/sandbox/log").json()[asked:]
    acked = any(entry["kind"] == "ack" and entry["ok"] for entry in log)
    new = count(margaret, "I found no pair") - before
    assert new in ((1, 2) if acked else (0, 1, 2))


def opens_home(office: Office, person: Person, chance: random.Random, shows: str) -> None:
    """An event: it comes again until it is acked."""
    published = len(office.calls("views.publish"))
    office.post("open", **{"as": person.id, "tab": "home"})
    pull_the_plug(office, chance)
    office.later(minutes=1)
    assert len(office.calls("views.publish")) > published
    assert shows in person.home()


def posts_a_story(office: Office, margaret: Person, ada: Person, karen: Person, chance: random.Random) -> None:
    """To a channel nothing is repeated: it is there once, or the manager is asked whether it is."""
    ada.home()
    ada.press("Write our story", None)
    assert ada.submit(headline="We met", happened="Tea.", different="Everything.") == {}
    ada.press("Yes, every word")
    karen.press("Yes, every word")
    button = margaret.find_button("Post it")
    office.post("press", **{"as": margaret.id, **button})
    pull_the_plug(office, chance)
    if count(margaret, "We met", STORIES) == 0 and count(margaret, "I am not sure whether a post") == 0:
        margaret.push(button)  # it had not counted: Slack told her so
    if count(margaret, "I am not sure whether a post"):
        there = count(margaret, "We met", STORIES)
        margaret.press("It is there" if there else "Post it")
        if there:
            stories = margaret.conversation(STORIES)["messages"]
            assert margaret.submit(link=stories[-1]["permalink"]) == {}
    assert count(margaret, "We met", STORIES) == 1
    assert count(ada, "Your story stands in") in (1, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_whenever_the_plug_is_pulled(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    margaret, ada, karen = introduced(office)
    karen.press("Book the first meeting")
    assert karen.submit(day="2026-03-11", clock="10:00", place="The café") == {}
    posts_a_story(office, margaret, ada, karen, chance)
    for number in range(KILLS - 1):
        match chance.choice(("moves", "moves", "matches", "opens_home")):
            case "moves":
                moves(office, ada, karen, chance, f"Room {number} of {seed}")
            case "matches":
                matches(office, margaret, chance)
            case "opens_home":
                opens_home(office, chance.choice((ada, karen)), chance, "0 of 6 meetings")
    assert office.bot.deaths == KILLS
