"""A real browser, and the demo as its own process. Without a browser these tests skip, or fail where it is required."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.seen import Seen
from tests.browser.setup import NONE, find, flags
from tests.demo import running

PATIENCE = 20_000  # milliseconds that a thing may take on a machine that is busy with other tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One demo for all of them: where tests run in parallel, these stay together and in their order."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    if path is None:
        if os.environ.get("FLIPSIDE_BROWSER") == "required":
            pytest.fail(NONE)
        pytest.skip(NONE)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags())
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo_url(browser: Browser) -> Iterator[str]:
    """The demo's address; it opens once a browser is there."""
    demo = running.start("--port", "0")
    yield running.address(demo)
    assert running.stop(demo) == (0, "")


@pytest.fixture
def look(browser: Browser, demo_url: str) -> Iterator[Any]:
    """Opens the demo's page: `look()` as a stranger would, or `look("U0ADA", color_scheme="dark")`.

    No script on the page may fail.
    """
    contexts, errors = [], []

    def open_page(person: str | None = None, **options: Any) -> Seen:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, "locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(demo_url + (f"/#as={person}" if person else "/"))
        expect(page.locator(".pane")).to_have_attribute("aria-label", re.compile("Slack of "))
        return Seen(page)

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
