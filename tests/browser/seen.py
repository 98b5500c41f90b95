"""What one sees and does on the page, by the words that stand there."""

import re

from playwright.sync_api import Locator, Page, expect

COUNT_CLICKS = "addEventListener('click', () => { window.clicks = (window.clicks ?? 0) + 1; }, true)"


class Seen:
    """One browser tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def guide(self) -> "GuideSeen":
        return GuideSeen(self.page.locator("#guide"))

    def pane(self, number: int = 1) -> "PaneSeen":
        """One person's Slack; there may be two side by side."""
        return PaneSeen(self.page, self.page.locator(f".pane-{number}"))

    def tool(self, name: str) -> Locator:
        """A button of the bar at the top."""
        return self.page.locator("#timebar").get_by_role("button", name=name, exact=True)


class PaneSeen:
    """One person's Slack on the page."""

    def __init__(self, page: Page, node: Locator) -> None:
        self.page = page
        self.node = node

    def is_of(self, name: str) -> None:
        """It is this person's."""
        expect(self.node).to_have_attribute("aria-label", f"Slack of {name}")

    def be(self, name: str) -> None:
        """Be somebody else, as one does in the list of people."""
        self.node.get_by_role("button", name=re.compile("^You are ")).click()
        search = self.page.get_by_role("combobox", name="Find a person")
        search.fill(name)
        search.press("Enter")
        self.is_of(name)

    def open(self, conversation: str) -> None:
        """Open a channel, a group, or the app, from the list at the left: a drawer, where there is little room."""
        drawer = self.node.get_by_role("button", name="Conversations", exact=True)
        if drawer.is_visible():
            drawer.click()
        self.node.get_by_role("navigation").get_by_role("button", name=re.compile(f"^{conversation}(,|$)")).click()

    def tab(self, name: str) -> None:
        """One of the app's tabs."""
        self.node.get_by_role("tab", name=name).click()

    @property
    def messages(self) -> Locator:
        """Every message of the open conversation."""
        return self.node.get_by_role("article")

    @property
    def modal(self) -> Locator:
        """The modal on top."""
        return self.node.locator(".modal")

    def button(self, label: str) -> Locator:
        """The newest button with these words, under whatever lies over it."""
        return self.node.get_by_role("button", name=label, exact=True).last

    def press(self, label: str) -> None:
        self.button(label).click()

    def field(self, label: str) -> Locator:
        """An input of the modal on top, by its label."""
        return self.modal.get_by_label(label, exact=True)

    def error(self, label: str) -> Locator:
        """What stands under a field that was filled wrongly."""
        return self.modal.locator(".block-input", has=self.page.get_by_label(label, exact=True)).get_by_role("alert")

    def type(self, text: str) -> None:
        """Write in the composer and send."""
        composer = self.node.get_by_role("textbox", name=re.compile("^Message "))
        composer.fill(text)
        composer.press("Enter")


class GuideSeen:
    """The guide beside the panes."""

    def __init__(self, node: Locator) -> None:
        self.node = node

    def asks(self, words: str) -> None:
        """The current step says this."""
        expect(self.node.locator('[aria-current="step"]')).to_contain_text(words)

    def go(self) -> None:
        """Press the current step's button: one is somebody, somewhere, and where needed some time later."""
        button = self.node.locator('[aria-current="step"]').get_by_role("button")
        button.click()
        expect(self.node.locator("[aria-busy]")).to_have_count(0)

    def ticked(self, *steps: str) -> None:
        """These steps have a tick."""
        for step in steps:
            expect(self.node.locator(f'[data-step="{step}"]').get_by_role("img", name="Done")).to_be_visible()


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    @property
    def at(self) -> str:
        """What the focus is on, as a screen reader says it."""
        return str(
            self.page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const labels = (at.getAttribute("aria-labelledby") ?? "").split(" ");
                  const named = labels.map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
                  const label = at.labels?.length ? at.labels[0].textContent : "";
                  return (at.getAttribute("aria-label") || named || label || at.textContent).trim();
                }"""
            )
        )

    def tab_to(self, name: str) -> None:
        """Presses Tab until the focus is there, as a person would; never more often than anybody has patience."""
        for _ in range(60):
            if self.at == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {name!r}; it stopped at {self.at!r}")
