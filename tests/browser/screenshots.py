"""Pictures of every message, modal and Home, as each kind of user sees it: `make screenshots` writes screenshots/, and
the two that the README shows into docs/images/."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo.company import ADA, GRACE, MARGARET
from tests.browser.setup import NONE, find, flags
from tests.demo import running
from tests.office import Office, Person, open_office
from tests.story.test_story import create, join

FOLDER = Path("screenshots")
README = {"introduction": Path("docs/images/pair.png"), "demo": Path("docs/images/demo.png")}
DESKTOP = {"width": 1100, "height": 860}
PHONE = {"width": 390, "height": 844}


class Camera:
    """Takes numbered pictures of what a person sees."""

    def __init__(self, page: Page, office: Office) -> None:
        self._page = page
        self._office = office
        self._taken = 0

    def take(self, name: str, person: Person, conversation: str = "", tab: str = "Messages") -> None:
        found = person.conversation(conversation)
        self._page.goto("about:blank")  # else the page would write its own place into the address first
        self._page.goto(f"{self._office.url}/#as={person.id}&c={found['id']}")
        self._page.locator(f'[data-conversation="{found["id"]}"]').first.wait_for(state="attached")
        self._page.wait_for_load_state("networkidle")
        if not conversation and not person.has_modal():
            self._page.get_by_role("tab", name=tab).click()
        self._taken += 1
        picture(self._page, f"{self._taken:02}-{name}")


def picture(page: Page, name: str) -> None:
    """Into the folder, and to the README if it shows it."""
    page.screenshot(path=FOLDER / f"{name}.png")
    if (shown := README.get(name.partition("-")[2])) is not None:
        page.screenshot(path=shown)


@contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=flags())
        yield browser
        browser.close()


def shoot_demo(browser: Browser) -> None:
    """How the demo opens: in the light, in the dark, on a phone, and with two people side by side."""
    demo = running.start("--port", "0")
    url = running.address(demo)
    for number, name, viewport, scheme in (
        (91, "demo", DESKTOP, "light"),
        (92, "demo-dark", DESKTOP, "dark"),
        (93, "demo-phone", PHONE, "light"),
        (94, "demo-phone-dark", PHONE, "dark"),
    ):
        page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
        page.goto(url)
        page.get_by_role("tab", name="Messages").click()  # it opens where there is something unread
        page.locator(".pane").get_by_role("button", name="Yes, gladly").wait_for()
        picture(page, f"{number}-{name}")
    page = browser.new_context(viewport={"width": 1600, "height": 860}).new_page()
    page.goto(f"{url}/#as={ADA}&c=D0ADA&tab=messages&as2={MARGARET}&c2=D0MARGARET&tab2=home")
    page.locator(".pane").nth(1).get_by_role("button", name="Match").wait_for()
    page.get_by_role("button", name="Inspector").click()
    page.wait_for_load_state("networkidle")
    picture(page, "95-demo-side-by-side")
    running.stop(demo)


def shoot(office: Office, camera: Camera) -> None:
    """The thread, with a picture at each step."""
    margaret = office.person(MARGARET)
    margaret.command("/mentoring-admin help")
    camera.take("help", margaret, "general")
    margaret.command("/mentoring-admin create")
    camera.take("create", margaret, "general")
    margaret.close()
    create(margaret, name="A second programme")
    margaret, ada, grace = introduce_slowly(office, camera)
    grace.press("Book the first meeting")
    camera.take("book", grace)
    grace.submit(day="2026-03-11", clock="10:00", place="The café downstairs")
    camera.take("booked-mentee", grace)
    camera.take("booked-mentor", ada)
    office.at(datetime(2026, 3, 10, 15, 0, tzinfo=UTC))
    camera.take("day-before", ada)
    office.at(datetime(2026, 3, 11, 16, 30, tzinfo=UTC))
    camera.take("how-was-it", ada)
    grace.press("We met")
    camera.take("how-useful", grace)
    grace.press("5 · very")
    grace.press("Add a thought")
    camera.take("a-thought", grace)
    grace.close()
    for person in (ada, grace, margaret):
        person.home()
        camera.take("home", person, tab="Home")
    ada.press("Write our story", None)
    camera.take("write-story", ada)
    ada.submit(headline="A director learns to prompt", happened="We tried it together.", different="Weekly now.")
    camera.take("preview", ada)
    ada.press("Yes, every word")
    grace.press("Yes, every word")
    camera.take("story-for-manager", margaret)
    margaret.press("Post it")
    camera.take("story", grace, "reverse-mentoring-stories")
    for command in ("privacy", "join"):
        ada.command(f"/mentoring {command}")
        camera.take(command, ada, "general")
        while ada.has_modal():
            ada.close()
    for label in ("Pause", "Leave", "End this pair", "Never with …"):
        ada.press(label, None)
        camera.take(label.lower().replace(" ", "-").replace("-…", ""), ada, tab="Home")
        ada.close()
    office.later(weeks=5)
    camera.take("reminders", grace)


def introduce_slowly(office: Office, camera: Camera) -> tuple[Person, Person, Person]:
    margaret, ada, grace = (office.person(who) for who in (MARGARET, ADA, GRACE))
    margaret.command("/mentoring-admin invite")
    margaret.press("A second programme", "general") if "Which programme" in margaret.last("general") else None
    camera.take("invitation", ada, "general")
    ada.press("I want to teach", "general")
    camera.take("join-modal", ada, "general")
    ada.close()
    join(ada, "I want to teach", ["AI tools", "Social media"], "How decisions are made up there")
    join(grace, "I want to learn", ["AI tools"], "How juniors really work with AI")
    margaret.command("/mentoring-admin match")
    camera.take("proposed", margaret)
    margaret.press("Review")
    camera.take("review", margaret)
    margaret.close()
    margaret.press("Approve all")
    camera.take("mentor-asked", ada)
    ada.press("Yes, gladly")
    camera.take("mentor-said-yes", ada)
    office.at(datetime(2026, 3, 2, 14, 0, tzinfo=UTC))
    camera.take("mentee-asked", grace)
    grace.press("Yes, gladly")
    camera.take("introduction", ada, ada.group()["id"])
    return margaret, ada, grace


def main() -> int:
    if find() is None:
        print(NONE)
        return 1
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with browsing() as browser:
        with open_office() as office:
            shoot(office, Camera(browser.new_context(viewport=DESKTOP).new_page(), office))
        shoot_demo(browser)
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
