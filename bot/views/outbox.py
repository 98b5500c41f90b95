"""What a manager sees of a message that could not be delivered."""

import json

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.facts.outgoing import Problem
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.views import kit
from bot.views.message import Message


def unsure_post(problem: Problem, reader: Reader) -> Message:
    _ = reader.gettext
    if problem.settled:
        text = _("Thank you, that is settled.")
        return Message(text, [kit.section(text)])
    text = _("I am not sure whether a post to <#{channel}> went out: Slack's answer got lost. Is it there?").format(
        channel=problem.channel
    )
    return Message(
        text,
        [
            kit.section(text),
            kit.actions(
                kit.button(_("It is there"), Action.ITS_THERE, problem.row_id),
                kit.button(_("Post it"), Action.POST_AGAIN, problem.row_id),
            ),
            kit.context(_("I cannot read channels, so I have to ask. I would rather ask than post twice.")),
        ],
    )


# Nobody can be reached there any more: there is nothing to try again (delivery/outcomes.py).
NOBODY_THERE = {
    "user_disabled", "user_not_found", "user_not_visible", "invalid_user_combination", "cannot_dm_bot",
}  # fmt: skip
NO_CHANNEL = {"not_in_channel", "channel_not_found", "is_archived"}


def problem(problem: Problem, reader: Reader) -> Message:
    _ = reader.gettext
    if problem.settled:
        text = _("Thank you, that is settled.")
        return Message(text, [kit.section(text)])
    where = f"<@{problem.user_id}>" if problem.user_id else f"<#{problem.channel}>" if problem.channel else _("a pair")
    if problem.code in NOBODY_THERE or (problem.user_id and problem.code in NO_CHANNEL):
        sentence = (
            _("I cannot reach {where} any more ({code}). You may want to look after their pair.")
            if problem.user_id
            else _("I cannot reach one of {where} any more ({code}). You may want to look after the other.")
        )
        text = sentence.format(where=where, code=problem.code)
        return Message(text, [kit.section(text)])
    text = _held(problem, reader).format(where=where, code=problem.code)
    return Message(
        text, [kit.section(text), kit.actions(kit.button(_("Try again"), Action.POST_AGAIN, problem.row_id))]
    )


def _held(problem: Problem, reader: Reader) -> str:
    _ = reader.gettext
    if problem.code in ("not_in_channel", "channel_not_found"):
        return _("I could not post to {where}: I am not in it. Invite me there, then press the button.")
    if problem.code == "is_archived":
        return _("I could not post to {where}: it is archived. Unarchive it, then press the button.")
    if problem.code == "unsure":
        return _(
            "I am not sure that a message to {where} arrived: Slack's answers got lost. Shall I send it once more?"
        )
    return _("A message to {where} could not be delivered ({code}).")


def link_modal(row_id: int, reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("It is there"),
        [
            kit.field(
                "link",
                _("Link to the message"),
                PlainTextInputElement(max_length=300),
                hint=_("In Slack: ⋮ on the message, then Copy link. I need it to keep the post up to date."),
            )
        ],
        callback=Callback.LINK,
        submit=_("Save"),
        metadata=json.dumps({"row": row_id}),
    )
