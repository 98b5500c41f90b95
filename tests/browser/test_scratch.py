"""An empty company, by the guide: from the first day to a proposal. Last, because it leaves everything else behind."""

from typing import Any

from playwright.sync_api import expect


def test_from_scratch_a_manager_starts_a_programme_and_two_people_are_proposed(look: Any) -> None:
    seen = look()
    guide, pane = seen.guide, seen.pane()
    guide.node.get_by_role("button", name="Start from scratch").click()
    seen.page.get_by_role("dialog").get_by_role("button", name="Start from scratch").click()

    guide.asks("You are Margaret, Head of Learning.")
    pane.is_of("Margaret Hamilton")
    guide.go()
    pane.press("New programme")
    pane.field("Name").fill("Flip side")
    pane.field("Goal").fill("Hear what we never hear")
    pane.field("Topics").fill("AI at work\nBelonging")
    pane.node.get_by_label("Stories channel").click()
    seen.page.get_by_role("option", name="reverse-mentoring-stories").click()
    pane.press("Create")
    guide.ticked("create")
    guide.go()
    pane.type("/mentoring-admin invite")
    guide.ticked("invite")

    for step, name, label, goal in (
        ("teach", "Ada Lovelace", "I want to teach", "What would you like back?"),
        ("learn", "Grace Hopper", "I want to learn", "What could you not learn on your own?"),
    ):
        guide.go()
        pane.is_of(name)
        pane.press(label)
        pane.node.get_by_label("What can you teach?" if step == "teach" else "What do you want to learn?").click()
        seen.page.get_by_role("option", name="AI at work").click()
        seen.page.keyboard.press("Tab")
        pane.field(goal).fill("To see what the others see")
        pane.modal.get_by_role("checkbox").check()
        pane.press("Join")
        guide.ticked(step)
        expect(pane.modal).to_contain_text("Welcome!")
        pane.press("Close")

    guide.go()
    pane.is_of("Margaret Hamilton")
    pane.press("Match")
    guide.ticked("match")
    pane.press("Close")
    guide.go()
    pane.press("Approve all")
    seen.page.get_by_role("alertdialog").get_by_role("button", name="Approve").click()
    guide.ticked("approve")
    guide.go()
    pane.is_of("Ada Lovelace")
    expect(pane.messages.last).to_contain_text("AI at work")
    pane.press("Yes, gladly")
    guide.ticked("mentor-yes")
