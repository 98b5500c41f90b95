"""Slash commands, and answers through acks and response URLs."""

import re
from typing import Any

from bot.sandbox.company import Conversation, Message, User
from bot.sandbox.filling import filled
from bot.sandbox.hands import Hands
from bot.sandbox.shapes import JSON, Refused, SlackError
from bot.sandbox.sockets import Envelope, NotAcked


class Commands:
    """Typing a command, and what comes back."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def command(self, as_: Any, channel_id: Any, text: str) -> JSON:
        """Type a slash command."""
        core = self._hands.core
        user = self._hands.person(as_)
        channel = self._hands.composer(user, channel_id)
        name, _, rest = text.strip().partition(" ")
        command = next((one for one in core.manifest.commands if one.command == name), None)
        if command is None:
            raise Refused(f"{name} is not a valid command")
        rest = rest.strip()
        response = core.response_urls.issue(user.id, channel.id)
        payload = core.payloads.command(
            user,
            channel,
            name,
            self._escape(rest) if command.should_escape else rest,
            f"{core.url}/response/{response.id}",
            core.triggers.issue(user.id),
        )
        self._hands.later(self._command_answer(self._hands.send("slash_commands", payload), user, channel, name))
        return {"ok": True}

    async def _command_answer(self, envelope: Envelope, user: User, channel: Conversation, name: str) -> None:
        try:
            answer = await envelope.answered
        except NotAcked:
            self._hands.core.notice(user.id, f'{name} failed with the error "dispatch_failed"')
            return
        if answer:
            try:
                self.respond(user, channel, answer, None)
            except SlackError as error:
                self._hands.core.log.add(
                    self._hands.core.clock.now(), "ack", name, answer, {"error": error.code, **error.extra}, ok=False
                )
                self._hands.core.notice(user.id, f'{name} failed with the error "{error.code}"')

    def _escape(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        workspace = self._hands.core.workspace
        for user in workspace.users.values():
            text = re.sub(rf"(?<!\S)@{re.escape(user.name)}(?![\w.-])", f"<@{user.id}|{user.name}>", text)
        for channel in workspace.conversations.values():
            if channel.kind == "channel":
                link = f"<#{channel.id}|{channel.name}>"
                text = re.sub(rf"(?<!\S)#{re.escape(channel.name)}(?![\w-])", link, text)
        return text

    def respond(self, user: User, channel: Conversation, data: JSON, original_ts: str | None) -> None:
        """Do what a response URL, or the answer in an ack, asks for. Raises SlackError."""
        core = self._hands.core
        original = core.workspace.find(channel, original_ts) if original_ts else None
        if data.get("delete_original"):
            if original is not None:
                core.workspace.remove(channel, original)
            return
        blocks = data.get("blocks")
        if blocks is not None:
            if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
                raise SlackError("invalid_blocks_format")
            core.validator.message(blocks)
        text = str(data.get("text") or "")
        if not text.strip() and not blocks and not data.get("attachments"):
            raise SlackError("no_text")
        stored = filled(blocks or [])
        if data.get("replace_original") and original is not None:
            original.replace(text, stored)
            if original.only_for is None and not stored:
                original.edited = core.workspace.next_ts()
            core.workspace.touched(channel)
            return
        in_channel = data.get("response_type") == "in_channel"
        core.workspace.post(
            channel,
            Message(
                ts=core.workspace.next_ts(),
                user=core.workspace.bot.id,
                text=text,
                blocks=stored,
                attachments=list(data.get("attachments") or []),
                only_for=None if in_channel else user.id,
                from_bot=True,
            ),
        )
