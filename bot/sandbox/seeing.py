"""What one person sees: the JSON behind the page and the tests' only eyes."""

from bot.sandbox.company import Conversation, Message, User
from bot.sandbox.core import Core
from bot.sandbox.shapes import JSON
from bot.sandbox.views import View


def people(core: Core) -> JSON:
    """Who there is, what the bot is called and whether it is there, and the commands that can be typed."""
    workspace = core.workspace
    process = None
    if core.process is not None:
        process = "running" if core.process.running else "stopped"
    return {
        "team": {"id": workspace.team.id, "name": workspace.team.name, "domain": workspace.team.domain},
        "bot": {
            "id": workspace.bot.id,
            "name": workspace.bot.real_name,
            "connected": core.hub.connected,
            "process": process,
        },
        "now": core.clock.now(),
        "people": [_person(user) for user in workspace.users.values()],
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in core.manifest.commands
        ],
        "app_home": {
            "home_tab": core.manifest.home_tab,
            "messages_tab": core.manifest.messages_tab,
            "messages_read_only": core.manifest.messages_read_only,
        },
        "faults": [fault.as_json() for fault in core.faults.active],
    }


def _person(user: User) -> JSON:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "display_name": user.shown_name,
        "title": user.title,
        "tz": user.tz,
        "locale": user.locale,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
    }


def seen_by(core: Core, person: User) -> JSON:
    """Everything that stands on this person's screen. Notices are shown once."""
    workspace = core.workspace
    home = core.views.homes.get(person.id)
    return {
        "revision": workspace.revision(person.id),
        "now": core.clock.now(),
        "me": _person(person),
        "conversations": [
            _conversation(core, channel, person)
            for channel in workspace.conversations.values()
            if person.id in channel.members
        ],
        "home": {"id": home.id, "hash": home.hash, "view": core.views.as_json(home)} if home is not None else None,
        "modals": [_modal(core, view) for view in core.views.stacks.get(person.id, [])],
        "notices": core.notices.pop(person.id, []),
    }


def _modal(core: Core, view: View) -> JSON:
    return {"id": view.id, "hash": view.hash, "view": core.views.as_json(view), "errors": view.errors}


def _conversation(core: Core, channel: Conversation, person: User) -> JSON:
    workspace = core.workspace
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": workspace.shown_name(channel, person.id),
        "is_archived": channel.is_archived,
        "read_only": channel.read_only,
        "unread": workspace.unread(channel, person.id),
        "members": list(channel.members),
        "messages": [
            _message(core, channel, message, person)
            for message in channel.messages
            if message.only_for in (None, person.id)
        ],
    }


def _message(core: Core, channel: Conversation, message: Message, person: User) -> JSON:
    return {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "edited": message.edited is not None,
        "ephemeral": message.only_for is not None,
        "files": message.files,
        "deleted": False,
        "thread_ts": message.thread_ts,
        "permalink": core.workspace.permalink(channel, message.ts),
        "state": {"values": message.states.get(person.id, {})},
    }
