"""The page's API: each person sees their own screen and nothing else, and does what a person can do."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sandbox.stranger import NOW, Stranger, actions, button, manifest


class Process:
    """A bot's process that does what it is told."""

    def __init__(self) -> None:
        self.running = True
        self.told: list[str] = []

    async def start(self) -> None:
        self.told.append("start")
        self.running = True

    async def stop(self) -> None:
        self.told.append("stop")
        self.running = False

    async def kill(self) -> None:
        self.told.append("kill")
        self.running = False


class Guide:
    """A tour of one step."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def state(self) -> object:
        return {"done": self.done}

    async def act(self, step: str) -> None:
        self.done.append(step)


async def get(stranger: Stranger, path: str) -> tuple[int, Any]:
    async with stranger.http.get(path) as response:
        return response.status, await response.json(content_type=None)


async def test_who_there_is() -> None:
    async with Stranger() as stranger:
        _, before = await get(stranger, "/sandbox/people")
        await stranger.connect()
        _, after = await get(stranger, "/sandbox/people")
    assert before["team"] == {"id": "T0FLIP", "name": "Northwind", "domain": "northwind"}
    assert before["bot"] == {"id": "U0TESTBOT", "name": "Testbot", "connected": False, "process": None}
    assert after["bot"]["connected"] is True
    grace = next(person for person in before["people"] if person["id"] == "U0GRACE")
    assert {"id", "name", "real_name", "display_name", "title", "tz", "deleted", "is_bot", "is_restricted"} <= set(
        grace
    )
    assert before["commands"] == [
        {"command": "/ask", "description": "Ask", "usage_hint": ""},
        {"command": "/raw", "description": "Ask without escaping", "usage_hint": ""},
    ]
    assert NOW.timestamp() <= before["now"] < NOW.timestamp() + 5


async def test_each_sees_only_their_own_conversations() -> None:
    async with Stranger() as stranger:
        ada, charlie = await stranger.sees("U0ADA"), await stranger.sees("U0CHARLIE")
    kinds = {one["id"]: (one["kind"], one["name"]) for one in ada["conversations"]}
    assert kinds["C0ALL"] == ("channel", "all")
    assert kinds["C0SECRET"] == ("private", "secret")
    assert kinds["D0ADA"] == ("im", "Testbot")
    assert [one["id"] for one in charlie["conversations"]] == ["D0CHARLIE"]
    assert ada["me"]["tz"] == "Europe/London"


@pytest.mark.parametrize("person", ["U0GONE", "U0ROBOT", "U0NOBODY", ""])
async def test_nobody_looks_through_eyes_that_are_closed(person: str) -> None:
    async with Stranger() as stranger:
        assert (await get(stranger, f"/sandbox/view?as={person}"))[0] == 400


async def unread(stranger: Stranger, person: str, channel: str = "C0ALL") -> int:
    return int((await stranger.conversation(person, channel))["unread"])


async def test_unread_marks() -> None:
    async with Stranger() as stranger:
        await stranger.ok("chat.postMessage", channel="C0ALL", text="One")
        await stranger.ok("chat.postMessage", channel="C0ALL", text="Two")
        assert [await unread(stranger, "U0ADA"), await unread(stranger, "U0GRACE")] == [2, 2]
        await stranger.page("read", as_="U0ADA", channel="C0ALL")
        await stranger.page("say", as_="U0GRACE", channel="C0ALL", text="Three")
        await stranger.ok("chat.postEphemeral", channel="C0ALL", user="U0ADA", text="Psst")
        assert [await unread(stranger, "U0ADA"), await unread(stranger, "U0GRACE")] == [1, 0]


async def test_a_person_writes_and_the_bot_is_not_told() -> None:
    async with Stranger() as stranger:
        await stranger.connect()
        await stranger.page("say", as_="U0ADA", channel="C0ALL", text="Hello")
        seen = (await stranger.conversation("U0GRACE", "C0ALL"))["messages"][0]
        assert (seen["user"], seen["text"]) == ("U0ADA", "Hello")
        assert all(entry["kind"] != "envelope" for entry in await stranger.log())
        assert (await stranger.page_raw("say", as_="U0ADA", channel="C0ALL", text=" "))[0] == 400


async def test_people_talk_among_themselves_and_the_bot_is_not_there() -> None:
    async with Stranger() as stranger:
        two = await stranger.page("dm", as_="U0ADA", **{"with": ["U0GRACE"]})
        again = await stranger.page("dm", as_="U0GRACE", **{"with": ["U0ADA"]})
        three = await stranger.page("dm", as_="U0ADA", **{"with": ["U0GRACE", "U0LINUS"]})
        seen = await stranger.conversation("U0GRACE", two["channel"])
        post = await stranger.api("chat.postMessage", channel=two["channel"], text="x")
        nobody, _ = await stranger.page_raw("dm", as_="U0ADA", **{"with": ["U0NOBODY"]})
    assert two == again
    assert (seen["kind"], seen["name"]) == ("im", "Ada")
    assert three["channel"] != two["channel"]
    assert post["error"] == "channel_not_found"
    assert nobody == 400


async def test_the_bot_is_invited_and_removed() -> None:
    events = ("member_joined_channel", "channel_left", "group_left")
    async with Stranger(manifest=manifest(events=events)) as stranger:
        socket = await stranger.connect()
        await stranger.page("invite", as_="U0ADA", channel="C0OTHER")
        joined = (await socket.take())["event"]
        assert (await stranger.api("chat.postMessage", channel="C0OTHER", text="x"))["ok"]
        await stranger.page("kick", as_="U0ADA", channel="C0OTHER")
        left = (await socket.take())["event"]
        assert (await stranger.api("chat.postMessage", channel="C0OTHER", text="x"))["error"] == "not_in_channel"
        assert (await stranger.page_raw("invite", as_="U0GRACE", channel="C0OTHER"))[0] == 400
        assert (await stranger.page_raw("invite", as_="U0ADA", channel="C0OLD"))[0] == 400
        assert (await stranger.page_raw("invite", as_="U0ADA", channel="D0ADA"))[0] == 400
    assert (joined["type"], joined["user"], joined["inviter"]) == ("member_joined_channel", "U0TESTBOT", "U0ADA")
    assert (left["type"], left["channel"]) == ("channel_left", "C0OTHER")


async def test_somebody_leaves_and_somebody_joins_the_workspace() -> None:
    async with Stranger(manifest=manifest(events=("user_change", "team_join"))) as stranger:
        socket = await stranger.connect()
        await stranger.page("user", id="U0GRACE", deleted=True)
        changed = (await socket.take())["event"]
        await stranger.page("user", id="U0NEW", name="new", real_name="New Person", tz="Asia/Tokyo")
        joined = (await socket.take())["event"]
        assert (await stranger.page_raw("say", as_="U0GRACE", channel="C0ALL", text="x"))[0] == 400
        assert (await stranger.api("chat.postMessage", channel="U0NEW", text="Welcome"))["ok"]
    assert (changed["type"], changed["user"]["deleted"]) == ("user_change", True)
    assert (joined["type"], joined["user"]["tz"]) == ("team_join", "Asia/Tokyo")


async def test_changes_are_no_events_without_a_subscription() -> None:
    async with Stranger() as stranger:
        await stranger.page("user", id="U0GRACE", tz="Asia/Tokyo")
        assert (await stranger.sees("U0GRACE"))["me"]["tz"] == "Asia/Tokyo"
        assert await stranger.log() == []
        assert (await stranger.page_raw("event", event={"type": "user_change"}))[0] == 400


@pytest.mark.parametrize("changes", [{"id": "U0ADA", "shoe_size": 38}, {}, {"id": "U0ADA", "shown_name": "x"}])
async def test_changes_that_make_no_sense(changes: dict[str, Any]) -> None:
    async with Stranger() as stranger:
        assert (await stranger.page_raw("user", **changes))[0] == 400


async def test_a_channel_is_archived_and_made_read_only() -> None:
    async with Stranger() as stranger:
        await stranger.page("channel", id="C0ALL", read_only=True)
        read_only = await stranger.api("chat.postMessage", channel="C0ALL", text="x")
        await stranger.page("channel", id="C0ALL", read_only=False, is_archived=True)
        archived = await stranger.api("chat.postMessage", channel="C0ALL", text="x")
        seen = await stranger.conversation("U0ADA", "C0ALL")
        assert (await stranger.page_raw("channel", id="C0NOWHERE"))[0] == 400
    assert read_only["error"] == "restricted_action_read_only_channel"
    assert archived["error"] == "is_archived"
    assert (seen["is_archived"], seen["read_only"]) == (True, False)


async def test_changes_are_told_to_those_who_could_see_them() -> None:
    async with Stranger() as stranger:
        ada = await stranger.http.ws_connect("/sandbox/changes?as=U0ADA")
        charlie = await stranger.http.ws_connect("/sandbox/changes?as=U0CHARLIE")
        first = [await ada.receive_json(), await charlie.receive_json()]
        await stranger.ok("chat.postMessage", channel="C0ALL", text="x")
        told = await ada.receive_json(timeout=5)
        with pytest.raises(TimeoutError):
            await charlie.receive_json(timeout=0.2)
        seen = await stranger.sees("U0ADA")
        await ada.close()
        await charlie.close()
    assert told["revision"] > first[0]["revision"]
    assert seen["revision"] == told["revision"]


async def test_it_stops_though_pages_and_bots_are_still_there() -> None:
    async with Stranger() as stranger:
        page = await stranger.http.ws_connect("/sandbox/changes?as=U0ADA")
        await page.receive_json()
        await stranger.connect()
        poll = asyncio.create_task(get(stranger, "/clock?seen=1"))
        await stranger.sandbox.core.clock.signal.until(lambda: stranger.sandbox.core.clock.polled, 5)
        await stranger.sandbox.stop()
        assert (await page.receive(5)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        await asyncio.gather(poll, return_exceptions=True)
        await page.close()


async def test_moved_time_is_told_to_everybody() -> None:
    async with Stranger() as stranger:
        charlie = await stranger.http.ws_connect("/sandbox/changes?as=U0CHARLIE")
        first = await charlie.receive_json()
        await stranger.page("time", seconds=3600)
        assert (await charlie.receive_json(timeout=5))["revision"] > first["revision"]
        await charlie.close()


async def test_the_plug_is_pulled() -> None:
    process = Process()
    async with Stranger(process=process) as stranger:
        for action in ("kill", "start", "stop"):
            await stranger.page("bot", action=action)
        _, people = await get(stranger, "/sandbox/people")
        assert (await stranger.page_raw("bot", action="tickle"))[0] == 400
    assert process.told == ["kill", "start", "stop"]
    assert people["bot"]["process"] == "stopped"


@pytest.mark.parametrize(
    ("action", "event", "error"),
    [("uninstall", "app_uninstalled", "account_inactive"), ("revoke", "tokens_revoked", "token_revoked")],
)
async def test_the_app_is_removed_and_comes_back(action: str, event: str, error: str) -> None:
    async with Stranger(manifest=manifest(events=(event,))) as stranger:
        socket = await stranger.connect()
        await stranger.page("app", action=action)
        told = (await socket.take())["event"]["type"]
        refused = await stranger.api("auth.test")
        await stranger.page("app", action="install")
        again = await stranger.api("auth.test")
        assert (await stranger.page_raw("app", action="admire"))[0] == 400
    assert (told, refused["error"], again["ok"]) == (event, error, True)


async def test_without_the_scope_there_are_no_commands() -> None:
    async with Stranger(manifest=manifest(scopes=("chat:write",))) as stranger:
        _, people = await get(stranger, "/sandbox/people")
        status, _ = await stranger.page_raw("command", as_="U0ADA", channel="C0ALL", text="/ask")
    assert (people["commands"], status) == ([], 400)


async def test_without_a_process_there_is_no_plug() -> None:
    async with Stranger() as stranger, stranger.http.post("/sandbox/bot", json={"action": "kill"}) as response:
        assert response.status == 409


async def test_the_guide() -> None:
    async with Stranger(guide=Guide()) as stranger:
        assert await get(stranger, "/sandbox/guide") == (200, {"done": []})
        assert await stranger.page("guide", act="first") == {"done": ["first"]}
    async with Stranger() as stranger:
        assert (await get(stranger, "/sandbox/guide"))[0] == 404


async def test_the_log_can_be_waited_for() -> None:
    async with Stranger() as stranger:
        waiting = asyncio.create_task(get(stranger, "/sandbox/log?after=0&wait=5"))
        await asyncio.wait([waiting], timeout=0.1)
        assert not waiting.done()
        await stranger.api("auth.test")
        _, entries = await waiting
        _, none = await get(stranger, "/sandbox/log?after=1&wait=0.05")
    assert [entry["name"] for entry in entries] == ["auth.test"]
    assert none == []


@pytest.mark.parametrize("body", ["{", "[]", ""])
async def test_bodies_that_are_no_objects(body: str) -> None:
    async with Stranger() as stranger, stranger.http.post("/sandbox/say", data=body) as response:
        assert response.status == 400


async def test_buttons_and_files_are_shown() -> None:
    async with Stranger() as stranger:
        await stranger.ok("chat.postMessage", channel="C0ALL", text="x", blocks=[actions(button())])
        message = (await stranger.conversation("U0ADA", "C0ALL"))["messages"][0]
    assert {"ts", "user", "text", "blocks", "edited", "ephemeral", "files", "deleted"} <= set(message)
    assert message["blocks"][0]["elements"][0]["action_id"] == "press"


async def test_the_page_is_served() -> None:
    async with Stranger() as stranger, stranger.http.get("/") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"


async def test_the_log_forgets_what_is_long_ago() -> None:
    async with Stranger() as stranger:
        log = stranger.sandbox.core.log
        for number in range(5100):
            log.add(0.0, "api", str(number), None)
        entries = await stranger.log()
    assert (len(entries), entries[-1]["n"]) == (5000, 5100)
