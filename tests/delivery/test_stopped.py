"""The token is refused or the app removed: nothing is sent, no message fails, /healthz says why, a start goes on."""

import pytest

from tests.delivery.bad_days import count, events, fault, health, proposed, push
from tests.office import Office

CARD = "[Yes, gladly]"


def started_again(office: Office) -> None:
    office.stop_bot()
    office.http.delete("/sandbox/faults")
    office.start()
    office.settle()


@pytest.mark.parametrize(
    "code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope", "messages_tab_disabled"]
)
def test_an_error_of_the_token_stops_sending_and_fails_no_row(refusing: Office, code: str) -> None:
    office = refusing
    margaret, ada, karen = proposed(office)
    fault(office, "error", error=code)
    margaret.press("Approve all")
    assert ada.messages() == []
    status, problems = health(office)
    assert status == 503
    assert problems == [f"sending is stopped: {code}; put it right in Slack, then start again"]
    assert "sending.stopped" in events(office)
    office.later(hours=5)
    assert ada.messages() == []  # not tried again and again
    started_again(office)
    assert count(ada, CARD) == 1
    assert health(office) == (200, [])
    ada.press("Yes, gladly")
    assert count(karen, CARD) == 1
    assert count(margaret, "could not") == 0


@pytest.mark.parametrize(("action", "code"), [("uninstall", "app_uninstalled"), ("revoke", "token_revoked")])
def test_an_app_that_is_removed_stops_by_its_event_and_comes_back(office: Office, action: str, code: str) -> None:
    margaret, ada, _ = proposed(office)
    button = margaret.find_button("Approve all")
    office.post("app", action=action)
    office.settle()
    assert health(office)[0] == 503
    assert code in health(office)[1][0]
    office.post("press", **{"as": margaret.id, **button})
    office.settle()
    assert ada.messages() == []
    posts = [call for call in office.calls("chat.postMessage") if not call["ok"]]
    assert posts == []  # what would be refused is not even tried
    office.post("app", action="install")
    started_again(office)
    assert count(ada, CARD) == 1
    assert health(office) == (200, [])


def test_a_token_revoked_while_slack_was_unsure_is_found_by_asking(office: Office) -> None:
    margaret, ada, _ = proposed(office)
    fault(office, "500_before", channel=ada.id)
    fault(office, "error", "auth.test", error="token_revoked")
    push(office, margaret, "Approve all")
    office.settle()
    assert ada.messages() == []
    assert "token_revoked" in health(office)[1][0]
    started_again(office)
    assert count(ada, CARD) == 1
