"""What the tests do to Slack, to the bot and to the way between them; and the programme in which they do it."""

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx

from bot.demo.company import ADA, MARGARET
from tests.office import NotShown, Office, Person, state_of
from tests.story.test_story import create, join

STORIES = "reverse-mentoring-stories"
SECONDS = 20.0
KAREN = "U0KAREN"  # a mentee in the mentor's zone: nothing waits for her morning


# what happens


def fault(office: Office, kind: str, method: str = "chat.postMessage", **more: Any) -> None:
    """The next call of a method goes wrong."""
    office.post("faults", method=method, fault=kind, **{"times": 1, **more})


def hold(office: Office, method: str, **more: Any) -> None:
    """The next call of a method has its effect, and its reply is withheld."""
    fault(office, "hold", method, **more)


def until(office: Office, happened: Callable[[Any], bool], signal: Callable[[Any], Any]) -> None:
    """Waits for the sandbox's word that something has happened, in its own loop."""
    core = office.slack.sandbox.core

    async def waiting() -> bool:
        return bool(await signal(core).until(lambda: happened(core), SECONDS))

    assert office.slack.run(waiting(), SECONDS + 5)


def until_held(office: Office) -> None:
    """Until a reply is withheld."""
    until(office, lambda core: core.faults.held > 0, lambda core: core.faults.signal)


def until_ack_held(office: Office) -> None:
    """Until an ack is withheld: what the bot had to commit before it is on disk."""
    until(office, lambda core: core.hub.held_acks > 0, lambda core: core.hub.signal)


def until_logged(office: Office, fits: Callable[[Any], bool]) -> None:
    """Until the inspector shows an entry like this."""
    until(office, lambda core: any(map(fits, core.log.entries)), lambda core: core.log.signal)


def eventually(what: str, happened: Callable[[], bool]) -> None:
    """Looks until something can be seen of which nobody gives a sign: a line of the log, an answer of /healthz."""
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


def until_healthz(office: Office, words: str) -> None:
    """Until /healthz names a problem with these words."""
    eventually(words, lambda: any(words in problem for problem in health(office)[1]))


def until_said(office: Office, event: str) -> None:
    """Until the bot's log has such a line."""
    eventually(event, lambda: f'"event": "{event}"' in office.bot.log.read_text(encoding="utf-8"))


def restart(office: Office) -> None:
    """The plug is pulled, what was withheld never arrives, and the bot is started again."""
    office.kill()
    office.http.delete("/sandbox/faults")
    office.start()
    office.settle()


def push(office: Office, person: Person, label: str, conversation: str | None = "") -> None:
    """Presses a button and does not wait for what comes of it."""
    office.post("press", **{"as": person.id, **person.find_button(label, conversation)})


def copies(person: Person, label: str) -> list[dict[str, Any]]:
    """The button with this label in each of the bot's messages to the person, the oldest first."""
    dm = person.conversation()
    return [
        {
            "container": {"type": "message", "channel": dm["id"], "ts": message["ts"]},
            "block_id": block["block_id"],
            "action_id": element["action_id"],
        }
        for message in dm["messages"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element.get("type") == "button" and element["text"]["text"] == label
    ]


def submit_later(office: Office, person: Person, times: int = 1, **values: Any) -> list[Future[dict[str, Any]]]:
    """Fills the modal on top and submits it, as often as an impatient finger does, without waiting for the answers."""
    modal = person.view()["modals"][-1]
    filled = {
        block["block_id"]: {
            block["element"]["action_id"]: state_of(block["element"], values[block["block_id"]]),
        }
        for block in modal["view"]["blocks"]
        if block.get("block_id") in values
    }
    body = {"as": person.id, "view_id": modal["id"], "values": filled}

    def submit() -> dict[str, Any]:
        with httpx.Client(base_url=office.url, timeout=60, trust_env=False) as window:
            return dict(window.post("/sandbox/submit", json=body).json())

    threads = ThreadPoolExecutor(times)
    answers = [threads.submit(submit) for _ in range(times)]
    threads.shutdown(wait=False)
    return answers


# what people and operators see


def health(office: Office) -> tuple[int, list[str]]:
    """What /healthz says: the status and the problems."""
    port = [line["port"] for line in log_lines(office) if line["event"] == "healthz"][-1]
    answer = httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
    assert answer.json()["ok"] is (answer.status_code == 200)
    return answer.status_code, answer.json()["problems"]


def log_lines(office: Office) -> list[dict[str, Any]]:
    """The bot's log: every line is a JSON object."""
    return [json.loads(line) for line in office.bot.log.read_text(encoding="utf-8").splitlines()]


def events(office: Office) -> list[str]:
    return [str(line["event"]) for line in log_lines(office)]


def count(person: Person, words: str, conversation: str = "") -> int:
    """How many messages with these words a person sees."""
    return sum(words in message for message in person.messages(conversation))


def introductions(person: Person) -> int:
    """How many introductions stand in the person's group DM."""
    return sum("I cannot read what you write here" in json.dumps(each) for each in person.group()["messages"])


# the programme


def proposed(office: Office) -> tuple[Person, Person, Person]:
    """Margaret, Ada and Karen; a proposal waits for Margaret's word. All three live by London's clock."""
    margaret, ada, karen = (office.person(who) for who in (MARGARET, ADA, KAREN))
    create(margaret)
    margaret.command("/mentoring-admin invite")
    join(ada, "I want to teach", ["AI tools"], "A view from above")
    join(karen, "I want to learn", ["AI tools"], "How juniors work")
    margaret.command("/mentoring-admin match")
    return margaret, ada, karen


def agreed(office: Office) -> tuple[Person, Person, Person]:
    """The mentor has said yes; the mentee's yes introduces them."""
    margaret, ada, karen = proposed(office)
    margaret.press("Approve all")
    ada.press("Yes, gladly")
    return margaret, ada, karen


def introduced(office: Office) -> tuple[Person, Person, Person]:
    """A pair that has not booked yet."""
    margaret, ada, karen = agreed(office)
    karen.press("Yes, gladly")
    return margaret, ada, karen


def story_to_post(office: Office) -> tuple[Person, Person, Person]:
    """A story with both keys turned, waiting for Margaret's."""
    margaret, ada, karen = introduced(office)
    ada.home()
    ada.press("Write our story", None)
    assert ada.submit(headline="We met", happened="Tea.", different="Everything.") == {}
    ada.press("Yes, every word")
    karen.press("Yes, every word")
    return margaret, ada, karen


def shows(person: Person, label: str, conversation: str | None = "") -> bool:
    """Whether a button is shown to the person."""
    try:
        person.find_button(label, conversation)
    except NotShown:
        return False
    return True
