"""The state of the workspace: people, conversations, messages, unread marks, and who could see a change."""

from collections.abc import Iterable

from bot.sandbox.clock import Clock
from bot.sandbox.company import Conversation, Message, Team, User, read_channel, read_user
from bot.sandbox.manifest import Manifest
from bot.sandbox.shapes import JSON, Signal


class Workspace:
    """Everything that is stored. It knows nothing of HTTP, and decides nothing about permissions."""

    def __init__(self, company: JSON, manifest: Manifest, clock: Clock) -> None:
        team = company.get("team") or {}
        self.team = Team(
            id=str(team.get("id", "T0SANDBOX")),
            name=str(team.get("name", "Northwind")),
            domain=str(team.get("domain", "northwind")),
        )
        self.clock = clock
        self.manifest = manifest
        self.app_id = "A0" + _plain(manifest.name)
        self.bot_id = "B0" + _plain(manifest.name)
        self.bot = User(
            id="U0" + _plain(manifest.name),
            name=manifest.name.lower().replace(" ", "-"),
            real_name=manifest.bot_name,
            display_name=manifest.bot_name,
            is_bot=True,
        )
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.conversations: dict[str, Conversation] = {}
        self.posted = Signal()  # fires at every new message
        self.posted_count = 0
        self._last_ts = 0
        self._groups = 0
        self._revisions: dict[str, int] = {}
        self.changed_signal = Signal()
        for one in company.get("users", []):
            user = read_user(one)
            user.updated = int(clock.now())
            self.users[user.id] = user
            if not user.is_bot:
                self._open_im(user.id)
        for one in company.get("channels", []):
            channel = read_channel(one, self.bot.id)
            channel.created = int(clock.now())
            self.conversations[channel.id] = channel

    # people and conversations

    def _open_im(self, user_id: str) -> Conversation:
        conversation = Conversation(
            id="D0" + _plain(user_id.removeprefix("U0").removeprefix("U")),
            kind="im",
            members=[user_id, self.bot.id],
            created=int(self.clock.now()),
        )
        self.conversations[conversation.id] = conversation
        return conversation

    def im_of(self, user_id: str) -> Conversation | None:
        """The bot's direct message with a person; it exists for everybody from the start."""
        return self.direct([user_id, self.bot.id])

    def direct(self, members: Iterable[str]) -> Conversation | None:
        """The direct conversation of exactly these people, if there is one."""
        wanted = set(members)
        return next((c for c in self.conversations.values() if c.is_direct and set(c.members) == wanted), None)

    def open_direct(self, members: Iterable[str]) -> tuple[Conversation, bool]:
        """The direct conversation of these people, and whether it was there already."""
        people = list(dict.fromkeys(members))
        found = self.direct(people)
        if found is not None:
            return found, True
        self._groups += 1
        conversation = Conversation(
            id=f"{'D' if len(people) == 2 else 'C'}0GROUP{self._groups:03d}",
            kind="im" if len(people) == 2 else "mpim",
            members=people,
            created=int(self.clock.now()),
        )
        self.conversations[conversation.id] = conversation
        self.changed(people)
        return conversation, False

    def add_user(self, data: JSON) -> User:
        """Somebody new joins the workspace."""
        user = read_user(data)
        user.updated = int(self.clock.now())
        self.users[user.id] = user
        if not user.is_bot:
            self._open_im(user.id)
        self.changed()
        return user

    def channel_name(self, conversation: Conversation) -> str:
        """The name that the API gives a conversation (people see `shown_name`)."""
        if conversation.kind == "im":
            return "directmessage"
        if conversation.kind == "mpim":
            names = [self.users[member].name for member in conversation.members]
            return "mpdm-" + "--".join(names) + "-1"
        return conversation.name

    def shown_name(self, conversation: Conversation, viewer: str) -> str:
        """The name in the sidebar: the channel's, or the other people's."""
        if not conversation.is_direct:
            return conversation.name
        others = [member for member in conversation.members if member != viewer] or [viewer]
        return ", ".join(self.users[member].shown_name for member in others)

    # messages

    def next_ts(self) -> str:
        """A message's id and time: unique and increasing in the whole workspace."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def post(self, conversation: Conversation, message: Message) -> Message:
        """Store a message; whoever may see it is told."""
        conversation.messages.append(message)
        if message.only_for is None:
            conversation.read[message.user] = message.ts
        self.posted_count += 1
        self.changed(conversation.members if message.only_for is None else [message.only_for])
        self.posted.fire()
        return message

    def find(self, conversation: Conversation, ts: str) -> Message | None:
        """The message with this ts."""
        return next((message for message in conversation.messages if message.ts == ts), None)

    def remove(self, conversation: Conversation, message: Message) -> None:
        """Delete a message."""
        conversation.messages.remove(message)
        self.changed(conversation.members)

    def touched(self, conversation: Conversation) -> None:
        """Something in a conversation changed."""
        self.changed(conversation.members)

    def unread(self, conversation: Conversation, person: str) -> int:
        """How many messages of others stand after the last one that this person has read."""
        last = conversation.read.get(person, "")  # writing counts as reading, so one's own are never among them
        return sum(1 for message in conversation.messages if message.only_for is None and message.ts > last)

    def permalink(self, conversation: Conversation, ts: str) -> str:
        """A message's link, as Slack writes it."""
        return f"https://{self.team.domain}.slack.com/archives/{conversation.id}/p{ts.replace('.', '')}"

    # who could see a change

    def changed(self, people: Iterable[str] | None = None) -> None:
        """Count up the revision of these people (of everybody, by default)."""
        for person in list(self.users) if people is None else people:
            self._revisions[person] = self._revisions.get(person, 0) + 1
        self.changed_signal.fire()

    def revision(self, person: str) -> int:
        """A number that grows whenever this person could see something new."""
        return self._revisions.get(person, 0)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isascii() and letter.isalnum())
