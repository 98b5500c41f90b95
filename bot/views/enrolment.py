"""Joining a programme."""

import json

from slack_sdk.models.blocks import (
    CheckboxesElement,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.facts.enrolment import CONSENT_VERSION, AskRole, Joined, JoinForm, Waiting
from bot.facts.programmes import ProgrammeFacts
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import questions
from storage.enums import Role


def ask_role(asked: AskRole, reader: Reader) -> Message:
    _ = reader.gettext
    programme = asked.programme
    sentences = {
        (): _("*{name}*: do you want to learn, or to teach?"),
        (Role.MENTOR,): _("*{name}*: you are in, to teach. Change what you said, or join to learn as well?"),
        (Role.MENTEE,): _("*{name}*: you are in, to learn. Change what you said, or join to teach as well?"),
    }
    both = _("*{name}*: you are in, to teach and to learn. Which answers do you want to change?")
    text = sentences.get(asked.roles, both).format(name=kit.escape(programme.name))
    return Message(text, [kit.section(text), kit.quote(programme.goal), kit.actions(*role_buttons(programme, reader))])


def role_buttons(programme: ProgrammeFacts, reader: Reader) -> list[InteractiveElement]:
    _ = reader.gettext
    return [
        kit.button(_("I want to learn"), Action.JOIN_AS_MENTEE, programme.id),
        kit.button(_("I want to teach"), Action.JOIN_AS_MENTOR, programme.id),
    ]


def join_modal(form: JoinForm, reader: Reader) -> View:
    _ = reader.gettext
    teaches = form.role is Role.MENTOR
    options = [kit.option(name, topic_id) for topic_id, name in form.topic_options]
    chosen = [option for topic_id in form.topics for option in options if option.value == str(topic_id)]
    return kit.modal(
        reader,
        _("I want to teach") if teaches else _("I want to learn"),
        [
            kit.section(f"*{kit.escape(form.programme.name)}*"),
            kit.quote(form.programme.goal),
            kit.field(
                "topics",
                _("What can you teach?") if teaches else _("What do you want to learn?"),
                StaticMultiSelectElement(
                    options=options,
                    initial_options=chosen or None,
                    placeholder=PlainTextObject(text=_("Choose topics")),
                ),
                hint=_("The most important first. Your programme manager and your partner see this."),
            ),
            kit.field(
                "goal",
                _("What would you like back?") if teaches else _("What could you not learn on your own?"),
                PlainTextInputElement(multiline=True, max_length=1000, initial_value=form.goal or None),
                hint=_("Your partner will read this when you are proposed to each other; nobody else does."),
            ),
            kit.field(
                "consent",
                _("Your agreement"),
                CheckboxesElement(
                    options=[
                        Option(
                            text=MarkdownTextObject(text=_("I want to take part, and I know what Flipside stores.")),
                            value=CONSENT_VERSION,
                        )
                    ]
                ),
                hint=_(
                    "Flipside stores your name, topics, this goal, your pair, your meeting dates and your feedback. "
                    "Nobody sees your feedback but you; managers see totals of five or more people. "
                    "You can pause, leave or delete everything at any time: /mentoring privacy."
                ),
            ),
        ],
        callback=Callback.JOIN,
        submit=_("Save") if form.goal else _("Join"),
        metadata=json.dumps({"programme": form.programme.id, "role": form.role}),
    )


def joined(joined: Joined, reader: Reader) -> View:
    _ = reader.gettext
    if joined.changed:
        text = _("Saved. Your new answers count from the next matching on.")
    elif joined.role is Role.MENTOR:
        text = _(
            "Welcome! When I find somebody who wants to learn from you, I ask *you* first. Nothing else to do now."
        )
    else:
        text = _("Welcome! When somebody is happy to teach you, you hear from me. Nothing else to do now.")
    return kit.modal(
        reader,
        _("You are in"),
        [
            kit.section(text),
            questions(joined.programme, reader),
        ],
    )


def still_waiting(facts: Waiting, reader: Reader) -> Message:
    """To somebody for whom nobody was found yet; said once."""
    _ = reader.gettext
    if facts.role is Role.MENTOR:
        text = _("*{programme}*: nobody fits you well enough yet. I look again every week, and you come first.")
    else:
        text = _("*{programme}*: nobody who could teach you is free yet. I look again every week, and you come first.")
    text = text.format(programme=kit.escape(facts.programme.name))
    return Message(
        text,
        [kit.section(text), questions(facts.programme, reader)],
    )
