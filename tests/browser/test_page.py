"""The page as a Slack user expects it: side by side, errors under fields, by keyboard, dark, on a phone, unplugged."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from bot.demo.company import CHARLIE, LINUS, MARGARET
from tests.browser.seen import Keyboard

PHONE = {"width": 390, "height": 844}


def test_two_people_side_by_side_each_in_their_own_zone(look: Any) -> None:
    seen = look(CHARLIE)
    seen.tool("Side by side").click()
    charlie, priya = seen.pane(1), seen.pane(2)
    priya.be("Priya Natarajan")
    charlie.open("canteen")
    priya.open("canteen")
    charlie.type("The last slice of apple cake is mine.")
    expect(priya.messages.last).to_contain_text("The last slice of apple cake is mine.")
    london = charlie.messages.last.get_by_role("time").inner_text()
    kolkata = priya.messages.last.get_by_role("time").inner_text()
    assert _minutes(kolkata) - _minutes(london) in (330, 330 - 24 * 60)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def test_a_mistake_in_a_modal_is_said_under_its_field_and_put_right(look: Any) -> None:
    seen = look("U0TIM")
    pane = seen.pane()
    pane.tab("Messages")
    pane.press("Book the first meeting")
    date = pane.field("Date")
    date.fill("2020-01-06")
    date.press("Tab")
    pane.press("Book")
    expect(pane.error("Date")).to_contain_text("past")
    expect(pane.field("Date")).to_be_focused()
    date.fill("next monday")
    date.press("Tab")
    expect(pane.error("Date")).to_have_count(0)
    pane.press("Book")
    expect(pane.modal).to_have_count(0)
    expect(pane.messages.filter(has_text="Booked: meeting 1 of 6").last).to_be_visible()


def test_everything_can_be_reached_by_keyboard(look: Any) -> None:
    seen = look(LINUS)
    keys, pane = Keyboard(seen.page), seen.pane()
    keys.press("Control+k")
    keys.type("Karen")
    keys.press("Enter")
    pane.is_of("Karen Spärck Jones")
    story = pane.messages.filter(has_text="Eleven minutes with my eyes closed")
    expect(story).to_contain_text("Yes, every word")
    keys.tab_to("Yes, every word")
    keys.press("Enter")
    expect(story).to_contain_text("You said yes")

    keys.press("Control+k")
    keys.type("Linus")
    keys.press("Enter")
    pane.is_of("Linus Pauling")
    keys.tab_to("Home")
    keys.press("ArrowRight", "ArrowLeft")
    keys.tab_to("Pause")
    keys.press("Enter")
    expect(pane.modal).to_be_visible()
    assert keys.at.startswith("Until")
    keys.press("Escape")
    expect(pane.modal).to_have_count(0)
    expect(pane.button("Pause")).to_be_focused()
    keys.press("Enter")
    expect(pane.modal.get_by_role("textbox", name="Until")).to_be_focused()  # the modal is there, not Home's button
    keys.tab_to("Pause")
    keys.press("Enter")
    expect(pane.modal).to_contain_text("Home lets you go on sooner")
    keys.press("Escape")
    keys.tab_to("Go on now")
    keys.press("Enter")
    expect(pane.button("Go on now")).to_have_count(0)


def test_dark_is_dark_and_one_click_makes_it_light(look: Any) -> None:
    seen = look(MARGARET, color_scheme="dark")
    pane = seen.pane()
    pane.open("reverse-mentoring-stories")
    expect(pane.messages.last).to_be_visible()
    assert _lightness(seen.page, ".main", "backgroundColor") < 60
    assert _lightness(seen.page, ".message-body", "color") > 180
    seen.tool("Light").click()
    assert _lightness(seen.page, ".main", "backgroundColor") > 200
    assert _lightness(seen.page, ".message-body", "color") < 100


def _lightness(page: Page, selector: str, kind: str) -> float:
    """The mean of red, green and blue, of the first such thing or of what lies under it."""
    script = """([selector, kind]) => {
      for (let node = document.querySelector(selector); node; node = node.parentElement) {
        const parts = getComputedStyle(node)[kind].match(/[\\d.]+/g).map(Number);
        if (parts.length === 3 || parts[3] > 0) return (parts[0] + parts[1] + parts[2]) / 3;
      }
      return 255;
    }"""
    return float(page.evaluate(script, [selector, kind]))


def test_on_a_phone_everything_fits_and_the_list_is_a_drawer(look: Any) -> None:
    seen = look(MARGARET, viewport=PHONE, has_touch=True)
    pane = seen.pane()
    pane.open("reverse-mentoring-stories")
    expect(pane.messages.filter(has_text="I want this too").last).to_be_visible()
    _fits(seen.page)
    pane.open("Flipside")
    pane.tab("Home")
    pane.press("New programme")
    expect(pane.modal).to_be_visible()
    _fits(seen.page)
    for part in (pane.field("Name"), pane.button("Create")):
        part.scroll_into_view_if_needed()
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    seen.page.keyboard.press("Escape")
    seen.tool("Guide").click()
    expect(seen.guide.node).to_be_visible()
    _fits(seen.page)


def _fits(page: Page) -> None:
    """Nothing makes the page wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_time_waits_for_a_bot_that_was_unplugged_and_nothing_is_lost(look: Any) -> None:
    seen = look(CHARLIE)
    bar, pane = seen.page.locator("#timebar"), seen.pane()
    pane.open("general")
    pane.press("I want to teach")
    expect(pane.modal).to_be_visible()
    seen.tool("Pull the plug").click()
    expect(bar).to_contain_text("Flipside stopped")
    pane.field("What would you like back?").fill("To know what the apprentices say about us")
    pane.node.get_by_label("What can you teach?").click()
    seen.page.get_by_role("option", name="Belonging").click()
    seen.page.keyboard.press("Tab")
    pane.modal.get_by_role("checkbox").check()
    pane.press("Join")
    expect(pane.modal.get_by_role("alert")).to_contain_text("trouble")
    seen.tool("+1 hour").click()
    expect(bar).to_contain_text("time waits for it")
    seen.tool("Plug it in").click()
    expect(bar).to_contain_text("Flipside connected")
    expect(seen.tool("+1 hour")).to_be_enabled()
    expect(pane.field("What would you like back?")).to_have_value("To know what the apprentices say about us")
    pane.press("Join")
    expect(pane.modal).to_contain_text(re.compile("Welcome!"))
