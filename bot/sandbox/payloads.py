"""The payloads that Slack sends to an app, with the keys of the real ones."""

import copy
import secrets
from typing import Any

from bot.sandbox.company import Conversation, Message, User
from bot.sandbox.shapes import JSON
from bot.sandbox.triggers import ResponseUrl
from bot.sandbox.views import View, Views
from bot.sandbox.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"


class Payloads:
    """Builds payloads from the workspace's state."""

    def __init__(self, workspace: Workspace, views: Views) -> None:
        self._workspace = workspace
        self._views = views

    def _common(self, user: User) -> JSON:
        team = self._workspace.team
        return {
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
            "api_app_id": self._workspace.app_id,
            "token": VERIFICATION_TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def command(
        self, user: User, channel: Conversation, command: str, text: str, response_url: str, trigger_id: str
    ) -> JSON:
        """A slash command."""
        name = "privategroup" if channel.kind == "private" else self._workspace.channel_name(channel)
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team.id,
            "team_domain": self._workspace.team.domain,
            "channel_id": channel.id,
            "channel_name": name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger_id,
        }

    def message_action(
        self,
        user: User,
        channel: Conversation,
        message: Message,
        action: JSON,
        trigger_id: str,
        response: tuple[ResponseUrl, str],
    ) -> JSON:
        """A press on an element of a message. An ephemeral message is not sent along, as in Slack."""
        payload: JSON = {
            "type": "block_actions",
            **self._common(user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": message.only_for is not None,
            },
            "trigger_id": trigger_id,
            "channel": {"id": channel.id, "name": self._workspace.channel_name(channel)},
            "state": {"values": copy.deepcopy(message.states.get(user.id, {}))},
            "response_url": response[1],
            "actions": [action],
        }
        if message.only_for is None:
            payload["message"] = self.message(message)
        return payload

    def view_action(self, user: User, view: View, action: JSON, trigger_id: str) -> JSON:
        """A press on an element of a modal or Home."""
        return {
            "type": "block_actions",
            **self._common(user),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": trigger_id,
            "view": self._views.as_json(view),
            "actions": [action],
        }

    def submission(self, user: User, view: View, trigger_id: str, response_urls: list[JSON]) -> JSON:
        """A modal was submitted."""
        return {
            "type": "view_submission",
            **self._common(user),
            "trigger_id": trigger_id,
            "view": self._views.as_json(view),
            "response_urls": response_urls,
        }

    def closed(self, user: User, view: View, *, is_cleared: bool) -> JSON:
        """A modal was closed by the person."""
        return {
            "type": "view_closed",
            **self._common(user),
            "view": self._views.as_json(view),
            "is_cleared": is_cleared,
        }

    def suggestion(self, user: User, container: JSON, block_id: str, action_id: str, value: str) -> JSON:
        """Somebody types in a select whose options the app gives."""
        return {
            "type": "block_suggestion",
            **self._common(user),
            **container,
            "action_id": action_id,
            "block_id": block_id,
            "value": value,
        }

    def event(self, event: JSON) -> JSON:
        """An event of the Events API."""
        workspace = self._workspace
        now = workspace.clock.now()
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": workspace.team.id,
            "context_team_id": workspace.team.id,
            "context_enterprise_id": None,
            "api_app_id": workspace.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": "Ev0" + secrets.token_hex(5).upper(),
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team.id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_hex(12)}",
        }

    def message(self, message: Message) -> JSON:
        """The message object of the Web API and of payloads."""
        data: JSON = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self._workspace.team.id,
        }
        if message.from_bot:
            data |= {
                "bot_id": self._workspace.bot_id,
                "app_id": self._workspace.app_id,
                "bot_profile": self.bot_profile(),
            }
        optional: dict[str, Any] = {
            "blocks": message.blocks,
            "attachments": message.attachments,
            "files": message.files,
            "thread_ts": message.thread_ts,
            "metadata": message.metadata,
            "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        }
        return data | {key: value for key, value in optional.items() if value}

    def bot_profile(self) -> JSON:
        """The bot as Slack describes it next to its messages."""
        return {
            "id": self._workspace.bot_id,
            "app_id": self._workspace.app_id,
            "name": self._workspace.bot.real_name,
            "deleted": False,
            "updated": 0,
            "team_id": self._workspace.team.id,
        }
