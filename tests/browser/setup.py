"""Finds a browser for the browser tests, or gets one: `python -m tests.browser.setup`, called by make.

Takes a browser that is there, else installs Debian's chromium where it may, else Playwright's own. Where none can be
had it says so; that ends with code 1 only when FLIPSIDE_BROWSER=required (make check).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-color-emoji", "fonts-noto-cjk")  # without the fonts, boxes instead of signs
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE = "No browser for the browser tests: install chromium, or say where one is with CHROME=/path/to/chrome."


def find() -> str | None:
    """The path of a browser that is there, Playwright's own included."""
    named = os.environ.get("CHROME")
    if named:
        return named if Path(named).exists() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def flags() -> list[str]:
    """How it is started; as root Chromium needs to be told to do without its sandbox."""
    return [*FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]


def _debians() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *PACKAGES]):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _install_playwrights() -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    for get in (lambda: None, _debians, _install_playwrights):
        get()
        if found := find():
            print(f"Browser tests use {found}")
            return 0
    print(NONE)
    return 1 if os.environ.get("FLIPSIDE_BROWSER") == "required" else 0


if __name__ == "__main__":
    sys.exit(main())
