"""What came of a call to Slack, told apart by what may be done next (ARCHITECTURE.md, the outbox)."""

import re
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError


class Kind(StrEnum):
    WAIT = "wait"  # Slack asked to wait: nothing happened
    AGAIN = "again"  # nothing left this machine
    UNSURE = "unsure"  # nobody can know whether it happened
    STOPPED = "stopped"  # the token or the app itself: no row is to blame
    UNREACHABLE = "unreachable"  # this person cannot be written to
    HOLD = "hold"  # this channel or this message is refused: a manager has to look
    GONE = "gone"  # the message to be updated is not there any more


@dataclass(frozen=True)
class Outcome:
    """`seconds` is what Retry-After says, for WAIT."""

    kind: Kind
    code: str
    seconds: float = 0


NAME = re.compile(r"[a-z0-9_]{1,64}")
DEFAULT_WAIT = 30.0
UNSURE_CODES = {"fatal_error", "internal_error", "service_unavailable", "request_timeout"}
STOPPED_CODES = {
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
    "team_access_not_granted", "access_denied", "no_permission", "not_allowed_token_type", "org_login_required",
    "messages_tab_disabled", "not_enabled",
}  # fmt: skip
UNREACHABLE_CODES = {
    "user_disabled", "user_not_found", "user_not_visible", "invalid_user_combination", "cannot_dm_bot",
}  # fmt: skip
GONE_CODES = {"message_not_found", "cant_update_message", "edit_window_closed", "cant_delete_message"}
WAIT_CODES = {"ratelimited", "rate_limited", "message_limit_exceeded"}


def classify(error: Exception, *, to_person: bool) -> Outcome:
    """Tells the outcomes of a failed call apart. `to_person`: the channel is a person's DM, so that a channel error
    means that the person cannot be reached."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Outcome(Kind.AGAIN, "connection_refused")
    if not isinstance(error, SlackApiError):
        return Outcome(Kind.UNSURE, type(error).__name__)
    response = error.response
    status, code = response.status_code, str(response.get("error") or "") if isinstance(response.data, dict) else ""
    if status == 429 or code in WAIT_CODES:
        return Outcome(Kind.WAIT, "ratelimited", _seconds(response.headers.get("Retry-After")))
    if status >= 500 or code in UNSURE_CODES or not NAME.fullmatch(code):  # a page instead of JSON has no error name
        return Outcome(Kind.UNSURE, code if NAME.fullmatch(code) else f"http_{status}")
    if code in STOPPED_CODES:
        return Outcome(Kind.STOPPED, code)
    if code in GONE_CODES:
        return Outcome(Kind.GONE, code)
    if code in UNREACHABLE_CODES or (to_person and code in {"channel_not_found", "not_in_channel", "is_archived"}):
        return Outcome(Kind.UNREACHABLE, code)
    return Outcome(Kind.HOLD, code)


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isdecimal() else DEFAULT_WAIT


CAUGHT = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
