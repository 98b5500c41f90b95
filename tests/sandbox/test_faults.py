"""Bad days on request, and rate limits."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.sandbox.faults import KINDS
from bot.sandbox.rates import Bucket
from tests.sandbox.stranger import Stranger

POST = {"channel": "C0ALL", "text": "Hello"}


async def messages(stranger: Stranger) -> int:
    return len((await stranger.conversation("U0ADA", "C0ALL"))["messages"])


@pytest.mark.parametrize(("fault", "stored"), [("lost_reply_before", 0), ("lost_reply_after", 1)])
async def test_a_lost_reply(fault: str, stored: int) -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault=fault)
        with pytest.raises(aiohttp.ClientConnectionError):
            await stranger.api("chat.postMessage", **POST)
        assert await messages(stranger) == stored
        assert (await stranger.api("chat.postMessage", **POST))["ok"]
        assert (await stranger.log())[0]["note"] == f"fault: {fault}"


@pytest.mark.parametrize(("fault", "stored"), [("500_before", 0), ("500_after", 1)])
async def test_an_internal_error(fault: str, stored: int) -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault=fault)
        response = await stranger.raw("chat.postMessage", json=POST)
        assert (response.status, await response.json()) == (500, {"ok": False, "error": "internal_error"})
        assert await messages(stranger) == stored


@pytest.mark.parametrize(("fault", "stored"), [("html", 0), ("html_after", 1)])
async def test_a_page_instead_of_json(fault: str, stored: int) -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault=fault)
        response = await stranger.raw("chat.postMessage", json=POST)
        assert (response.status, response.content_type) == (502, "text/html")
        assert await messages(stranger) == stored


async def test_too_many_requests() -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault="429", retry_after=7)
        response = await stranger.raw("chat.postMessage", json=POST)
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
        assert await response.json() == {"ok": False, "error": "ratelimited"}
        assert await messages(stranger) == 0


async def test_an_error_of_ones_choice() -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="*", fault="error", error="token_revoked", times=2)
        answers = [await stranger.api("auth.test") for _ in range(3)]
    assert [answer.get("error") for answer in answers] == ["token_revoked", "token_revoked", None]


async def test_slow_is_late_and_true() -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault="slow", seconds=0.2)
        loop = asyncio.get_running_loop()
        before = loop.time()
        assert (await stranger.api("chat.postMessage", **POST))["ok"]
        assert loop.time() - before >= 0.2


async def test_a_withheld_reply_has_been_stored() -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault="hold")
        call = asyncio.create_task(stranger.api("chat.postMessage", **POST))
        faults = stranger.sandbox.core.faults
        assert await faults.signal.until(lambda: faults.held == 1, 5)
        assert await messages(stranger) == 1
        assert not call.done()
        await stranger.page("faults/release")
        assert (await call)["ok"]


async def test_nobody_listens_for_a_while() -> None:
    async with Stranger() as stranger:
        await stranger.api("auth.test")  # so that there is a connection to reuse
        await stranger.page("faults", fault="refused", seconds=0.3)
        with pytest.raises(aiohttp.ClientConnectionError):
            await stranger.api("auth.test")
        with pytest.raises(aiohttp.ClientConnectorError):
            await stranger.api("auth.test")
        reopening = stranger.sandbox._reopening
        assert reopening is not None
        await reopening
        assert (await stranger.api("auth.test"))["ok"]


async def test_a_fault_strikes_its_channel_only() -> None:
    async with Stranger() as stranger:
        await stranger.page("faults", method="chat.postMessage", fault="500_before", channel="D0ADA")
        assert (await stranger.api("chat.postMessage", **POST))["ok"]
        struck = await stranger.raw("chat.postMessage", json=POST | {"channel": "U0ADA"})
        assert struck.status == 500


async def test_faults_are_listed_and_cleared() -> None:
    async with Stranger() as stranger:
        added = await stranger.page("faults", method="views.publish", fault="html", times=3)
        async with stranger.http.get("/sandbox/people") as response:
            listed = (await response.json())["faults"]
        async with stranger.http.delete("/sandbox/faults") as response:
            assert (await response.json()) == {"ok": True}
        async with stranger.http.get("/sandbox/faults") as response:
            left = (await response.json())["active"]
    expected = {"id": added["id"], "method": "views.publish", "fault": "html", "times": 3, "channel": None}
    assert (listed, left) == ([expected], [])


async def test_a_fault_that_does_not_exist() -> None:
    async with Stranger() as stranger:
        status, answer = await stranger.page_raw("faults", fault="earthquake")
    assert status == 400
    assert all(kind in answer["error"] for kind in KINDS)


# rates


async def burst(stranger: Stranger, method: str, number: int, **args: Any) -> list[aiohttp.ClientResponse]:
    return [await stranger.raw(method, data=args) for _ in range(number)]


@pytest.mark.parametrize(
    ("method", "allowed", "args"),
    [
        ("users.list", 20, {}),
        ("conversations.list", 20, {}),
        ("conversations.open", 50, {"users": "U0ADA"}),
        ("chat.update", 50, {"channel": "C0ALL", "ts": "1.1", "text": "x"}),
        ("users.info", 100, {"user": "U0ADA"}),
        ("conversations.members", 100, {"channel": "C0ALL"}),
    ],
)
async def test_each_method_has_its_tier(method: str, allowed: int, args: dict[str, str]) -> None:
    async with Stranger(rates=True) as stranger:
        responses = await burst(stranger, method, allowed + 1, **args)
    assert [response.status for response in responses] == [200] * allowed + [429]
    assert 1 <= int(responses[-1].headers["Retry-After"]) <= 4
    assert await responses[-1].json() == {"ok": False, "error": "ratelimited"}


async def test_posts_are_counted_for_each_channel() -> None:
    async with Stranger(rates=True) as stranger:
        here = await burst(stranger, "chat.postMessage", 4, channel="C0ALL", text="x")
        there = await burst(stranger, "chat.postMessage", 1, channel="U0ADA", text="x")
        assert await messages(stranger) == 3
    assert [response.status for response in here + there] == [200, 200, 200, 429, 200]
    assert here[-1].headers["Retry-After"] == "1"


async def test_without_rates_nobody_counts() -> None:
    async with Stranger() as stranger:
        responses = await burst(stranger, "users.list", 25)
    assert {response.status for response in responses} == {200}


def test_a_bucket_fills_up_again() -> None:
    bucket = Bucket(rate=2.0, size=1.0, level=1.0, at=100.0)
    assert bucket.take(100.0) == 0
    assert bucket.take(100.0) == pytest.approx(0.5)
    assert bucket.take(100.5) == 0
    assert bucket.take(999.0) == 0
    assert bucket.take(999.0) > 0
