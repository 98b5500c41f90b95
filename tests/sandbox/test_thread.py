"""The sandbox in a thread of its own, for tests that are not coroutines."""

import threading

import httpx
import pytest

from bot.sandbox import SandboxThread
from tests.sandbox.stranger import COMPANY, NOW, manifest


def test_it_runs_beside_whoever_uses_it() -> None:
    with SandboxThread(company=COMPANY, manifest=manifest(), now=NOW) as slack:
        headers = {"Authorization": "Bearer xoxb-sandbox"}
        answer = httpx.post(f"{slack.url}/api/auth.test", headers=headers, trust_env=False).json()
        inside = slack.call(lambda: threading.current_thread().name)
        thread = slack._thread
    assert answer["ok"]
    assert inside == "sandbox"
    assert not thread.is_alive()


def test_it_can_be_stopped_twice() -> None:
    slack = SandboxThread()
    slack.stop()
    slack.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(slack.url, trust_env=False)


def test_a_bad_company_is_told_at_once() -> None:
    with pytest.raises(KeyError):
        SandboxThread(company={"users": [{"name": "nobody"}]})
    assert not [thread for thread in threading.enumerate() if thread.name == "sandbox"]


def test_a_port_that_is_taken_is_told_at_once() -> None:
    with SandboxThread() as first, pytest.raises(OSError, match="address already in use"):
        SandboxThread(port=first.sandbox.port)
