"""The question an hour after a meeting, the five buttons, the optional modal, and the thank-you at the end."""

import json

from slack_sdk.models.blocks import Block, Option, PlainTextInputElement, PlainTextObject, RadioButtonsElement
from slack_sdk.models.views import View

from bot.facts.feedback import FeedbackForm
from bot.facts.meetings import CheckInFacts, CheckInState, PairEnd
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import questions
from storage.enums import Role

USEFUL = (Action.USEFUL_1, Action.USEFUL_2, Action.USEFUL_3, Action.USEFUL_4, Action.USEFUL_5)


def check_in(facts: CheckInFacts, reader: Reader) -> Message:
    _ = reader.gettext
    other = kit.mention(facts.other, reader)
    match facts.state:
        case CheckInState.ASKED:
            text = _("How was meeting {number} with {other}?").format(number=facts.number, other=other)
            blocks: list[Block] = [
                kit.section(text),
                kit.actions(
                    kit.button(_("We met"), Action.MET, facts.meeting_id, style="primary"),
                    kit.button(_("Moved"), Action.MOVED, facts.meeting_id),
                    kit.button(_("It did not happen"), Action.NOT_HELD, facts.meeting_id),
                ),
                questions(
                    facts.programme,
                    reader,
                    _("I ask each of you alone. {other} does not see your answer.").format(other=other),
                ),
            ]
        case CheckInState.RATE:
            text = _("Good to hear! How useful was it for you?")
            low, high = _("1 · not very"), _("5 · very")
            labels = (low, "2", "3", "4", high)
            blocks = [
                kit.section(text),
                kit.actions(
                    *(
                        kit.button(
                            label,
                            action,
                            facts.meeting_id,
                            label=_("{number} out of 5").format(number=number),
                        )
                        for number, (label, action) in enumerate(zip(labels, USEFUL, strict=True), start=1)
                    )
                ),
                kit.context(
                    _("Nobody sees your answer, not even {other}; managers see totals of five or more people.").format(
                        other=other
                    )
                ),
            ]
        case CheckInState.TELL_MORE:
            text = _("Thank you.")
            blocks = [
                kit.section(text),
                kit.actions(kit.button(_("Add a thought"), Action.TELL_MORE, facts.meeting_id)),
                kit.context(_("Optional, half a minute, and only for you.")),
            ]
        case CheckInState.THANKS:
            text = _("Thank you.")
            blocks = [kit.section(text)]
        case CheckInState.MOVED:
            text = _("Thank you. A new date keeps you going.") if facts.book else _("Thank you for telling me.")
            blocks = [kit.section(text), *_book(facts, reader)]
        case CheckInState.NOT_HELD:
            text = (
                _("That happens. Shall we find another date?")
                if facts.book
                else _("That happens. Thank you for telling me.")
            )
            blocks = [kit.section(text), *_book(facts, reader)]
        case CheckInState.CLOSED:
            text = _("This question is settled. Nothing to do here.")
            blocks = [kit.section(text)]
    return Message(text, blocks)


def _book(facts: CheckInFacts, reader: Reader) -> list[Block]:
    if facts.book is None:
        return []
    return [kit.actions(kit.button(reader.gettext("Book"), Action.BOOK, facts.book, style="primary"))]


def feedback_modal(form: FeedbackForm, reader: Reader) -> View:
    _ = reader.gettext
    only_you = _("Only you can see this.")
    words = (_("1 · not at all"), _("2 · a little"), _("3 · half and half"), _("4 · mostly"), _("5 · completely"))
    options = [Option(text=PlainTextObject(text=text), value=str(n)) for n, text in enumerate(words, start=1)]
    initial = options[form.free_to_speak - 1] if form.free_to_speak else None
    return kit.modal(
        reader,
        _("A thought or two"),
        [
            kit.section(
                _("About meeting {number} with {other}. Everything here is optional.").format(
                    number=form.number, other=kit.mention(form.other, reader)
                )
            ),
            kit.field(
                "free",
                _("How free did you feel to speak?"),
                RadioButtonsElement(options=options, initial_option=initial),
                hint=_("Nobody sees your answer. Managers see totals of five or more people."),
                optional=True,
            ),
            kit.field(
                "learned",
                _("One thing I learned"),
                PlainTextInputElement(multiline=True, max_length=3000, initial_value=form.learned or None),
                hint=only_you,
                optional=True,
            ),
            kit.field(
                "will_do",
                _("One thing I will do"),
                PlainTextInputElement(multiline=True, max_length=3000, initial_value=form.will_do or None),
                hint=only_you,
                optional=True,
            ),
        ],
        callback=Callback.FEEDBACK,
        submit=_("Save"),
        metadata=json.dumps({"meeting": form.meeting_id}),
    )


def completed(facts: PairEnd, reader: Reader) -> Message:
    """Thanks after the last planned meeting."""
    _ = reader.gettext
    other = kit.mention(facts.other, reader)
    text = _("You and {other} have done it: {meetings}.").format(
        other=other,
        meetings=reader.ngettext("{count} meeting", "{count} meetings", facts.met).format(count=facts.met),
    )
    more = (
        _("Thank you for teaching somebody who had a lot to unlearn. That takes courage.")
        if facts.role is Role.MENTOR
        else _("Thank you for listening to somebody you might never have met. That takes courage.")
    )
    return Message(text, [kit.section(text), kit.section(more), questions(facts.programme, reader)])


def ended(facts: PairEnd, reader: Reader) -> Message:
    """A neutral word after a pair has ended."""
    text = reader.gettext(
        "Your pair with {other} has come to its end. Nothing went wrong, and nothing is expected of you. "
        "You come first in the next round."
    ).format(other=kit.mention(facts.other, reader))
    return Message(text, [kit.section(text), questions(facts.programme, reader)])
