"""Creating a programme, inviting to it, choosing between several."""

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    NumberInputElement,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.facts.programmes import Choice, ProgrammeFacts
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.rules.rhythm import MEETINGS_PLANNED, MINUTES, WEEKS_BETWEEN
from bot.views import kit
from bot.views.message import Message


def create_modal(reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("New programme"),
        [
            kit.field("name", _("Name"), PlainTextInputElement(max_length=80, placeholder=_text(_("Flip 2026")))),
            kit.field(
                "goal",
                _("Goal"),
                PlainTextInputElement(multiline=True, max_length=1000),
                hint=_("What do we want to learn that we could not learn on our own? Every pair will read this."),
            ),
            kit.field(
                "topics",
                _("Topics"),
                PlainTextInputElement(multiline=True, max_length=1300, placeholder=_text(_("AI tools\nSocial media"))),
                hint=_("What mentors can teach and mentees want to learn, one per line."),
            ),
            kit.field(
                "channel",
                _("Stories channel"),
                ConversationSelectElement(
                    placeholder=_text(_("Choose a channel")),
                    filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
                ),
                hint=_(
                    "Where success stories are posted, once both people and you have said yes. Invite me there first."
                ),
            ),
            kit.field("meetings", _("Meetings planned"), _number(6, *MEETINGS_PLANNED)),
            kit.field("weeks", _("Weeks between meetings"), _number(4, *WEEKS_BETWEEN)),
            kit.field("minutes", _("Minutes per meeting"), _number(60, *MINUTES)),
        ],
        callback=Callback.CREATE,
        submit=_("Create"),
    )


def _text(text: str) -> PlainTextObject:
    return PlainTextObject(text=text)


def _number(initial: int, low: int, high: int) -> NumberInputElement:
    return NumberInputElement(
        is_decimal_allowed=False, initial_value=str(initial), min_value=str(low), max_value=str(high)
    )


def welcome(programme: ProgrammeFacts, reader: Reader) -> Message:
    _ = reader.gettext
    text = _("*{name}* is ready. Two steps and it runs:").format(name=kit.escape(programme.name))
    return Message(
        text,
        [
            kit.section(text),
            kit.section(
                _(
                    "1. In a channel where your people are, type `/mentoring-admin invite`.\n"
                    "2. When some have joined to teach and some to learn, type `/mentoring-admin match`. "
                    "You see every pair before anybody is asked."
                )
            ),
            kit.context(
                _("To keep bosses and their people apart, load your roster first: `python -m bot import roster.csv`.")
            ),
        ],
    )


def invitation(programme: ProgrammeFacts, reader: Reader) -> Message:
    _ = reader.gettext
    text = _("*{name}*: learn from a colleague you would never have asked.").format(name=kit.escape(programme.name))
    return Message(
        text,
        [
            kit.section(text),
            kit.quote(programme.goal),
            kit.section(
                _(
                    "In reverse mentoring, a colleague early in their career teaches and a senior leader learns: "
                    "{meetings}, about {minutes} minutes each. You both say yes before you are introduced."
                ).format(meetings=_meetings(programme, reader), minutes=programme.minutes)
            ),
            kit.actions(
                kit.button(_("I want to learn"), Action.JOIN_AS_MENTEE, programme.id, style="primary"),
                kit.button(_("I want to teach"), Action.JOIN_AS_MENTOR, programme.id, style="primary"),
            ),
            kit.context(
                _("Questions? Ask {manager}. I cannot read what you write to each other.").format(
                    manager=ask(programme, reader)
                )
            ),
        ],
    )


def _meetings(programme: ProgrammeFacts, reader: Reader) -> str:
    count = programme.meetings_planned
    return reader.ngettext("{count} meeting", "{count} meetings", count).format(count=count)


def ask(programme: ProgrammeFacts, reader: Reader) -> str:
    """A human to ask, in mrkdwn: every message that needs one names the programme's managers."""
    managers = [kit.mention(manager, reader) for manager in programme.managers]
    return kit.listed(managers, reader, longest=300) or reader.gettext("whoever runs Flipside in your company")


def questions(programme: ProgrammeFacts, reader: Reader, before: str = "") -> ContextBlock:
    """The small line with a human to ask; `before` is a sentence in mrkdwn that stands in the same line."""
    line = reader.gettext("Questions? Ask {manager}.").format(manager=ask(programme, reader))
    return kit.context(f"{before} {line}".strip())


def invited(programme: ProgrammeFacts, reader: Reader) -> Message:
    text = reader.gettext("The invitation to *{name}* is on its way into this channel.").format(
        name=kit.escape(programme.name)
    )
    return Message(text, [kit.section(text)])


MOST_CHOICES = 45  # blocks of a message, with a few to spare


def which(choice: Choice, action: Action, reader: Reader) -> Message:
    _ = reader.gettext
    text = _("Which programme do you mean?")
    # A block each: Slack wants an action id only once in a block.
    blocks: list[Block] = [kit.section(text)]
    blocks += [
        kit.actions(kit.button(kit.shorten(kit.shown(p.name), 75), action, p.id))
        for p in choice.programmes[:MOST_CHOICES]
    ]
    if (more := len(choice.programmes) - MOST_CHOICES) > 0:
        blocks.append(
            kit.context(
                reader.ngettext("{count} more is not shown.", "{count} more are not shown.", more).format(count=more)
            )
        )
    return Message(text, blocks)
