"""Pausing, leaving, ending a pair."""

import json

from slack_sdk.models.blocks import DatePickerElement, RadioButtonsElement
from slack_sdk.models.views import View

from bot.facts.reader import Reader
from bot.facts.ways_out import EndForm, LeaveForm, Paused, PauseForm
from bot.ids import Callback
from bot.views import kit
from storage.enums import Role

MOST_OPTIONS = 10  # Slack's limit for radio buttons


def pause_modal(form: PauseForm, reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("Pause"),
        [
            kit.section(_("I remind you of nothing until the day you choose. Dates that you have booked stay.")),
            kit.field(
                "until",
                _("Until"),
                DatePickerElement(initial_date=form.suggested.isoformat()),
                hint=_("Only you can see that you have paused."),
            ),
        ],
        callback=Callback.PAUSE,
        submit=_("Pause"),
    )


def paused(facts: Paused, reader: Reader) -> View:
    text = reader.gettext(
        "I remind you of nothing until {day}. Dates that you have booked stay. Home lets you go on sooner."
    ).format(day=kit.day(facts.until, reader))
    return kit.modal(reader, reader.gettext("Paused"), [kit.section(text)])


def leave_modal(form: LeaveForm, reader: Reader) -> View:
    _ = reader.gettext
    options = [
        kit.option(
            (_("{programme}: I teach") if role is Role.MENTOR else _("{programme}: I learn")).format(
                programme=kit.shorten(programme.name, 60)
            ),
            participant_id,
        )
        for participant_id, programme, role in form.options[:MOST_OPTIONS]
    ]
    return kit.modal(
        reader,
        _("Leave"),
        [
            kit.section(
                _("No reason needed. Your partner gets a neutral word, and you get no more messages about this.")
            ),
            kit.field(
                "leave",
                _("What do you want to leave?"),
                RadioButtonsElement(options=options, initial_option=options[0]),
            ),
        ],
        callback=Callback.LEAVE,
        submit=_("Leave"),
        close=_("Stay"),
    )


def left(reader: Reader) -> View:
    text = reader.gettext("You have left. Thank you for having been part of it; you can join again at any time.")
    return kit.modal(reader, reader.gettext("Left"), [kit.section(text)])


def end_modal(form: EndForm, reader: Reader) -> View:
    _ = reader.gettext
    other = kit.mention(form.other, reader)
    return kit.modal(
        reader,
        _("End this pair"),
        [
            kit.section(
                _(
                    "You and {other} will be free for another partner. No reason needed: {other} hears only that the "
                    "pair has come to its end, in neutral words."
                ).format(other=other)
            )
        ],
        callback=Callback.END_PAIR,
        submit=_("End it"),
        close=_("Keep it"),
        metadata=json.dumps({"pair": form.pair_id}),
    )


def ended(reader: Reader) -> View:
    text = reader.gettext("The pair has ended. You come first in the next round, if you like.")
    return kit.modal(reader, reader.gettext("Ended"), [kit.section(text)])
