"""The moved clock: steps, settling, and a bot that follows it, is killed, and comes back."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.moving import next_full_hour, next_working_morning
from tests.sandbox.stranger import NOW, Stranger

START = NOW.timestamp()


class Follower:
    """A bot that follows the clock and may have something to do at each step."""

    def __init__(self, stranger: Stranger) -> None:
        self.stranger = stranger
        self.steps: list[tuple[int, float]] = []
        self.seen = 0

    async def poll(self) -> Any:
        async with self.stranger.http.get("/clock", params={"seen": str(self.seen)}) as response:
            return await response.json()

    async def follow(self, work: Any = None) -> None:
        while True:
            answer = await self.poll()
            if answer["step"] != self.seen:
                self.steps.append((answer["step"], answer["offset"] + datetime.now(UTC).timestamp()))
                if work is not None:
                    await work(self.steps[-1][1])
                self.seen = answer["step"]


async def following(stranger: Stranger, work: Any = None) -> tuple[Follower, "asyncio.Task[None]"]:
    follower = Follower(stranger)
    task = asyncio.create_task(follower.follow(work))
    await stranger.sandbox.core.clock.signal.until(lambda: stranger.sandbox.core.clock.seen >= 1, 5)
    return follower, task


async def stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_clock_starts_where_it_was_set_and_goes_on() -> None:
    async with Stranger() as stranger:
        async with stranger.http.get("/sandbox/people") as response:
            now = (await response.json())["now"]
        answer = await Follower(stranger).poll()
    assert START <= now < START + 5
    assert answer["step"] == 1
    assert abs(answer["offset"] + datetime.now(UTC).timestamp() - START) < 5


async def test_steps_end_on_full_hours() -> None:
    async with Stranger() as stranger:
        follower, task = await following(stranger)
        answer = await stranger.page("time", seconds=2.5 * 3600)
        await stop(task)
    hours = [round((now - START) / 3600, 2) for _, now in follower.steps]
    assert hours == [0.0, 0.0, 1.0, 2.0, 2.5]  # the start, and a settling before the move
    assert abs(answer["now"] - START - 2.5 * 3600) < 2


async def test_longer_strides_end_on_full_strides() -> None:
    async with Stranger() as stranger:
        follower, task = await following(stranger)
        await stranger.page("time", seconds=18 * 3600, stride=6 * 3600)
        await stop(task)
        refused, _ = await stranger.page_raw("time", seconds=3600, stride=60)
    hours = [round((now - START) / 3600, 2) for _, now in follower.steps[2:]]
    assert hours == [3.0, 9.0, 15.0, 18.0]  # 12:00, 18:00, midnight and the hour asked for
    assert refused == 400


async def test_a_step_waits_until_the_bot_has_seen_it() -> None:
    async with Stranger() as stranger:
        done: list[float] = []

        async def slowly(now: float) -> None:
            await asyncio.sleep(0.05)
            await stranger.ok("chat.postMessage", channel="C0ALL", text="At this hour")
            done.append(now)

        _, task = await following(stranger, slowly)
        before = len(done)
        answer = await stranger.page("time", to=START + 2 * 3600)
        assert (len(done) - before, answer["new_messages"]) == (3, 3)  # settling, 10:00 and 11:00
        settled = await stranger.page("time", seconds=0)
        await stop(task)
    assert settled["new_messages"] == 1


async def test_messages_carry_the_moved_time() -> None:
    async with Stranger() as stranger:
        await stranger.page("time", seconds=24 * 3600)
        posted = await stranger.ok("chat.postMessage", channel="C0ALL", text="Tomorrow")
    assert 0 <= float(posted["ts"]) - START - 24 * 3600 < 5


async def test_a_killed_bot_makes_a_move_wait_for_its_successor() -> None:
    async with Stranger() as stranger:
        _, task = await following(stranger)
        await stop(task)
        move = asyncio.create_task(stranger.page("time", seconds=3600))
        await asyncio.wait([move], timeout=0.3)
        assert not move.done()
        _, successor = await following(stranger)
        answer = await move
        await stop(successor)
    assert answer["now"] >= START + 3600


async def test_what_a_successor_gets_late_is_waited_for() -> None:
    async with Stranger() as stranger:
        _, task = await following(stranger)
        await stop(task)
        await stranger.page("open", as_="U0ADA", tab="home")
        settle = asyncio.create_task(stranger.page("time", seconds=0))
        _, successor = await following(stranger)
        socket = await stranger.connect()
        envelope = await socket.receive()
        await asyncio.wait([settle], timeout=0.2)
        assert not settle.done()
        await socket.ack(envelope)
        await settle
        await stop(successor)


async def test_what_is_sent_during_a_step_is_waited_for_too() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()
        idle = asyncio.Event()
        idle.set()
        clicks = 0

        async def work(_: float) -> None:
            nonlocal clicks
            await idle.wait()
            clicks += 1
            if clicks == 2:  # somebody clicks while time moves
                await stranger.page("open", as_="U0ADA", tab="home")

        async def answer() -> None:
            envelope = await socket.receive()
            idle.clear()
            await socket.ack(envelope)
            await asyncio.sleep(0.1)
            await stranger.ok("chat.postMessage", channel="U0ADA", text="Later than the ack")
            idle.set()

        answering = asyncio.create_task(answer())
        _, task = await following(stranger, work)
        settled = await stranger.page("time", seconds=0)
        await answering
        await stop(task)
    assert settled["new_messages"] == 1


async def test_a_poll_is_held_until_there_is_a_step() -> None:
    async with Stranger() as stranger:
        follower = Follower(stranger)
        follower.seen = (await follower.poll())["step"]
        poll = asyncio.create_task(follower.poll())
        await asyncio.wait([poll], timeout=0.2)
        assert not poll.done()
        move = asyncio.create_task(stranger.page("time", seconds=0))
        follower.seen = (await poll)["step"]
        held = asyncio.create_task(follower.poll())
        await move
        held.cancel()
        await asyncio.gather(held, return_exceptions=True)


async def test_until_a_message_arrives() -> None:
    async with Stranger() as stranger:

        async def at_noon(now: float) -> None:
            if abs(now - START - 3 * 3600) < 60:
                await stranger.ok("chat.postMessage", channel="U0GRACE", text="Noon")

        _, task = await following(stranger, at_noon)
        not_for_ada = await stranger.page("time", until="message", **{"for": ["U0ADA"]}, at_most=2 * 3600)
        for_grace = await stranger.page("time", until="message", **{"for": ["U0GRACE"]}, at_most=10 * 3600)
        await stop(task)
    assert (round((not_for_ada["now"] - START) / 3600), not_for_ada["new_messages"]) == (2, 0)
    assert (round((for_grace["now"] - START) / 3600), for_grace["new_messages"]) == (3, 1)


async def test_until_any_message_without_saying_for_whom() -> None:
    async with Stranger() as stranger:

        async def at_once(now: float) -> None:
            if now > START + 1800:
                await stranger.ok("chat.postMessage", channel="C0ALL", text="Tick")

        _, task = await following(stranger, at_once)
        answer = await stranger.page("time", until="message", **{"for": None}, at_most=10 * 3600)
        await stop(task)
    assert (round((answer["now"] - START) / 3600), answer["new_messages"]) == (1, 1)


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-03-02T08:00+00:00", "Etc/UTC", "2026-03-02T09:00+00:00"),
        ("2026-03-02T09:00+00:00", "Etc/UTC", "2026-03-03T09:00+00:00"),
        ("2026-03-06T12:00+00:00", "Etc/UTC", "2026-03-09T09:00+00:00"),
        ("2026-03-06T12:00+00:00", "America/New_York", "2026-03-06T09:00-05:00"),
        ("2026-03-07T12:00+00:00", "America/New_York", "2026-03-09T09:00-04:00"),
        ("2026-03-02T03:00+00:00", "Asia/Tokyo", "2026-03-03T09:00+09:00"),
    ],
)
def test_the_next_working_morning(now: str, zone: str, expected: str) -> None:
    found = next_working_morning(datetime.fromisoformat(now).timestamp(), zone)
    assert found == datetime.fromisoformat(expected).timestamp()


@pytest.mark.parametrize(("now", "expected"), [(0, 3600), (1, 3600), (3599.9, 3600), (3600, 7200)])
def test_the_next_full_hour(now: float, expected: float) -> None:
    assert next_full_hour(now) == expected


async def test_to_a_working_day_and_to_an_instant() -> None:
    async with Stranger() as stranger:
        day = await stranger.page("time", working_day=True, tz="Europe/London")
        to = await stranger.page("time", to=START + 3 * 24 * 3600)
    assert round((day["now"] - START) / 3600) == 24
    assert round((to["now"] - START) / 3600) == 72


async def test_nothing_is_waited_for_where_nobody_follows_the_clock() -> None:
    async with Stranger() as stranger:
        answer = await stranger.page("time", until="message", at_most=30 * 24 * 3600)
    assert (round((answer["now"] - START) / 3600), answer["new_messages"]) == (30 * 24, 0)


@pytest.mark.parametrize("where", [{"seconds": -1}, {"to": START - 3600}])
async def test_time_moves_forward_only(where: dict[str, float]) -> None:
    async with Stranger() as stranger:
        assert (await stranger.page_raw("time", **where))[0] == 400


async def test_settling_without_a_follower_waits_for_calls_to_end() -> None:
    async with Stranger() as stranger:
        socket = await stranger.connect()

        async def answer() -> None:
            payload = await socket.take()
            for number in range(3):
                await asyncio.sleep(0.05)
                await stranger.ok("chat.postMessage", channel=payload["event"]["user"], text=str(number))

        work = asyncio.create_task(answer())
        await stranger.page("open", as_="U0ADA", tab="home")
        settled = await stranger.page("time", seconds=0)
        await work
    assert settled["new_messages"] == 3
