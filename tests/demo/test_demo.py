"""The demo as a process: what it opens with, and how it ends."""

import signal
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.demo.company import ADA, CHARLIE, GRACE, LINUS, MARGARET
from bot.demo.run import IN_MEMORY
from tests.demo import running
from tests.office import shown

HOSTILE = {
    "SLACK_BOT_TOKEN": "xoxb-of-a-real-company",
    "SLACK_APP_TOKEN": "xapp-of-a-real-company",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "DATABASE_URL": "sqlite:////nowhere/at/all.db",
    "PROGRAMME_MANAGERS": "U0CHARLIE",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}


class Workspace:
    """What each person sees in a demo that is running."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60, trust_env=False)

    def messages(self, person: str, kind: str = "im", name: str = "") -> str:
        view: dict[str, Any] = self.http.get("/sandbox/view", params={"as": person}).json()
        found = [each for each in view["conversations"] if each["kind"] == kind and name in each["name"]]
        return "\n".join(shown(message) for each in found for message in each["messages"])

    def home(self, person: str) -> str:
        self.http.post("/sandbox/open", json={"as": person, "tab": "home"})
        self.http.post("/sandbox/time", json={"seconds": 0})
        view = self.http.get("/sandbox/view", params={"as": person}).json()
        return shown(view["home"]["view"])


def leftovers() -> set[Path]:
    places = {Path(tempfile.gettempdir()), IN_MEMORY} if IN_MEMORY.is_dir() else {Path(tempfile.gettempdir())}
    return {found for place in places for found in place.glob("flipside-demo-*")}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo, started in a folder and a shell that are set up for a real Slack. It must notice nothing of it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in HOSTILE.items()), encoding="utf-8")
    before = leftovers()
    demo = running.start("--port", "0", folder=folder, **HOSTILE)
    opened = Workspace(running.address(demo))
    children = running.children(demo.pid)
    assert len(children) == 1
    yield opened
    opened.http.close()
    assert running.stop(demo) == (0, "")
    assert leftovers() <= before
    assert not any(running.is_alive(child) for child in children)
    assert sorted(path.name for path in folder.iterdir()) == [".env"]


def test_it_opens_on_a_monday_morning_in_the_middle_of_a_programme(workspace: Workspace) -> None:
    now = datetime.fromtimestamp(workspace.http.get("/sandbox/people").json()["now"], UTC)
    local = now.astimezone(ZoneInfo("Europe/London"))
    assert (local.weekday(), local.hour) == (0, 9)
    assert 0 < (now - datetime.now(UTC)).days <= 7


def test_ada_has_a_proposal_waiting_and_grace_knows_nothing_of_it(workspace: Workspace) -> None:
    assert "(Director of Operations) would like to learn" in workspace.messages(ADA)
    assert "[Yes, gladly]" in workspace.messages(ADA)
    assert workspace.messages(GRACE) == ""


def test_the_pairs_are_at_different_meetings(workspace: Workspace) -> None:
    assert "3 of 6 meetings" in workspace.home("U0HEDY")
    assert "3 of 6 meetings" in workspace.home("U0KAREN")
    assert "1 of 6 meetings" in workspace.home("U0OMAR")
    assert "Booked: meeting 1 of 6" in workspace.messages("U0RADIA")
    assert "[Book the first meeting]" in workspace.messages("U0TIM")
    assert "5 under way" in workspace.home(MARGARET)
    assert "You are on the list" in workspace.home(LINUS)


def test_one_story_is_posted_and_another_waits_for_its_second_key(workspace: Workspace) -> None:
    posted = workspace.messages(CHARLIE, "channel", "stories")
    assert "The advert that put everybody to sleep" in posted
    assert "Eleven minutes with my eyes closed" not in posted
    assert "[Yes, every word]" in workspace.messages("U0KAREN")
    assert "[Yes, every word]" not in workspace.messages("U0SOPHIE")
    assert "Stories: 1 posted, 1 on their way" in workspace.home(MARGARET)


def test_slack_refused_nothing_of_what_was_lived(workspace: Workspace) -> None:
    refused = [entry for entry in workspace.http.get("/sandbox/log").json() if not entry["ok"]]
    assert refused == []


def test_ctrl_c_while_it_is_still_opening_leaves_nothing_behind() -> None:
    before = leftovers()
    demo = running.start("--port", "0")
    assert demo.stdout is not None
    demo.stdout.readline()  # it has begun
    assert running.stop(demo, signal.SIGINT) == (0, "")
    assert leftovers() <= before


def test_a_port_that_is_taken_is_one_clear_line_and_code_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        demo = running.start("--port", port)
        _, said = demo.communicate(timeout=60)
    assert demo.returncode == 2
    assert said == f"Port {port} is taken: try another one with --port, or make demo PORT=8766.\n"
