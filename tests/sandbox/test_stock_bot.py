"""A stock Bolt app lives on the sandbox, which runs alone as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.sandbox.stranger import COMPANY, manifest

ROOT = Path(__file__).parents[2]
CLEAN = {key: value for key, value in os.environ.items() if not key.upper().startswith(("SLACK_", "HTTP", "NO_PROXY"))}


class Alone:
    """`python -m bot.sandbox`, and the tests' hands on its page."""

    def __init__(self, folder: Path) -> None:
        (folder / "manifest.yml").write_text(yaml.safe_dump(manifest()))
        (folder / "company.json").write_text(json.dumps(COMPANY))
        command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--now", "2026-03-02T09:00:00Z"]
        command += ["--manifest", str(folder / "manifest.yml"), "--company", str(folder / "company.json")]
        self.process = subprocess.Popen(command, cwd=ROOT, env=CLEAN, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.greeting = [self.process.stdout.readline().strip() for _ in range(3)]
        self.url = self.greeting[0].rpartition(" ")[2]
        self.http = httpx.Client(base_url=self.url, timeout=20, trust_env=False)

    def page(self, path: str, **data: Any) -> Any:
        answer = self.http.post(f"/sandbox/{path}", json={key.rstrip("_"): value for key, value in data.items()})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sees(self, person: str) -> Any:
        return self.http.get("/sandbox/view", params={"as": person}).json()

    def messages(self, person: str, kind: str) -> list[Any]:
        found = [one for one in self.sees(person)["conversations"] if one["kind"] == kind]
        return [message for one in found for message in one["messages"]]

    def wait_for(self, name: str, note: str | None = None) -> None:
        """Wait until the log has an entry of this name, and with this note."""
        seen = 0
        for _ in range(50):
            entries = self.http.get("/sandbox/log", params={"after": seen, "wait": 10}).json()
            if any(entry["name"] == name and note in (None, entry["note"]) for entry in entries):
                return
            assert entries, f"nothing more happens, and no {name}"
            seen = entries[-1]["n"]
        raise AssertionError(name)

    def stop(self) -> int:
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.process.wait(10)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    sandbox = Alone(tmp_path)
    try:
        yield sandbox
    finally:
        assert sandbox.stop() == 0


def start_bot(alone: Alone) -> "subprocess.Popen[bytes]":
    tokens = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox"}
    environment = CLEAN | tokens | {"SLACK_API_URL": f"{alone.url}/api/"}
    return subprocess.Popen([sys.executable, str(ROOT / "tests/sandbox/stock_bot.py")], env=environment)


@pytest.fixture
def bot(alone: Alone) -> Iterator["subprocess.Popen[bytes]"]:
    process = start_bot(alone)
    try:
        alone.wait_for("connected")
        yield process
    finally:
        process.kill()
        process.wait(10)


def test_a_stock_bot_of_fifty_lines_lives_on_it(alone: Alone, bot: "subprocess.Popen[bytes]") -> None:
    lines = (ROOT / "tests/sandbox/stock_bot.py").read_text().splitlines()
    assert len([line for line in lines if line.strip()]) <= 50

    # a command, answered to the person alone and to the channel
    alone.page("command", as_="U0ADA", channel="C0ALL", text="/ask")
    alone.page("time", seconds=0)
    shown = alone.messages("U0ADA", "channel")
    assert sorted((one["text"], one["ephemeral"]) for one in shown) == [("One moment.", True), ("Tell me more?", False)]

    # a button that opens a modal
    question = next(one for one in shown if not one["ephemeral"])
    container = {"type": "message", "channel": "C0ALL", "ts": question["ts"]}
    block_id = question["blocks"][0]["block_id"]
    alone.page("press", as_="U0ADA", container=container, block_id=block_id, action_id="tell")
    alone.wait_for("views.open")
    view_id = alone.sees("U0ADA")["modals"][0]["id"]

    # an error under the field, and its correction
    wrong = {"who": {"name": {"value": "nobody"}}}
    assert alone.page("submit", as_="U0ADA", view_id=view_id, values=wrong) == {
        "ok": False,
        "errors": {"who": "There is nobody called nobody."},
    }
    right = {"who": {"name": {"value": "grace"}}}
    assert alone.page("submit", as_="U0ADA", view_id=view_id, values=right) == {"ok": True}
    assert alone.sees("U0ADA")["modals"] == []

    # a group of three
    alone.page("time", seconds=0)
    assert [one["text"] for one in alone.messages("U0GRACE", "mpim")] == ["I bring you two together."]

    # Home, and its button
    alone.page("open", as_="U0GRACE", tab="home")
    alone.wait_for("views.publish")
    home = alone.sees("U0GRACE")["home"]
    block_id = home["view"]["blocks"][0]["block_id"]
    alone.page(
        "press", as_="U0GRACE", container={"type": "view", "view_id": home["id"]}, block_id=block_id, action_id="tell"
    )
    alone.page("time", seconds=0)
    assert alone.sees("U0GRACE")["modals"][0]["view"]["callback_id"] == "telling"
    refused = [entry for entry in alone.http.get("/sandbox/log").json() if not entry["ok"]]
    assert refused == []


def test_the_stock_bot_reconnects_when_slack_says_goodbye(alone: Alone, bot: "subprocess.Popen[bytes]") -> None:
    alone.page("disconnect", reason="refresh_requested")
    alone.page("open", as_="U0ADA", tab="home")
    alone.wait_for("views.publish")
    assert alone.sees("U0ADA")["home"] is not None


def test_what_it_had_not_acked_when_it_was_killed_comes_again(alone: Alone, bot: "subprocess.Popen[bytes]") -> None:
    alone.page("faults", hold_acks=True)
    alone.page("open", as_="U0ADA", tab="home")
    alone.wait_for("app_home_opened", "held")
    bot.kill()
    bot.wait(10)
    alone.wait_for("disconnected")
    alone.page("faults/release")
    successor = start_bot(alone)
    try:
        alone.wait_for("app_home_opened", "attempt 1, timeout")
    finally:
        successor.kill()
        successor.wait(10)


def test_it_says_where_it_is_and_stands_alone(alone: Alone) -> None:
    assert alone.greeting[0].startswith("A local Slack for Testbot at http://127.0.0.1:")
    assert "SLACK_BOT_TOKEN=xoxb-sandbox" in alone.greeting[1]
    assert 0 <= alone.http.get("/sandbox/people").json()["now"] - 1772442000 < 30


def test_with_no_arguments_it_has_a_company_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0"]
    environment = CLEAN | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip().rpartition(" ")[2]
    people = httpx.get(f"{url}/sandbox/people", trust_env=False).json()
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.wait(10) == 0
    assert {"U0ADA", "U0GRACE", "U0BOT"} <= {person["id"] for person in people["people"]}
    assert people["commands"][0]["command"] == "/hello"
