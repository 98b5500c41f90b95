"""The guide from end to end, by clicking: from a proposal to a story, and from an empty company to a proposal."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.seen import COUNT_CLICKS

MOST_CLICKS = 30


def test_a_stranger_gets_from_the_proposal_to_a_posted_story_in_thirty_clicks(look: Any) -> None:
    seen = look()
    seen.page.evaluate(COUNT_CLICKS)
    guide, pane = seen.guide, seen.pane()

    guide.asks("You are Ada, an apprentice. A director would like to learn from you.")
    pane.is_of("Ada Lovelace")
    expect(pane.messages.last).to_contain_text("Grace Hopper")
    pane.press("Yes, gladly")
    guide.ticked("mentor-yes")

    guide.go()
    pane.is_of("Grace Hopper")
    pane.press("Yes, gladly")
    guide.ticked("mentee-yes")
    guide.go()
    expect(pane.messages.last).to_contain_text("I cannot read what you write here")
    guide.ticked("introduction")
    introduced_after = seen.page.evaluate("window.clicks")

    guide.asks("Grace books")
    guide.go()
    pane.press("Book the first meeting")
    pane.press("Book")
    guide.ticked("book")
    guide.asks("Let time pass")
    guide.go()
    pane.press("We met")
    guide.ticked("met")
    pane.press("4 out of 5")
    guide.ticked("useful")
    expect(pane.messages.last).to_contain_text("Thank you")

    guide.go()
    pane.is_of("Ada Lovelace")
    expect(pane.node.get_by_role("tabpanel", name="Home")).to_contain_text("1 of 6 meetings")
    pane.press("Write our story")
    pane.field("Headline").fill("A director learns to ask")
    pane.field("What happened?").fill("I showed Grace what I really use it for. She took notes.")
    pane.field("What is different now?").fill("She asks the night shift first, and the slides last.")
    pane.press("Show us the preview")
    guide.ticked("write")
    guide.go()
    pane.press("Yes, every word")
    guide.ticked("first-key")
    guide.go()
    pane.is_of("Grace Hopper")
    pane.press("Yes, every word")
    guide.ticked("second-key")
    guide.go()
    pane.is_of("Margaret Hamilton")
    pane.press("Post it")
    guide.ticked("post")
    guide.go()
    pane.is_of("Charlie Babbage")
    expect(pane.messages.last).to_contain_text("A director learns to ask")
    guide.ticked("story")
    assert seen.page.evaluate("window.clicks") <= MOST_CLICKS
    assert introduced_after <= 5

    guide.asks("Pull the plug")
    seen.tool("Pull the plug").click()
    expect(seen.page.locator("#timebar")).to_contain_text("Flipside stopped")
    pane.press("I want this too")
    expect(seen.page.get_by_text(re.compile("didn't work"))).to_be_visible()
    seen.tool("Plug it in").click()
    expect(seen.page.locator("#timebar")).to_contain_text("Flipside connected")
    guide.ticked("plug")
    pane.press("I want this too")
    expect(pane.messages.last).to_contain_text("do you want to learn, or to teach?")
    expect(guide.node).to_contain_text("That was all of it.")
