"""The tests' office: the sandbox, the real bot as a child process in it, and people who see and click like people.

Nobody can press what is not shown. After every deed the office waits for the sandbox's word that the bot has done
everything it had to do; nothing sleeps.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.demo.company import MARGARET, company, roster_csv
from bot.demo.process import ROOT, Process, settings_for
from bot.sandbox import SandboxThread
from tests.forked import ForkedBot

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday, before Europe changes to summer time on 29 March
WAIT = 120.0


LOADED: list[bytes] = []  # a database with the roster in it, once this process has made one


class NotShown(AssertionError):
    """The person does not see what they were to press or fill."""


class Office:
    """A workspace with the bot in it. `now` is what the sandbox's clock shows at the start."""

    def __init__(self, folder: Path, now: datetime = MONDAY, **settings: str) -> None:
        manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
        self.folder = folder
        self.slack = SandboxThread(company=company(), manifest=manifest, now=now)
        self.url = self.slack.url
        self.http = httpx.Client(base_url=self.url, timeout=WAIT, trust_env=False)
        made = settings_for(self.url, folder, MARGARET) | settings
        self.bot = ForkedBot(self.slack.sandbox, folder, **made)
        self.slack.sandbox.core.process = self.bot

    def start(self) -> None:
        self.slack.run(self.bot.start(), WAIT)

    def kill(self) -> None:
        self.slack.run(self.bot.kill(), WAIT)

    def stop_bot(self) -> None:
        self.slack.run(self.bot.stop(), WAIT)

    @property
    def process(self) -> Process:
        """The bot's process, for what only an operating system can do to it."""
        process = self.bot._process
        assert process is not None
        return process

    def ended(self) -> int:
        """Waits until the bot has ended by itself. Returns its exit code."""
        return self.slack.run(self.process.wait(), WAIT)

    def command_line(self, *words: str) -> str:
        return self.slack.run(self.bot.command(*words), WAIT)

    def load_roster(self) -> None:
        """Through the real command; a later office of the same process starts with a copy of what that made."""
        (self.folder / "roster.csv").write_text(roster_csv(), encoding="utf-8")
        mine = self.folder / "flipside.db"
        if self.bot.environment()["DATABASE_URL"] != f"sqlite:///{mine}":
            self.command_line("import", "roster.csv")
        elif LOADED:
            mine.write_bytes(LOADED[0])
        else:
            self.command_line("import", "roster.csv")
            LOADED.append(mine.read_bytes())  # closed, so all of it is in this one file

    def close(self) -> None:
        self.slack.run(self.bot.stop(), WAIT)
        self.http.close()
        self.slack.stop()

    def post(self, path: str, **data: Any) -> dict[str, Any]:
        answer = self.http.post(f"/sandbox/{path}", json=data)
        if answer.status_code >= 400 and path in ("press", "submit"):
            raise NotShown(answer.text)
        answer.raise_for_status()
        return dict(answer.json())

    def settle(self) -> None:
        self.post("time", seconds=0)

    async def acked(self) -> None:
        """Waits until everything that was sent to the bot has been acked, and for nothing else."""
        hub = self.slack.sandbox.core.hub
        await hub.signal.until(lambda: hub.quiet, WAIT)

    def later(self, **by: float) -> None:
        """Moves time: hours=, days=, weeks=."""
        per = {"minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
        self.post("time", seconds=sum(per[unit] * count for unit, count in by.items()))

    def at(self, moment: datetime) -> None:
        self.post("time", to=moment.timestamp())

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.http.get("/sandbox/people").json()["now"], UTC)

    def person(self, user_id: str) -> "Person":
        return Person(self, user_id)

    def calls(self, name: str) -> list[dict[str, Any]]:
        """What the inspector shows of one Web API method."""
        return [entry for entry in self.http.get("/sandbox/log").json() if entry["name"] == name]


class Person:
    """Somebody in the office, by what they see and click."""

    def __init__(self, office: Office, user_id: str) -> None:
        self.office = office
        self.id = user_id

    # seeing

    def view(self) -> dict[str, Any]:
        return dict(self.office.http.get("/sandbox/view", params={"as": self.id}).json())

    def conversation(self, name_or_id: str = "") -> dict[str, Any]:
        """A channel by name or id; without one, the direct messages with the bot."""
        bot = self.office.slack.sandbox.core.workspace.bot.id
        for found in self.view()["conversations"]:
            if name_or_id in (found["id"], found["name"]) or (
                not name_or_id and found["kind"] == "im" and bot in found["members"]
            ):
                return dict(found)
        raise NotShown(f"{self.id} sees no conversation {name_or_id!r}")

    def messages(self, conversation: str = "") -> list[str]:
        """The messages as text, oldest first: every word in them, buttons in brackets."""
        return [shown(message) for message in self.conversation(conversation)["messages"]]

    def last(self, conversation: str = "") -> str:
        return (self.messages(conversation) or [""])[-1]

    def group(self) -> dict[str, Any]:
        """The one group DM that the person is in."""
        groups = [found for found in self.view()["conversations"] if found["kind"] == "mpim"]
        if len(groups) != 1:
            raise NotShown(f"{self.id} is in {len(groups)} group DMs")
        return dict(groups[0])

    def home(self) -> str:
        """Opens Home and reads it."""
        self.office.post("open", **{"as": self.id, "tab": "home"})
        self.office.settle()
        home = self.view()["home"]
        return shown(home["view"]) if home else ""

    def modal(self) -> str:
        """The modal on top."""
        modals = self.view()["modals"]
        if not modals:
            raise NotShown(f"{self.id} sees no modal")
        view = modals[-1]["view"]
        return f"{view['title']['text']}\n{shown(view)}"

    def errors(self) -> dict[str, str]:
        """The errors under the fields of the modal on top, by block id."""
        return dict(self.view()["modals"][-1].get("errors") or {})

    def has_modal(self) -> bool:
        return bool(self.view()["modals"])

    # doing

    def command(self, text: str, channel: str = "general") -> None:
        self.office.post("command", **{"as": self.id, "channel": self.conversation(channel)["id"], "text": text})
        self.office.settle()

    def find_button(self, label: str, conversation: str | None = "") -> dict[str, Any]:
        """The newest shown button with this label: in the modal on top, in Home (conversation=None), or in messages."""
        seen = self.view()
        if seen["modals"]:
            modal = seen["modals"][-1]
            places = [({"type": "view", "view_id": modal["id"]}, modal["view"]["blocks"])]
        elif conversation is None:
            home = seen["home"] or {"id": "", "view": {"blocks": []}}
            places = [({"type": "view", "view_id": home["id"]}, home["view"]["blocks"])]
        else:
            found = self.conversation(conversation)
            places = [
                ({"type": "message", "channel": found["id"], "ts": message["ts"]}, message.get("blocks") or [])
                for message in reversed(found["messages"])
            ]
        for container, blocks in places:
            for block in blocks:
                for element in _elements(block):
                    if element.get("type") == "button" and element["text"]["text"] == label:
                        return {
                            "container": container,
                            "block_id": block["block_id"],
                            "action_id": element["action_id"],
                        }
        raise NotShown(f"{self.id} sees no button {label!r} in {[shown({'blocks': blocks}) for _, blocks in places]}")

    def press(self, label: str, conversation: str | None = "") -> None:
        self.push(self.find_button(label, conversation))

    def choose(self, text: str, beside: str) -> None:
        """Chooses from the menu that stands beside a text in the modal on top."""
        modal = self.view()["modals"][-1]
        for block in modal["view"]["blocks"]:
            menu = block.get("accessory") or {}
            if menu.get("type") == "overflow" and beside in _words(block.get("text")):
                options = {option["text"]["text"]: option for option in menu["options"]}
                if text in options:
                    self.office.post(
                        "press",
                        **{
                            "as": self.id,
                            "container": {"type": "view", "view_id": modal["id"]},
                            "block_id": block["block_id"],
                            "action_id": menu["action_id"],
                            "value": {"type": "overflow", "selected_option": options[text]},
                        },
                    )
                    self.office.settle()
                    return
        raise NotShown(f"{self.id} sees no {text!r} beside {beside}")

    def push(self, button: dict[str, Any]) -> None:
        """Presses a button found before: perhaps one that has become stale."""
        self.office.post("press", **{"as": self.id, **button})
        self.office.settle()

    def submit(self, **values: Any) -> dict[str, str]:
        """Fills inputs of the modal on top by block id and submits it. Returns the errors under the fields."""
        modal = self.view()["modals"][-1]
        filled = {}
        for block in modal["view"]["blocks"]:
            if block.get("block_id") in values:
                element = block["element"]
                filled[block["block_id"]] = {element["action_id"]: state_of(element, values.pop(block["block_id"]))}
        if values:
            raise NotShown(f"the modal has no {list(values)}")
        answer = self.office.post("submit", **{"as": self.id, "view_id": modal["id"], "values": filled})
        self.office.settle()
        return dict(answer.get("errors") or {})

    def press_submit(self) -> None:
        """Submits the modal on top as it is."""
        assert self.submit() == {}

    def close(self) -> None:
        self.office.post("close", **{"as": self.id, "view_id": self.view()["modals"][-1]["id"]})
        self.office.settle()


def _elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]


def state_of(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """An element's new state in the shape of Slack's state.values; options are named by their text."""
    kind = element["type"]
    options = {option["text"]["text"]: option for option in element.get("options", ())}
    match kind:
        case "multi_static_select" | "checkboxes":
            return {"type": kind, "selected_options": [options[text] for text in value]}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": options[value]}
        case "datepicker":
            return {"type": kind, "selected_date": value}
        case "timepicker":
            return {"type": kind, "selected_time": value}
        case "users_select":
            return {"type": kind, "selected_user": value}
        case "multi_users_select":
            return {"type": kind, "selected_users": value}
        case "conversations_select":
            return {"type": kind, "selected_conversation": value}
        case _:
            return {"type": kind, "value": value}


def shown(content: dict[str, Any]) -> str:
    """Every word of a message or view, in order, one line a block; buttons and options in brackets."""
    lines = [_words(block) for block in content.get("blocks") or ()]
    text = "\n".join(line for line in lines if line) or content.get("text", "")
    return re.sub(r"<!date\^\d+\^[^|]*\|([^>]*)>", r"\1", text)


def _words(part: Any) -> str:
    if isinstance(part, list):
        return " ".join(filter(None, map(_words, part)))
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "button":
        return f"[{part['text']['text']}]"
    if isinstance(part.get("text"), str):
        return str(part["text"])
    keys = ("text", "title", "label", "element", "elements", "fields", "accessory", "hint", "placeholder", "options")
    return " ".join(filter(None, (_words(part.get(key)) for key in keys)))


@contextmanager
def open_office(
    now: datetime = MONDAY, *, roster: bool = True, may_be_refused: bool = False, **settings: str
) -> Iterator[Office]:
    """An office with the bot running, the roster loaded (if it matters), in a folder of its own.

    `may_be_refused`: the test itself makes Slack call messages malformed.
    """
    with tempfile.TemporaryDirectory(prefix="flipside-test-") as folder:
        office = Office(Path(folder), now, **settings)
        try:
            if roster:
                office.load_roster()
            office.start()
            yield office
            if office.slack.sandbox.core.hub.connected and not may_be_refused and (bad := refused(office)):
                raise AssertionError(f"Slack refused what the bot sent: {json.dumps(bad, indent=1)[:3000]}")
        finally:
            office.close()


def refused(office: Office) -> list[dict[str, Any]]:
    """Calls of the bot that Slack called malformed: never wanted, whatever the test is about."""
    codes = {"invalid_blocks", "invalid_arguments", "missing_scope", "invalid_blocks_format", "no_text", "invalid_auth"}
    return [
        {"name": entry["name"], "response": entry["response"]}
        for entry in office.http.get("/sandbox/log").json()
        if entry["kind"] == "api" and isinstance(entry["response"], dict) and entry["response"].get("error") in codes
    ]
