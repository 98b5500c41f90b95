"""chat.*: posting, updating, deleting, permalinks."""

from bot.sandbox.api.calls import Call
from bot.sandbox.company import Conversation, Message
from bot.sandbox.core import Core
from bot.sandbox.filling import filled
from bot.sandbox.shapes import JSON, SlackError, utf16

LONGEST_PIECE = 4000  # longer texts without blocks are split into several messages
LONGEST_TEXT = 40_000  # and what is longer still is cut off
LONGEST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
LONGEST_METADATA = 8000


def destination(call: Call) -> Conversation:
    """Where to post: a conversation, or the direct message with a person whose id is given."""
    workspace = call.core.workspace
    reference = call.text("channel")
    if reference in workspace.users:
        user = workspace.users[reference]
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        found = workspace.im_of(user.id)
    else:
        found = call.find_channel(reference)
    if found is None:
        raise SlackError("channel_not_found")
    return found


def check_may_post(core: Core, channel: Conversation) -> None:
    """Refuse where Slack would not let the bot post."""
    workspace = core.workspace
    bot = workspace.bot.id
    if channel.kind == "im":
        person = next((member for member in channel.members if member != bot), bot)
        if workspace.users[person].deleted:  # as documented; Slack has been seen to accept such posts
            raise SlackError("channel_not_found")
        if not core.manifest.messages_tab:
            raise SlackError("messages_tab_disabled")
    if channel.is_archived:
        raise SlackError("is_archived")
    if bot not in channel.members and "chat:write.public" not in core.manifest.scopes:
        raise SlackError("not_in_channel")
    if channel.read_only:
        raise SlackError("restricted_action_read_only_channel")


def content(call: Call) -> JSON:
    """The checked content of a message: text, blocks, attachments, metadata; None for what was not given."""
    blocks = call.parsed("blocks", list, "invalid_blocks_format")
    attachments = call.parsed("attachments", list, "invalid_attachments")
    markdown = call.text("markdown_text")
    if markdown and (call.text("text") or blocks):
        raise SlackError("markdown_text_conflict")
    if utf16(markdown) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    if blocks is not None:
        if not all(isinstance(block, dict) for block in blocks):
            raise SlackError("invalid_blocks_format")
        call.core.validator.message(blocks)
    if attachments is not None:
        if len(attachments) > MOST_ATTACHMENTS:
            raise SlackError("too_many_attachments")
        for attachment in attachments:
            if not isinstance(attachment, dict):
                raise SlackError("invalid_attachments")
            call.core.validator.message(list(attachment.get("blocks") or []))
    return {
        "text": None if call.args.get("text") is None and not markdown else markdown or call.text("text"),
        "blocks": None if blocks is None else filled(blocks),
        "attachments": attachments,
        "metadata": _metadata(call),
    }


def _metadata(call: Call) -> JSON | None:
    metadata = call.parsed("metadata", dict, "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(str(metadata)) > LONGEST_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def _has_something(parts: JSON) -> bool:
    return bool((parts["text"] or "").strip() or parts["blocks"] or parts["attachments"])


def pieces(text: str) -> list[str]:
    """A long text as Slack splits it; lengths in characters, because a piece must not end inside one."""
    text = text[:LONGEST_TEXT]
    return [text[start : start + LONGEST_PIECE] for start in range(0, len(text), LONGEST_PIECE)] or [""]


async def post_message(call: Call) -> JSON:
    """Post to a channel, a group, or a person."""
    core = call.core
    channel = destination(call)
    check_may_post(core, channel)
    parts = content(call)
    if not _has_something(parts):
        raise SlackError("no_text")
    thread = call.text("thread_ts") or None
    if thread and core.workspace.find(channel, thread) is None:
        raise SlackError("cannot_reply_to_message")
    blocks = parts["blocks"] or []
    texts = [(parts["text"] or "")[:LONGEST_TEXT]] if blocks else pieces(parts["text"] or "")
    posted = [
        core.workspace.post(
            channel,
            Message(
                ts=core.workspace.next_ts(),
                user=core.workspace.bot.id,
                text=text,
                blocks=blocks,
                attachments=parts["attachments"] or [],
                metadata=parts["metadata"],
                thread_ts=thread,
                from_bot=True,
            ),
        )
        for text in texts
    ]
    answer: JSON = {"channel": channel.id, "ts": posted[0].ts, "message": core.payloads.message(posted[0])}
    if blocks and not parts["text"]:
        answer |= {"warning": "missing_text_in_message"}
    return answer


async def post_ephemeral(call: Call) -> JSON:
    """Show something to one person in a channel; it cannot be updated and does not last."""
    core = call.core
    channel = call.channel()
    check_may_post(core, channel)
    if call.needed("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    parts = content(call)
    if not _has_something(parts):
        raise SlackError("no_text")
    message = core.workspace.post(
        channel,
        Message(
            ts=core.workspace.next_ts(),
            user=core.workspace.bot.id,
            text=parts["text"] or "",
            blocks=parts["blocks"] or [],
            attachments=parts["attachments"] or [],
            only_for=call.text("user"),
            from_bot=True,
        ),
    )
    return {"message_ts": message.ts}


def _own_message(call: Call, refusal: str) -> tuple[Conversation, Message]:
    channel = call.channel()
    message = call.core.workspace.find(channel, call.needed("ts"))
    if message is None or message.only_for is not None:
        raise SlackError("message_not_found")
    if not message.from_bot:
        raise SlackError(refusal)
    return channel, message


async def update(call: Call) -> JSON:
    """Change one of the bot's own messages. Text without blocks removes the blocks; neither keeps both."""
    core = call.core
    channel, message = _own_message(call, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    parts = content(call)
    if parts["text"] is None and parts["blocks"] is None and parts["attachments"] is None:
        raise SlackError("no_text")
    if utf16(parts["text"] or "") > LONGEST_PIECE:
        raise SlackError("msg_too_long")
    text = message.text if parts["text"] is None else parts["text"]
    kept = message.blocks if parts["text"] is None else []
    blocks = kept if parts["blocks"] is None else parts["blocks"]
    if not text.strip() and not blocks and not (parts["attachments"] or message.attachments):
        raise SlackError("no_text")
    message.replace(text, blocks)
    if parts["attachments"] is not None:
        message.attachments = parts["attachments"]
    if not blocks:  # Slack marks only changes of text as edited
        message.edited = core.workspace.next_ts()
    core.workspace.touched(channel)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": core.payloads.message(message)}


async def delete(call: Call) -> JSON:
    """Delete one of the bot's own messages."""
    channel, message = _own_message(call, "cant_delete_message")
    call.core.workspace.remove(channel, message)
    return {"channel": channel.id, "ts": message.ts}


async def get_permalink(call: Call) -> JSON:
    """A message's link."""
    channel = call.channel()
    ts = call.needed("message_ts")
    if call.core.workspace.find(channel, ts) is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": call.core.workspace.permalink(channel, ts)}
