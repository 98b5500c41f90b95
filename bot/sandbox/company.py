"""The people and conversations of the workspace, as data."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.shapes import JSON

VERSIONS = 5  # how many earlier versions of a message a late click may still hit


@dataclass
class User:
    """A person, or a bot, of the workspace."""

    id: str
    name: str
    real_name: str
    display_name: str
    title: str = ""
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    email: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    updated: int = 0

    @property
    def shown_name(self) -> str:
        """The name that Slack's client shows next to a message."""
        return self.display_name or self.real_name or self.name


@dataclass
class Message:
    """One message. `only_for` is set for an ephemeral one: nobody else ever sees it."""

    ts: str
    user: str
    text: str
    blocks: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    files: list[JSON] = field(default_factory=list)
    only_for: str | None = None
    edited: str | None = None
    thread_ts: str | None = None
    metadata: JSON | None = None
    from_bot: bool = False
    states: dict[str, JSON] = field(default_factory=dict)  # what each person has chosen in it: state.values
    earlier: list[list[JSON]] = field(default_factory=list)  # blocks it has shown before, the newest first

    def replace(self, text: str, blocks: list[JSON]) -> None:
        """Show something else; what was chosen in the old blocks is gone."""
        self.earlier = [self.blocks, *self.earlier][:VERSIONS]
        self.text, self.blocks = text, blocks
        self.states.clear()


@dataclass
class Conversation:
    """A channel, private channel, direct message or group direct message."""

    id: str
    kind: str  # channel | private | im | mpim
    name: str = ""
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    read_only: bool = False
    created: int = 0
    messages: list[Message] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)  # person -> ts of the last message they have read

    @property
    def is_direct(self) -> bool:
        """Whether this is a conversation of named people rather than a channel."""
        return self.kind in ("im", "mpim")


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str
    name: str
    domain: str


def read_user(data: JSON) -> User:
    """A user of a company file. Only `id` is needed."""
    name = str(data.get("name") or str(data["id"]).lower())
    real_name = str(data.get("real_name") or name.title())
    known = {key: data[key] for key in _OPTIONAL if key in data}
    return User(id=str(data["id"]), name=name, real_name=real_name, **_with_display(known, real_name))


_OPTIONAL = (
    "display_name",
    "title",
    "tz",
    "locale",
    "email",
    "is_bot",
    "deleted",
    "is_restricted",
    "is_ultra_restricted",
)


def _with_display(known: JSON, real_name: str) -> dict[str, Any]:
    return {"display_name": real_name.split(maxsplit=1)[0], **known}


def read_channel(data: JSON, bot_id: str) -> Conversation:
    """A channel of a company file; `bot_is_member` adds the bot to its members."""
    members = [str(member) for member in data.get("members", [])]
    if data.get("bot_is_member") and bot_id not in members:
        members.append(bot_id)
    return Conversation(
        id=str(data["id"]),
        kind="private" if data.get("is_private") else "channel",
        name=str(data["name"]),
        members=members,
        is_archived=bool(data.get("is_archived", False)),
        read_only=bool(data.get("read_only", False)),
    )


SMALL_COMPANY: JSON = {
    "team": {"id": "T0SANDBOX", "name": "Northwind", "domain": "northwind"},
    "users": [
        {"id": "U0ADA", "name": "ada", "real_name": "Ada Lovelace", "title": "Apprentice", "tz": "Europe/London"},
        {"id": "U0GRACE", "name": "grace", "real_name": "Grace Hopper", "title": "Director", "tz": "America/New_York"},
        {"id": "U0LINUS", "name": "linus", "real_name": "Linus Pauling", "title": "Head of Labs", "tz": "Asia/Tokyo"},
        {"id": "U0MARGARET", "name": "margaret", "real_name": "Margaret Hamilton", "title": "People", "tz": "Etc/UTC"},
    ],
    "channels": [
        {
            "id": "C0GENERAL",
            "name": "general",
            "members": ["U0ADA", "U0GRACE", "U0LINUS", "U0MARGARET"],
            "bot_is_member": True,
        },
        {"id": "C0RANDOM", "name": "random", "members": ["U0ADA", "U0GRACE"]},
    ],
}
