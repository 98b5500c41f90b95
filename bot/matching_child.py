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
from contextlib import suppress
from pathlib import Path

import bot
from bot.rules.matching import MatchRequest, MatchResult, solve

SECONDS = 600.0
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""For each matrix product; the solver has threads of its own, one for each block of scores."""
LENGTH = struct.Struct(">Q")


class MatchingFailed(Exception):
    """The child gave no result. `code`: "died" (with the last lines it wrote in `detail`) or "too_long"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


async def solve_in_child(request: MatchRequest, *, seconds: float = SECONDS) -> MatchResult:
    """The best matches of `request`. Cancelling ends the child. Raises `MatchingFailed` if it dies or takes longer than
    `seconds`."""
    root = str(Path(bot.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.matching_child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, **ONE_THREAD},
    )
    try:
        async with asyncio.timeout(seconds):
            answer, said = await _exchange(child, pickle.dumps(request, pickle.HIGHEST_PROTOCOL))
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
    result = pickle.loads(answer)
    assert isinstance(result, MatchResult)
    return result


async def _exchange(child: asyncio.subprocess.Process, request: bytes) -> tuple[bytes, bytes]:
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None

    async def send(pipe: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # the child has died: its exit code says so
            pipe.write(LENGTH.pack(len(request)) + request)
            await pipe.drain()

    answer, said, _ = await asyncio.gather(child.stdout.read(), child.stderr.read(), send(child.stdin))
    child.stdin.close()
    return answer, said


def main() -> None:
    """The child's side."""
    gc.disable()  # it lives for one run, and looking through a million objects that all stay takes a tenth of it
    source, target = sys.stdin.buffer, sys.stdout.buffer
    (length,) = LENGTH.unpack(source.read(LENGTH.size))
    request = pickle.loads(source.read(length))

    def end_with_parent() -> None:
        source.read(1)
        os._exit(3)

    threading.Thread(target=end_with_parent, daemon=True).start()
    result = solve(request)
    target.write(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
    target.flush()
    os._exit(0)  # the thread above still waits for its input


if __name__ == "__main__":
    main()
