"""Socket Mode: hello, several sockets, goodbyes, deafness, and redelivery of what was not acked."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sandbox.stranger import Socket, Stranger

HOME = {"as_": "U0ADA", "tab": "home"}


async def test_hello_says_how_many_there_are() -> None:
    async with Stranger() as stranger:
        first, second = await stranger.open_socket(), await stranger.open_socket(query="&debug_reconnects=true")
        one, two = await first.receive(), await second.receive()
    assert one["type"] == "hello"
    assert one["connection_info"] == {"app_id": "A0TESTBOT"}
    assert set(one["debug_info"]) == {"host", "build_number", "approximate_connection_time"}
    assert [hello["num_connections"] for hello in (one, two)] == [1, 2]
    assert [hello["debug_info"]["approximate_connection_time"] for hello in (one, two)] == [18060, 360]


async def test_a_ticket_opens_one_socket() -> None:
    async with Stranger() as stranger:
        url = (await (await stranger.raw("apps.connections.open", token="xapp-sandbox")).json())["url"]
        first = await stranger.http.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await stranger.http.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await stranger.http.ws_connect(f"{stranger.sandbox.url}/link/?ticket=made-up")
        await first.close()


async def test_the_eleventh_socket_is_turned_away() -> None:
    async with Stranger() as stranger:
        for _ in range(10):
            await stranger.connect()
        eleventh = await stranger.open_socket()
        goodbye = await eleventh.receive()
        assert await eleventh.receive() is None
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")


async def test_each_payload_goes_to_one_of_the_sockets() -> None:
    async with Stranger() as stranger:
        sockets = [await stranger.connect(), await stranger.connect()]
        got: list[list[Any]] = [[], []]

        async def listen(number: int) -> None:
            while True:
                envelope = await sockets[number].receive(30)
                got[number].append(envelope["payload"]["event_id"])
                await sockets[number].ack(envelope)

        listeners = [asyncio.create_task(listen(number)) for number in (0, 1)]
        for _ in range(30):
            await stranger.page("open", **HOME)
        await stranger.page("time", seconds=0)
        for listener in listeners:
            listener.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
    assert len({*got[0], *got[1]}) == 30
    assert got[0]
    assert got[1]


async def test_pings_are_answered() -> None:
    async with Stranger() as stranger:
        url = (await (await stranger.raw("apps.connections.open", token="xapp-sandbox")).json())["url"]
        ws = await stranger.http.ws_connect(url, autoping=False)
        await ws.receive()
        await ws.ping(b"sdk-ping-pong:1.5")
        pong = await ws.receive(5)
        await ws.close()
    assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1.5")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_goodbyes_name_their_reason(reason: str) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("disconnect", reason=reason, close_after=0.01)
        goodbye = await socket.receive()
        assert await socket.receive() is None
        answer = await (await stranger.raw("apps.connections.open", token="xapp-sandbox")).json()
        async with stranger.http.delete("/sandbox/faults"):
            pass
        assert await stranger.connect()
    assert (goodbye["type"], goodbye["reason"]) == ("disconnect", reason)
    assert set(goodbye["debug_info"]) == {"host"}
    assert answer["ok"] is (reason != "link_disabled")


async def test_after_a_warning_the_old_socket_still_hears() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("disconnect", reason="warning")
        assert (await socket.receive())["reason"] == "warning"
        await stranger.page("open", **HOME)
        assert (await socket.take())["event"]["type"] == "app_home_opened"


async def test_sockets_do_not_leave_for_made_up_reasons() -> None:
    async with Stranger() as stranger:
        assert (await stranger.page_raw("disconnect", reason="boredom"))[0] == 400


# redelivery


async def attempt(socket: Socket) -> tuple[int, str, str]:
    """The next envelope, not acked: which attempt, why, and of what."""
    envelope = await socket.receive()
    return envelope["retry_attempt"], envelope["retry_reason"], envelope["payload"]["event_id"]


async def test_an_event_is_tried_at_once_again_after_a_minute_and_after_five() -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.hub.ack_seconds = 0.02
        socket = await stranger.connect()
        await stranger.page("open", **HOME)
        tries = [await attempt(socket), await attempt(socket)]
        await stranger.page("time", seconds=55)
        assert all(entry["note"] != "attempt 2, timeout" for entry in await stranger.log())
        await stranger.page("time", seconds=10)
        tries.append(await attempt(socket))
        await stranger.page("time", seconds=310)
        tries.append(await attempt(socket))
        await stranger.page("time", seconds=24 * 3600)
        sent = [entry for entry in await stranger.log() if entry["kind"] == "envelope" and entry["ok"]]
    assert [(number, reason) for number, reason, _ in tries] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({event_id for _, _, event_id in tries}) == 1
    assert len(sent) == 4


async def test_an_acked_event_does_not_come_again() -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.hub.ack_seconds = 0.02
        socket = await stranger.connect()
        await stranger.page("open", **HOME)
        await attempt(socket)
        await socket.take()
        await stranger.page("time", seconds=3600)
        sent = [entry for entry in await stranger.log() if entry["kind"] == "envelope" and entry["ok"]]
    assert len(sent) == 2


async def test_events_wait_for_a_bot_that_is_away() -> None:
    async with Stranger() as stranger:
        await stranger.page("open", **HOME)
        await stranger.page("open", **HOME)
        socket = await stranger.connect()
        first, second = await socket.receive(), await socket.receive()
    assert first["retry_attempt"] == second["retry_attempt"] == 0
    assert first["payload"]["event_id"] != second["payload"]["event_id"]


@pytest.mark.parametrize("how", ["killed", "dropped"])
async def test_what_a_killed_bot_did_not_ack_comes_again_to_its_successor(how: str) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("open", **HOME)
        before = await attempt(socket)
        if how == "killed":
            connection = socket.ws._response.connection
            assert connection is not None
            assert connection.transport is not None
            connection.transport.abort()
        else:
            await stranger.page("disconnect", reason="drop")
        await stranger.sandbox.core.hub.signal.until(lambda: not stranger.sandbox.core.hub.connected, 5)
        successor = await stranger.connect()
        again = await attempt(successor)
    assert before[:2] == (0, "")
    assert again == (1, "timeout", before[2])


async def test_a_refreshing_client_may_ack_on_its_new_socket() -> None:
    async with Stranger() as stranger:
        old = await stranger.connect()
        await stranger.page("open", **HOME)
        envelope = await old.receive()
        new = await stranger.connect()
        await old.ws.close()
        await new.ack(envelope)
        await stranger.page("time", seconds=3600)
        sent = [entry for entry in await stranger.log() if entry["kind"] == "envelope" and entry["ok"]]
    assert len(sent) == 1


async def test_commands_and_clicks_never_come_again() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("command", as_="U0ADA", channel="C0ALL", text="/ask")
        await socket.receive()
        await stranger.page("disconnect", reason="drop")
        await stranger.sandbox.core.hub.signal.until(lambda: not stranger.sandbox.core.hub.connected, 5)
        await stranger.connect()
        await stranger.page("time", seconds=3600)
        sees = await stranger.sees("U0ADA")
        sent = [entry for entry in await stranger.log() if entry["kind"] == "envelope" and entry["ok"]]
    assert sees["notices"] == ['/ask failed with the error "dispatch_failed"']
    assert len(sent) == 1


async def test_a_deaf_socket_hears_and_answers_nothing() -> None:
    async with Stranger() as stranger:
        stranger.sandbox.core.hub.ack_seconds = 0.05
        socket = await stranger.connect()
        await stranger.page("disconnect", reason="deaf")
        await stranger.page("open", **HOME)
        await socket.ws.ping(b"anybody there?")
        with pytest.raises(TimeoutError):
            await socket.receive(0.3)
        await socket.ws.close()
        successor = await stranger.connect()
        await stranger.page("time", seconds=3600)
        again = await attempt(successor)
    assert again[1] == "timeout"


async def test_the_deaf_sockets_pings_are_not_answered() -> None:
    async with Stranger() as stranger:
        url = (await (await stranger.raw("apps.connections.open", token="xapp-sandbox")).json())["url"]
        ws = await stranger.http.ws_connect(url, autoping=False)
        await ws.receive()
        await stranger.page("disconnect", reason="deaf")
        await ws.ping(b"x")
        with pytest.raises(TimeoutError):
            await ws.receive(0.2)
        await ws.close()


@pytest.mark.parametrize("text", ["not json", "[]", '{"no": "envelope"}', '{"envelope_id": "made-up"}'])
async def test_acks_that_are_none_are_written_down(text: str) -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await socket.ws.send_str(text)
        await stranger.sandbox.core.log.signal.until(lambda: stranger.sandbox.core.log.entries[-1].kind == "ack", 5)
        last = (await stranger.log())[-1]
    assert (last["kind"], last["ok"]) == ("ack", False)


async def test_acks_are_withheld_until_they_are_released() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("faults", hold_acks=True)
        await stranger.page("open", **HOME)
        await socket.take()
        hub = stranger.sandbox.core.hub
        assert await hub.signal.until(lambda: hub.held_acks == 1, 5)
        assert not hub.quiet
        async with stranger.http.get("/sandbox/faults") as response:
            held = await response.json()
        await stranger.page("faults/release")
        assert hub.quiet
        notes = [entry["note"] for entry in await stranger.log() if entry["kind"] == "ack"]
    assert (held["hold_acks"], held["held_acks"]) == (True, 1)
    assert notes == ["held", ""]


async def test_a_withheld_ack_of_a_killed_bot_never_arrives() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        await stranger.page("faults", hold_acks=True)
        await stranger.page("open", **HOME)
        first = (await socket.take())["event_id"]
        hub = stranger.sandbox.core.hub
        assert await hub.signal.until(lambda: hub.held_acks == 1, 5)
        await stranger.page("disconnect", reason="drop")
        assert await hub.signal.until(lambda: not hub.connected, 5)
        await stranger.page("faults/release")
        again = await attempt(await stranger.connect())
    assert again == (1, "timeout", first)
