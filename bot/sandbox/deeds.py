"""Everything else a person or the workspace's admin can do: Home, reading, writing, inviting, leaving."""

from typing import Any

from bot.sandbox.api.users import user_object
from bot.sandbox.company import Message
from bot.sandbox.hands import Hands
from bot.sandbox.shapes import JSON, Refused

GROUP_SIZE = 9


class Deeds:
    """What is no command, press or modal."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    async def open_tab(self, as_: Any, tab: Any) -> JSON:
        """Open the app's Home or Messages tab."""
        core = self._hands.core
        user = self._hands.person(as_)
        if tab not in ("home", "messages"):
            raise Refused("the app has the tabs home and messages")
        im = core.workspace.im_of(user.id)
        if "app_home_opened" in core.manifest.events and im is not None:
            event: JSON = {
                "type": "app_home_opened",
                "user": user.id,
                "channel": im.id,
                "tab": tab,
                "event_ts": f"{core.clock.now():.6f}",
            }
            home = core.views.homes.get(user.id)
            if home is not None and tab == "home":
                event["view"] = core.views.as_json(home)
            self._hands.event(event)
        return {"ok": True}

    async def read(self, as_: Any, channel_id: Any) -> JSON:
        """Look at a conversation: its messages are read."""
        user = self._hands.person(as_)
        channel = self._hands.conversation(user, channel_id)
        if channel.messages:
            channel.read[user.id] = channel.messages[-1].ts
            self._hands.core.workspace.changed([user.id])
        return {"ok": True}

    async def say(self, as_: Any, channel_id: Any, text: str) -> JSON:
        """Write a message; the bot is not told, for it has no scope to read."""
        user = self._hands.person(as_)
        channel = self._hands.composer(user, channel_id)
        if not text.strip():
            raise Refused("there is nothing to send")
        ts = self._hands.core.workspace.next_ts()
        self._hands.core.workspace.post(channel, Message(ts=ts, user=user.id, text=text))
        return {"ok": True, "ts": ts}

    async def dm(self, as_: Any, others: Any) -> JSON:
        """Open a conversation with other people."""
        user = self._hands.person(as_)
        people = [str(one) for one in others] if isinstance(others, list) else []
        known = self._hands.core.workspace.users
        if not people or any(one not in known for one in people) or len({user.id, *people}) > GROUP_SIZE:
            raise Refused("with whom? one to eight people of the workspace")
        channel, _ = self._hands.core.workspace.open_direct([user.id, *people])
        return {"ok": True, "channel": channel.id}

    async def invite(self, as_: Any, channel_id: Any, *, member: bool) -> JSON:
        """Add the bot to a channel, or remove it."""
        user = self._hands.person(as_)
        channel = self._hands.conversation(user, channel_id)
        bot = self._hands.core.workspace.bot.id
        if channel.is_direct or channel.is_archived:
            raise Refused("apps are invited to channels")
        if member and bot not in channel.members:
            channel.members.append(bot)
            self._hands.emit("member_joined_channel", {"user": bot, "channel": channel.id, "inviter": user.id})
        elif not member and bot in channel.members:
            channel.members.remove(bot)
            name = "channel_left" if channel.kind == "channel" else "group_left"
            self._hands.emit(name, {"channel": channel.id, "actor_id": user.id})
        self._hands.core.workspace.touched(channel)
        return {"ok": True}

    async def change_user(self, data: JSON) -> JSON:
        """The workspace's admin changes a person, or adds one."""
        core = self._hands.core
        data = dict(data)
        user_id = str(data.pop("id", ""))
        user = core.workspace.users.get(user_id)
        name = "user_change"
        if user is None:
            if not user_id:
                raise Refused("whom? id is missing")
            user = core.workspace.add_user({"id": user_id, **data})
            name = "team_join"
        else:
            for key, value in data.items():
                if not hasattr(user, key) or key in ("id", "updated", "shown_name"):
                    raise Refused(f"a person has no {key}")
                setattr(user, key, value)
        user.updated = int(core.clock.now())
        if user.deleted:
            core.views.clear(user.id)
        core.workspace.changed()
        with_email = "users:read.email" in core.manifest.scopes
        team = core.workspace.team.id
        described = user_object(user, team, now=core.clock.now(), with_email=with_email, with_locale=True)
        self._hands.emit(name, {"user": described, "cache_ts": user.updated})
        return {"ok": True}

    async def change_channel(self, data: JSON) -> JSON:
        """The workspace's admin archives a channel, or restricts who may post."""
        workspace = self._hands.core.workspace
        channel = workspace.conversations.get(str(data.get("id")))
        if channel is None:
            raise Refused(f"there is no channel {data.get('id')}")
        if "is_archived" in data:
            channel.is_archived = bool(data["is_archived"])
        if "read_only" in data:
            channel.read_only = bool(data["read_only"])
        workspace.touched(channel)
        return {"ok": True}
