"""Slash commands and response URLs."""

from typing import Any

import pytest

from tests.sandbox.stranger import Socket, Stranger, actions, button, manifest

COMMAND_KEYS = {
    "token",
    "team_id",
    "team_domain",
    "channel_id",
    "channel_name",
    "user_id",
    "user_name",
    "command",
    "text",
    "api_app_id",
    "is_enterprise_install",
    "response_url",
    "trigger_id",
}


async def type_(stranger: Stranger, text: str = "/ask", channel: str = "C0ALL", person: str = "U0ADA") -> None:
    await stranger.page("command", as_=person, channel=channel, text=text)


async def respond(stranger: Stranger, url: str, **body: Any) -> tuple[int, str]:
    async with stranger.http.post(url, json=body) as response:
        return response.status, await response.text()


async def seen(stranger: Stranger, person: str = "U0ADA") -> list[tuple[str, bool]]:
    messages = (await stranger.conversation(person, "C0ALL"))["messages"]
    return [(message["text"], message["ephemeral"]) for message in messages]


async def test_the_payload_has_the_keys_of_a_real_one() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger, "/ask what  now?")
        envelope = await socket.receive()
        await socket.ack(envelope)
    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert set(envelope) == {"envelope_id", "payload", "type", "accepts_response_payload"}
    assert set(payload) == COMMAND_KEYS
    assert (payload["command"], payload["text"], payload["user_id"]) == ("/ask", "what  now?", "U0ADA")


@pytest.mark.parametrize(
    ("channel", "name"), [("C0ALL", "all"), ("C0SECRET", "privategroup"), ("D0ADA", "directmessage")]
)
async def test_the_name_of_the_place_it_was_typed_in(channel: str, name: str) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger, channel=channel)
        assert (await socket.take())["channel_name"] == name


async def test_names_are_escaped_where_the_manifest_says_so() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger, "/ask @grace & #all <b> me@grace")
        escaped = (await socket.take())["text"]
        await type_(stranger, "/raw @grace & <b>")
        raw = (await socket.take())["text"]
    assert escaped == "<@U0GRACE|grace> &amp; <#C0ALL|all> &lt;b&gt; me@grace"
    assert raw == "@grace & <b>"


@pytest.mark.parametrize(
    ("person", "channel", "text"),
    [
        ("U0ADA", "C0ALL", "/unknown"),
        ("U0ADA", "C0ALL", "no slash"),
        ("U0CHARLIE", "C0ALL", "/ask"),
        ("U0ADA", "C0OLD", "/ask"),
        ("U0ADA", "C0NEWS", "/ask"),
        ("U0ADA", "C0NOWHERE", "/ask"),
        ("U0GONE", "C0ALL", "/ask"),
        ("U0ROBOT", "C0ALL", "/ask"),
        ("U0NOBODY", "C0ALL", "/ask"),
    ],
)
async def test_where_nobody_could_type_it(person: str, channel: str, text: str) -> None:
    async with Stranger() as stranger:
        await stranger.connect()
        status, _ = await stranger.page_raw("command", as_=person, channel=channel, text=text)
        assert status == 400
        assert all(entry["kind"] != "envelope" for entry in await stranger.log())


async def test_a_read_only_messages_tab_has_no_composer() -> None:
    async with Stranger(manifest=manifest(messages_tab_read_only_enabled=True)) as stranger:
        for act in ({"path": "command", "text": "/ask"}, {"path": "say", "text": "Hello"}):
            status, _ = await stranger.page_raw(as_="U0ADA", channel="D0ADA", **act)
            assert status == 400


async def test_the_ack_may_carry_the_answer() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger)
        await socket.take({"text": "For you alone"})
        await type_(stranger)
        await socket.take({"text": "For all", "response_type": "in_channel"})
        await stranger.page("time", seconds=0)
        assert await seen(stranger) == [("For you alone", True), ("For all", False)]
        assert await seen(stranger, "U0GRACE") == [("For all", False)]


async def test_an_ack_with_bad_blocks_fails_before_the_persons_eyes() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger)
        await socket.take({"blocks": [{"type": "nonsense"}]})
        await stranger.page("time", seconds=0)
        sees = await stranger.sees("U0ADA")
        failed = [entry for entry in await stranger.log() if not entry["ok"]]
    assert sees["notices"] == ['/ask failed with the error "invalid_blocks"']
    assert failed[0]["response"]["errors"] == ["unsupported type: nonsense [json-pointer:/blocks/0/type]"]


async def test_nobody_answers() -> None:
    async with Stranger() as stranger:
        await type_(stranger)
        await stranger.page("time", seconds=0)
        assert (await stranger.sees("U0ADA"))["notices"] == ['/ask failed with the error "dispatch_failed"']
        assert (await stranger.sees("U0ADA"))["notices"] == []


async def test_an_ack_that_comes_too_late_counts_for_nothing() -> None:
    async with Stranger() as stranger:
        assert stranger.sandbox.core.hub.ack_seconds == 3.0
        stranger.sandbox.core.hub.ack_seconds = 0.05
        socket = await stranger.connect()
        await type_(stranger)
        envelope = await socket.receive()
        await stranger.page("time", seconds=0)
        await socket.ack(envelope, {"text": "Late"})
        await stranger.page("time", seconds=0)
        assert (await stranger.sees("U0ADA"))["notices"] == ['/ask failed with the error "dispatch_failed"']
        assert await seen(stranger) == []
        assert (await stranger.log())[-1]["note"] == "no such envelope, or too late"


# response URLs


async def response_url(stranger: Stranger, socket: Socket) -> str:
    await type_(stranger)
    return str((await socket.take())["response_url"])


async def test_five_times_and_no_sixth() -> None:
    async with Stranger() as stranger:
        url = await response_url(stranger, await stranger.connect())
        answers = [await respond(stranger, url, text=str(number)) for number in range(6)]
        shown = await seen(stranger)
    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5][0] == 404
    assert "used_url" in answers[5][1]
    assert shown == [(str(number), True) for number in range(5)]


async def test_thirty_minutes_and_no_longer() -> None:
    async with Stranger() as stranger:
        url = await response_url(stranger, await stranger.connect())
        await stranger.page("time", seconds=30 * 60 - 5)
        in_time = await respond(stranger, url, text="In time")
        await stranger.page("time", seconds=10)
        late = await respond(stranger, url, text="Late")
    assert in_time == (200, "ok")
    assert (late[0], "expired_url" in late[1]) == (404, True)


async def test_it_reaches_where_the_bot_may_not_post() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await type_(stranger, channel="C0SECRET")
        url = (await socket.take())["response_url"]
        assert await respond(stranger, url, text="Here", response_type="in_channel") == (200, "ok")
        assert (await stranger.conversation("U0ADA", "C0SECRET"))["messages"][0]["text"] == "Here"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"blocks": "x"}, "invalid_blocks_format"),
        ({"text": ""}, "no_text"),
    ],
)
async def test_answers_that_are_refused(body: dict[str, Any], error: str) -> None:
    async with Stranger() as stranger:
        status, text = await respond(stranger, await response_url(stranger, await stranger.connect()), **body)
    assert (status, error in text) == (400, True)


async def test_a_response_url_that_nobody_gave() -> None:
    async with Stranger() as stranger:
        assert (await respond(stranger, f"{stranger.sandbox.url}/response/made-up", text="x"))[0] == 404


async def press(stranger: Stranger, socket: Socket, channel: str, ts: str) -> str:
    container = {"type": "message", "channel": channel, "ts": ts}
    await stranger.page("press", as_="U0ADA", container=container, block_id="b", action_id="press")
    return str((await socket.take())["response_url"])


async def test_the_original_is_replaced_and_deleted() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        blocks = [actions(button())]
        posted = await stranger.ok("chat.postMessage", channel="C0ALL", text="Question", blocks=blocks)
        url = await press(stranger, socket, "C0ALL", posted["ts"])
        await respond(stranger, url, text="Answered", replace_original=True, response_type="ephemeral")
        assert await seen(stranger, "U0GRACE") == [("Answered", False)]
        await respond(stranger, url, delete_original=True)
        assert await seen(stranger, "U0GRACE") == []


async def test_an_ephemeral_original_stays_ephemeral() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        blocks = [actions(button())]
        shown = await stranger.ok("chat.postEphemeral", channel="C0ALL", user="U0ADA", text="Psst", blocks=blocks)
        url = await press(stranger, socket, "C0ALL", shown["message_ts"])
        await respond(stranger, url, text="Louder", replace_original=True, response_type="in_channel")
        assert await seen(stranger) == [("Louder", True)]
        assert await seen(stranger, "U0GRACE") == []


async def test_without_replace_original_it_is_a_new_message() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        posted = await stranger.ok("chat.postMessage", channel="C0ALL", text="Q", blocks=[actions(button())])
        await respond(stranger, await press(stranger, socket, "C0ALL", posted["ts"]), text="Only you see this")
        assert await seen(stranger) == [("Q", False), ("Only you see this", True)]
