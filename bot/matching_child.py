"""Runs the solver in a child process, so that the server never loads numpy and a long run can be cancelled.

    result = await solve_in_child(request)

The child gets the request on its standard input, pickled, and answers on its standard output; both ends are this file.
It ends by itself when its parent does: it watches its standard input, which the parent leaves open."""

import asyncio
import gc
import os
import pickle
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import bot
from bot.rules.matching import MatchRequest, MatchResult, TooLarge, solve

SECONDS = 600.0
MOST_THREADS = 8
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""For each matrix product: the solver has threads of its own, which share out the blocks of scores."""
LENGTH = struct.Struct(">Q")
POLITE = 10
"""How much the child lets others go first (as `nice`), above all the server."""
PARENT_GONE = 3


class MatchingFailed(Exception):
    """The child gave no result. `code`: "died" (its exit code and last lines are in `detail`), "too_long" or
    "too_large"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


async def solve_in_child(request: MatchRequest, *, seconds: float = SECONDS, polite: bool = True) -> MatchResult:
    """The best matches of `request`. Cancelling ends the child, too. Raises MatchingFailed if it dies, if it takes
    longer than `seconds`, or if there are more people than can be matched exactly."""
    question = await asyncio.to_thread(pickle.dumps, (request, polite), pickle.HIGHEST_PROTOCOL)
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.matching_child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": _path()},
    )
    try:
        async with asyncio.timeout(seconds):
            answer, said = await _exchange(child, question)
            code = await child.wait()
    except TimeoutError:
        raise MatchingFailed("too_long") from None
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if code != 0:
        raise MatchingFailed("died", f"exit code {code}\n{said.decode(errors='replace')[-2000:]}")
    result = await asyncio.to_thread(pickle.loads, answer)
    if isinstance(result, TooLarge):
        raise MatchingFailed("too_large", str(result))
    assert isinstance(result, MatchResult)
    return result


def _path() -> str:
    """So that the child finds this very package, wherever it is started."""
    return os.pathsep.join(filter(None, [str(Path(bot.__file__).parent.parent), os.environ.get("PYTHONPATH")]))


async def _exchange(child: asyncio.subprocess.Process, question: bytes) -> tuple[bytes, bytes]:
    """Sends the question, and reads what the child writes until it ends."""
    stdin, stdout, stderr = child.stdin, child.stdout, child.stderr
    assert stdin is not None
    assert stdout is not None
    assert stderr is not None

    async def send() -> None:
        with suppress(ConnectionError):  # the child has died: its exit code says so
            stdin.write(LENGTH.pack(len(question)) + question)
            await stdin.drain()

    answer, said, _ = await asyncio.gather(stdout.read(), stderr.read(), send())
    stdin.close()
    return answer, said


def main() -> None:
    """The child's side."""
    started = time.perf_counter()
    gc.disable()  # it lives for one run, and looking through a million objects that all stay takes a tenth of it
    source, target = sys.stdin.buffer, sys.stdout.buffer
    (length,) = LENGTH.unpack(source.read(LENGTH.size))
    request, polite = pickle.loads(source.read(length))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if polite and hasattr(os, "nice"):
        os.nice(POLITE)
    result: MatchResult | TooLarge
    try:
        result = solve(request, threads=min(MOST_THREADS, os.cpu_count() or 1))
        result = replace(result, seconds=time.perf_counter() - started, peak_memory=peak_memory())
    except TooLarge as error:
        result = error
    target.write(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    target.flush()
    os._exit(0)  # the thread still waits for its input


def _end_with_parent() -> None:
    sys.stdin.buffer.read(1)
    os._exit(PARENT_GONE)


def peak_memory() -> int:
    """Bytes this process has used at most; 0 where the system does not tell."""
    with suppress(OSError, StopIteration), open("/proc/self/status", encoding="ascii") as status:
        # Not getrusage, which counts what the parent had before it became this process.
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    with suppress(ImportError):  # on macOS, in bytes; not on Windows
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


if __name__ == "__main__":
    main()
