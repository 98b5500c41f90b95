"""conversations.*: opening, looking up, listing."""

from bot.sandbox.api.calls import Call
from bot.sandbox.company import Conversation
from bot.sandbox.shapes import JSON, SlackError

READ_SCOPE = {"channel": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}
LIST_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
MOST_OPENED = 8


def as_json(call: Call, channel: Conversation) -> JSON:
    """The conversation object of the Web API, as this bot sees it."""
    workspace = call.core.workspace
    name = workspace.channel_name(channel)
    data: JSON = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        person = next((member for member in channel.members if member != workspace.bot.id), workspace.bot.id)
        deleted = workspace.users[person].deleted
        return data | {"user": person, "is_user_deleted": deleted, "priority": 0}
    return data | {
        "name": name,
        "name_normalized": name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": workspace.bot.id in channel.members,
        "is_read_only": channel.read_only,
        "unlinked": 0,
        "creator": channel.members[0] if channel.members else workspace.bot.id,
        "shared_team_ids": [workspace.team.id],
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


async def open_(call: Call) -> JSON:
    """Open the direct message with one person, or the group with several."""
    core = call.core
    workspace = core.workspace
    if call.text("channel"):
        channel = call.channel()
        if not channel.is_direct:
            raise SlackError("channel_not_found")
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    people = list(dict.fromkeys(call.names("users")))
    if not people:
        raise SlackError("users_list_not_supplied")
    people = [one for one in people if one != workspace.bot.id]
    if not people:
        raise SlackError("not_enough_users")
    if len(people) > MOST_OPENED:
        raise SlackError("too_many_users")
    call.require_scope("im:write" if len(people) == 1 else "mpim:write")
    for one in people:
        user = workspace.users.get(one)
        if user is None:
            raise SlackError("user_not_found")
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot and len(people) == 1:
            raise SlackError("cannot_dm_bot")
    if call.flag("prevent_creation") and workspace.direct([*people, workspace.bot.id]) is None:
        raise SlackError("channel_not_found")
    channel, was_open = workspace.open_direct([*people, workspace.bot.id])
    answer: JSON = {"channel": as_json(call, channel) if call.flag("return_im") else {"id": channel.id}}
    return answer | ({"no_op": True, "already_open": True} if was_open else {})


async def info(call: Call) -> JSON:
    """One conversation."""
    channel = call.channel()
    call.require_scope(READ_SCOPE[channel.kind])
    data = as_json(call, channel)
    if call.flag("include_num_members"):
        data["num_members"] = len(channel.members)
    return {"channel": data}


async def members(call: Call) -> JSON:
    """Who is in a conversation, by pages."""
    channel = call.channel()
    call.require_scope(READ_SCOPE[channel.kind])
    people, metadata = call.page(channel.members, 100)
    return {"members": people, "response_metadata": metadata}


async def list_(call: Call) -> JSON:
    """Conversations of the asked kinds, by pages."""
    kinds = call.names("types") or ["public_channel"]
    if not set(kinds) <= set(LIST_KINDS):
        raise SlackError("invalid_types")
    for kind in kinds:
        call.require_scope(READ_SCOPE[LIST_KINDS[kind]])
    wanted = {LIST_KINDS[kind] for kind in kinds}
    found = [
        channel
        for channel in call.core.workspace.conversations.values()
        if channel.kind in wanted
        and call.find_channel(channel.id) is not None
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(found, 100)
    return {"channels": [as_json(call, channel) for channel in page], "response_metadata": metadata}


async def join(call: Call) -> JSON:
    """The bot joins a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.core.workspace.bot.id not in channel.members:
        channel.members.append(call.core.workspace.bot.id)
        call.core.workspace.touched(channel)
    return {"channel": as_json(call, channel)}


async def history(call: Call) -> JSON:
    """What was said: only for apps that ask for a scope that reads content."""
    channel = call.channel()
    prefix = {"channel": "channels", "private": "groups"}.get(channel.kind, channel.kind)
    call.require_scope(f"{prefix}:history")
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    messages = [message for message in reversed(channel.messages) if message.only_for is None]
    page, metadata = call.page(messages, 100)
    return {
        "messages": [call.core.payloads.message(message) for message in page],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }
