"""The child process that matches: its result, its end, and what its parent sees of both."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks.instances import instance
from bot import matching_child
from bot.matching_child import MatchingFailed, solve_in_child
from bot.rules.matching import MatchRequest, MatchSettings, Part, solve

ROOT = Path(__file__).resolve().parents[2]
SMALL = instance("slack", 30, 1)


@cache
def long() -> MatchRequest:
    """A request that takes seconds."""
    return instance("tight", 4000, 1)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[asyncio.subprocess.Process]:
    """The processes that are started."""
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def recorded(*words: str, **options: object) -> asyncio.subprocess.Process:
        started.append(await start(*words, **options))  # type: ignore[arg-type]  # passed on as they came
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", recorded)
    return started


async def begun(children: list[asyncio.subprocess.Process]) -> asyncio.subprocess.Process:
    while not children:
        await asyncio.sleep(0)
    return children[0]


def test_it_finds_what_the_solver_finds() -> None:
    result = asyncio.run(solve_in_child(SMALL))
    assert result == solve(SMALL)
    assert 0 < result.seconds < 60
    assert result.peak_memory > 10_000_000


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_seed_of_hashes_decides_nothing(monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    assert repr(replace(asyncio.run(solve_in_child(SMALL)), seconds=0.0, peak_memory=0)) == repr(solve(SMALL))


def test_a_child_that_is_killed_is_an_error(children: list[asyncio.subprocess.Process]) -> None:
    async def run() -> None:
        matching = asyncio.create_task(solve_in_child(long()))
        (await begun(children)).kill()
        await matching

    with pytest.raises(MatchingFailed) as error:
        asyncio.run(run())
    assert error.value.code == "died"
    assert f"exit code {-signal.SIGKILL}" in error.value.detail


def test_a_child_that_breaks_says_why() -> None:
    twice = replace(SMALL, mentors=SMALL.mentors[:1] * 2)
    with pytest.raises(MatchingFailed) as error:
        asyncio.run(solve_in_child(twice))
    assert error.value.code == "died"
    assert "two candidates of one side have the same key" in error.value.detail


def test_what_is_too_large_is_told_apart() -> None:
    heavy = replace(SMALL, settings=MatchSettings(weights={Part.TOPICS: 5000}))
    with pytest.raises(MatchingFailed) as error:
        asyncio.run(solve_in_child(heavy))
    assert error.value.code == "too_large"


def test_it_gives_up_after_its_time(children: list[asyncio.subprocess.Process]) -> None:
    with pytest.raises(MatchingFailed) as error:
        asyncio.run(solve_in_child(long(), seconds=0.2))
    assert error.value.code == "too_long"
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_cancelling_ends_the_child(children: list[asyncio.subprocess.Process]) -> None:
    async def run() -> None:
        matching = asyncio.create_task(solve_in_child(long()))
        await begun(children)
        matching.cancel()
        await matching

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    assert [child.returncode for child in children] == [-signal.SIGKILL]


PARENT = """
import asyncio, sys
from benchmarks.instances import instance
from bot.matching_child import solve_in_child
start = asyncio.create_subprocess_exec
async def told(*words, **options):
    child = await start(*words, **options)
    print(child.pid, flush=True)
    return child
asyncio.create_subprocess_exec = told
asyncio.run(solve_in_child(instance("tight", int(sys.argv[1]), 1)))
print(sorted({name.partition(".")[0] for name in sys.modules} & {"numpy", "scipy"}), flush=True)
"""


def parent(mentees: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PARENT, str(mentees)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_parent_never_loads_numpy() -> None:
    out, _ = parent(10).communicate(timeout=60)
    assert out.splitlines()[1] == "[]"


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="only Linux can wait for a process that is not one's own child"
)
def test_the_child_ends_with_its_parent() -> None:
    with parent(6000) as process:
        assert process.stdout is not None
        handle = os.pidfd_open(int(process.stdout.readline()))
        try:
            process.kill()
            waiting = select.poll()
            waiting.register(handle, select.POLLIN)
            assert waiting.poll(5_000), "the child works on without its parent"
        finally:
            os.close(handle)


def test_everybody_leaves_while_it_runs() -> None:
    """Nobody at all is no error."""
    assert asyncio.run(solve_in_child(MatchRequest((), ()))).matches == ()
    assert matching_child.peak_memory() > 0
