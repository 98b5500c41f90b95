"""Launching pairs that a manager has already."""

import json

from slack_sdk.models.blocks import Block, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View

from bot.facts.launch import LaunchList
from bot.facts.programmes import ProgrammeFacts
from bot.facts.reader import Reader
from bot.ids import Callback
from bot.views import kit
from bot.views.message import Message

NAMED = 40  # people named in the live list; the rest are counted


def modal(programme: ProgrammeFacts, reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("Launch your pairs"),
        [
            kit.section(
                _(
                    "*{programme}*: if you have pairs already, paste them here. Each mentor is asked first, in one "
                    "message; then the mentee. Who has said yes is introduced."
                ).format(programme=kit.escape(programme.name))
            ),
            kit.field(
                "pairs",
                _("Pairs"),
                PlainTextInputElement(
                    multiline=True,
                    max_length=3000,
                    placeholder=PlainTextObject(text=_("U012MENTOR, U034MENTEE\nU056MENTOR, U078MENTEE, met 3")),
                ),
                hint=_(
                    "One pair per line: mentor, mentee, as Slack member ids (in a profile: ⋮, Copy member ID). "
                    "Add “met 3” for pairs that are under way: they go on from there. For long lists there is "
                    "python -m bot import --pairs FILE."
                ),
            ),
        ],
        callback=Callback.LAUNCH,
        submit=_("Ask the mentors"),
        metadata=json.dumps({"programme": programme.id}),
    )


def launched(pairs: int, reader: Reader) -> View:
    text = reader.ngettext(
        "{count} pair is on its way. You get a live list of whom we are waiting for.",
        "{count} pairs are on their way. You get a live list of whom we are waiting for.",
        pairs,
    ).format(count=pairs)
    return kit.modal(reader, reader.gettext("Launched"), [kit.section(text)])


def launch_list(facts: LaunchList, reader: Reader) -> Message:
    """The live list: who is waited for, never who said no."""
    _ = reader.gettext
    text = _("*{programme}*: {introduced} of {pairs} launched pairs are under way.").format(
        programme=kit.escape(facts.programme.name), introduced=facts.introduced, pairs=facts.pairs
    )
    blocks: list[Block] = [kit.section(text)]
    if facts.waiting:
        names = [kit.mention(person, reader) for person in facts.waiting[:NAMED]]
        if (more := len(facts.waiting) - NAMED) > 0:
            names.append(reader.ngettext("{count} more", "{count} more", more).format(count=more))
        blocks.append(kit.section(_("Waiting for: {names}").format(names=kit.listed(names, reader))))
        blocks.append(
            kit.context(_("I remind each of them once. After five working days a question expires, quietly."))
        )
    if facts.unreachable:
        names = [f"<@{user_id}>" for user_id in facts.unreachable[:NAMED]]
        blocks.append(
            kit.context(
                _("Not asked, because Slack says they cannot take part (guests, bots, deactivated): {names}").format(
                    names=kit.listed(names, reader)
                )
            )
        )
    return Message(text, blocks)
