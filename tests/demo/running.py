"""The demo as its own process, as `make demo` starts it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from bot.demo.process import ROOT

READY = "demo is at "


def start(*options: str, folder: Path = ROOT, **environment: str) -> subprocess.Popen[str]:
    """Starts `python -m bot demo --no-open`; `environment` is added to the shell's."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-open", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address(demo: subprocess.Popen[str]) -> str:
    """Waits until the demo says where it is."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if READY in line:
            return line.split(READY)[1].split()[0]
    raise AssertionError(f"the demo ended with {demo.wait()}: {demo.communicate()[1]}")


def stop(demo: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[int, str]:
    """Stops the demo; returns its exit code and what it said on the standard error."""
    demo.send_signal(number)
    _, said = demo.communicate(timeout=30)
    return demo.returncode, said


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == pid and " run" in row[2]]


def is_alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
