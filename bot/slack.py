"""The calls that handlers make: modals, response URLs, and two read-only questions of at most 1.5 seconds each.

Posting, updating, opening conversations and publishing Home stand in `bot/delivery/sender.py` alone.
"""

import asyncio
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Gone, UserError
from bot.facts.people import Profile

READ_SECONDS = 1.5
NOT_THERE = ("channel_not_found", "method_not_supported_for_channel_type", "missing_scope")  # the last: a DM of others
EXPIRED = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


class Slack:
    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self.client = client
        self._session = session

    async def open(self, trigger_id: str, view: View) -> None:
        """Opens a modal. Raises UserError "press_again" when the trigger has expired."""
        await self._view(self.client.views_open(trigger_id=trigger_id, view=view))

    async def push(self, trigger_id: str, view: View) -> None:
        """Puts a modal on top of the open one. Raises UserError "press_again" when the trigger has expired."""
        await self._view(self.client.views_push(trigger_id=trigger_id, view=view))

    async def update(self, view_id: str, view_hash: str | None, view: View) -> None:
        """Replaces an open modal, unless it was closed or (where its hash is known) replaced meanwhile."""
        known = {"hash": view_hash} if view_hash else {}
        try:
            await self.client.views_update(view_id=view_id, view=view, **known)
        except SlackApiError as error:
            if error.response.get("error") not in ("hash_conflict", "not_found"):
                raise

    async def _view(self, call: Any) -> None:
        try:
            await call
        except SlackApiError as error:
            if error.response.get("error") in EXPIRED:
                raise Gone("press_again") from error
            raise

    async def respond(self, response_url: str, text: str, blocks: list[dict[str, Any]]) -> None:
        """Answers where the person clicked, for their eyes only."""
        payload = {"text": text, "blocks": blocks, "response_type": "ephemeral", "replace_original": False}
        async with self._session.post(response_url, json=payload, proxy=self.client.proxy) as answer:
            answer.raise_for_status()

    async def profile(self, user_id: str) -> Profile:
        """What Slack says of a person. Raises UserError "slack_slow" if it does not say it in time."""
        user = (await self._read(self.client.users_info(user=user_id, include_locale=True)))["user"]
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
        return Profile(
            user_id=user_id,
            name=str(name or user_id)[:120],
            title=str(profile.get("title") or "")[:200],
            zone=str(user.get("tz") or "UTC"),
            language=str(user.get("locale") or "en-GB").replace("-", "_"),
            refused=_refused(user),
        )

    async def channel_problem(self, channel_id: str) -> str:
        """Why the bot could not post to a channel: "not_in_channel", "is_archived", or "" if it can."""
        try:
            channel = (await self._read(self.client.conversations_info(channel=channel_id)))["channel"]
        except SlackApiError as error:
            if error.response.get("error") in NOT_THERE:
                return "not_in_channel"
            raise
        if channel.get("is_archived"):
            return "is_archived"
        return "" if channel.get("is_member") else "not_in_channel"

    async def _read(self, call: Any) -> Any:
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await call
        except (TimeoutError, aiohttp.ClientError) as error:
            raise UserError("slack_slow") from error


def _refused(user: dict[str, Any]) -> str:
    if user.get("deleted"):
        return "deactivated"
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "is_bot"
    if user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger"):
        return "is_guest"
    return ""
