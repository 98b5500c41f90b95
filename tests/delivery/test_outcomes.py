"""What came of a call, told apart by what may be done next; and how fast we post. Tables, without a network."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.delivery.outcomes import Kind, classify
from bot.delivery.pacing import Pacing


def answer(error: str, status: int = 200, **headers: str) -> SlackApiError:
    data = {"ok": False, "error": error}
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return SlackApiError("no", SimpleNamespace(status_code=status, data=data, headers=named, get=data.get))  # type: ignore[arg-type]


REFUSED = aiohttp.ClientConnectorError(SimpleNamespace(host="x", port=1, ssl=True, is_ssl=True), OSError())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (REFUSED, Kind.AGAIN, "connection_refused"),
        (aiohttp.ServerDisconnectedError(), Kind.UNSURE, "ServerDisconnectedError"),
        (aiohttp.ClientOSError(), Kind.UNSURE, "ClientOSError"),
        (TimeoutError(), Kind.UNSURE, "TimeoutError"),
        (ConnectionResetError(), Kind.UNSURE, "ConnectionResetError"),
        (answer("ratelimited", 429, retry_after="7"), Kind.WAIT, "ratelimited"),
        (answer("rate_limited"), Kind.WAIT, "ratelimited"),
        (answer("message_limit_exceeded"), Kind.WAIT, "ratelimited"),
        (answer("internal_error"), Kind.UNSURE, "internal_error"),
        (answer("fatal_error"), Kind.UNSURE, "fatal_error"),
        (answer("whatever", 503), Kind.UNSURE, "whatever"),
        (answer("Received a response in a non-JSON format: <html>", 502), Kind.UNSURE, "http_502"),
        (answer("Received a response in a non-JSON format: <html>", 200), Kind.UNSURE, "http_200"),
        (answer(""), Kind.UNSURE, "http_200"),
        (answer("token_revoked"), Kind.STOPPED, "token_revoked"),
        (answer("missing_scope"), Kind.STOPPED, "missing_scope"),
        (answer("message_not_found"), Kind.GONE, "message_not_found"),
        (answer("user_disabled"), Kind.UNREACHABLE, "user_disabled"),
        (answer("not_in_channel"), Kind.HOLD, "not_in_channel"),
        (answer("is_archived"), Kind.HOLD, "is_archived"),
        (answer("invalid_blocks"), Kind.HOLD, "invalid_blocks"),
        (answer("an_error_that_slack_invents_tomorrow"), Kind.HOLD, "an_error_that_slack_invents_tomorrow"),
    ],
)
def test_outcomes(error: Exception, kind: Kind, code: str) -> None:
    outcome = classify(error, to_person=False)
    assert (outcome.kind, outcome.code) == (kind, code)


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived"])
def test_a_direct_message_that_is_not_there_means_that_the_person_cannot_be_reached(code: str) -> None:
    assert classify(answer(code), to_person=True).kind is Kind.UNREACHABLE
    assert classify(answer(code), to_person=False).kind is Kind.HOLD


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7),
        ({}, 30),
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30),
        ({"retry_after": ""}, 30),
    ],
)
def test_how_long_slack_asks_to_wait(headers: dict[str, Any], seconds: float) -> None:
    assert classify(answer("ratelimited", 429, **headers), to_person=True).seconds == seconds


def test_one_message_a_second_to_one_channel_and_others_meanwhile() -> None:
    pacing = Pacing(channel_gap=1.0, per_minute=100)
    pacing.posted("C1", 10.0)
    assert pacing.waiting(10.5) == ["C1"]
    assert pacing.opens_at(10.5) == 10.5
    assert pacing.first_free(10.5) == 11.0
    assert pacing.waiting(11.0) == []


def test_a_rate_for_the_whole_workspace() -> None:
    pacing = Pacing(channel_gap=0, per_minute=3)
    for at in (10.0, 20.0, 30.0):
        assert pacing.opens_at(at) == at
        pacing.posted(f"C{at}", at)
    assert pacing.opens_at(40.0) == 70.0
    assert pacing.opens_at(70.0) == 70.0


def test_a_closed_way_is_closed_for_everybody_and_never_opens_earlier() -> None:
    pacing = Pacing(channel_gap=0, per_minute=100)
    pacing.close(50.0)
    pacing.close(40.0)
    assert pacing.opens_at(10.0) == 50.0
    assert pacing.opens_at(51.0) == 51.0
