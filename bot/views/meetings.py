"""Booking, the messages about a date, and the reminders."""

import json

from slack_sdk.models.blocks import Block, DatePickerElement, PlainTextInputElement, PlainTextObject, TimePickerElement
from slack_sdk.models.views import View

from bot.facts.meetings import BookingForm, BookingReminder, BookingStep, MeetingFacts, MeetingView, Stalled
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import ask, questions


def booking_modal(form: BookingForm, reader: Reader) -> View:
    _ = reader.gettext
    local = form.suggested.astimezone(reader.zone_info)
    return kit.modal(
        reader,
        _("New date") if form.meeting else _("Book meeting {number}").format(number=form.number),
        [
            kit.section(
                _("Meeting {number} of {planned} with {other}, about {minutes} minutes.").format(
                    number=form.number,
                    planned=form.planned,
                    other=kit.mention(form.other, reader),
                    minutes=form.minutes,
                )
            ),
            kit.field("day", _("Date"), DatePickerElement(initial_date=local.date().isoformat())),
            kit.field(
                "clock",
                _("Time"),
                TimePickerElement(initial_time=local.strftime("%H:%M")),
                hint=_("In your own time zone ({zone}). {other} sees it in theirs.").format(
                    zone=kit.city(reader), other=kit.shorten(kit.name(form.other, reader), 100)
                ),
            ),
            kit.field(
                "place",
                _("Place or link"),
                PlainTextInputElement(
                    max_length=300,
                    initial_value=form.place or None,
                    placeholder=PlainTextObject(text=_("The café downstairs, or a video link")),
                ),
                hint=_("Only the two of you see it. Somewhere away from the leader's office works best."),
                optional=True,
            ),
        ],
        callback=Callback.BOOK,
        submit=_("Book"),
        metadata=json.dumps({"pair": form.pair_id, "meeting": form.meeting, "version": form.version}),
    )


def reminder(facts: BookingReminder, reader: Reader) -> Message:
    _ = reader.gettext
    other = kit.mention(facts.other, reader)
    if facts.over:
        text = (
            _("Booked: meeting {number} with {other}, {when}.").format(
                number=facts.number, other=other, when=kit.when(facts.booked_for, reader)
            )
            if facts.booked_for
            else _("This is settled. Nothing to do here.")
        )
        return Message(text, [kit.section(text)])
    sentences = {
        BookingStep.FIRST: _("Time to book meeting {number} with {other}. It takes ten seconds."),
        BookingStep.AGAIN: _("You and {other} have no date for meeting {number} yet. Shall we find one?"),
        BookingStep.HELP: _(
            "Still no date for meeting {number} with {other}. A full diary? Help is near: ask {manager}."
        ),
        BookingStep.NEW_DATE: _("Meeting {number} with {other} was moved. When will you meet instead?"),
        BookingStep.CANCELLED: _("{other} had to cancel meeting {number}. When will you meet instead?"),
    }
    text = sentences[facts.step].format(number=facts.number, other=other, manager=ask(facts.programme, reader))
    blocks: list[Block] = [
        kit.section(text),
        kit.actions(
            kit.button(
                _("Book"),
                Action.BOOK,
                facts.pair_id,
                style="primary",
                label=_("Book meeting {number}").format(number=facts.number),
            ),
            kit.button(_("Pause"), Action.PAUSE),
            kit.button(_("Leave"), Action.LEAVE),
        ),
    ]
    if facts.step is BookingStep.AGAIN:
        away = _("No hurry while you are away: Pause stops my reminders until the date you choose.")
        blocks.append(questions(facts.programme, reader, away))
    elif facts.step is not BookingStep.HELP:  # that one names them already
        blocks.append(questions(facts.programme, reader))
    return Message(text, blocks)


def stalled(facts: Stalled, reader: Reader) -> Message:
    _ = reader.gettext
    text = _("{mentee} and {mentor} have no date for meeting {number}, after two reminders.").format(
        mentee=kit.mention(facts.mentee, reader), mentor=kit.mention(facts.mentor, reader), number=facts.number
    )
    if facts.settled:
        done = _("Settled: {mentee} and {mentor} need nothing more from you.").format(
            mentee=kit.mention(facts.mentee, reader), mentor=kit.mention(facts.mentor, reader)
        )
        return Message(done, [kit.section(done)])
    return Message(
        text,
        [
            kit.section(text),
            kit.context(
                _("A short, friendly word to {mentee} may help. I will not remind them again.").format(
                    mentee=kit.mention(facts.mentee, reader)
                )
            ),
        ],
    )


def _where(facts: MeetingFacts, reader: Reader) -> list[Block]:
    return [kit.plain(reader.gettext("Where: {place}").format(place=facts.place))] if facts.place else []


def _headline(facts: MeetingFacts, sentence: str, reader: Reader) -> str:
    return sentence.format(
        number=facts.number,
        planned=facts.programme.meetings_planned,
        other=kit.mention(facts.other, reader),
        when=kit.when(facts.starts_at, reader),
        minutes=facts.minutes,
    )


def _with_buttons(facts: MeetingFacts, text: str, reader: Reader) -> Message:
    _ = reader.gettext
    return Message(
        text,
        [
            kit.section(text),
            *_where(facts, reader),
            kit.actions(
                kit.button(_("Move"), Action.MOVE, facts.meeting_id),
                kit.button(
                    _("Cancel"),
                    Action.CANCEL,
                    facts.meeting_id,
                    confirm=kit.confirm(
                        _("Cancel this meeting?"),
                        _("The other one is told, without a reason. Moving it keeps you going better."),
                        _("Cancel it"),
                        _("Keep it"),
                        danger=True,
                    ),
                ),
            ),
            questions(facts.programme, reader),
        ],
    )


def booked(facts: MeetingFacts, reader: Reader) -> Message:
    """To both, when a date is booked or moved."""
    _ = reader.gettext
    if facts.state is not MeetingView.STANDS:
        return _past(facts, reader)
    if facts.moved:
        sentence = _("New date for meeting {number} with {other}: *{when}* ({minutes} minutes).")
    elif facts.mine:
        sentence = _("Booked: meeting {number} of {planned} with {other}, *{when}* ({minutes} minutes).")
    else:
        sentence = _("{other} has booked meeting {number} of {planned}: *{when}* ({minutes} minutes).")
    return _with_buttons(facts, _headline(facts, sentence, reader), reader)


def day_before(facts: MeetingFacts, reader: Reader) -> Message:
    """The card of the last working day before."""
    _ = reader.gettext
    if facts.state in (MeetingView.BEGUN, MeetingView.OVER):
        text = _headline(facts, _("This was the reminder of meeting {number} with {other}."), reader)
        return Message(text, [kit.section(text)])
    if facts.state is not MeetingView.STANDS:
        return _past(facts, reader)
    return _with_buttons(
        facts, _headline(facts, _("Coming up: meeting {number} with {other}, *{when}*."), reader), reader
    )


def called_off(facts: MeetingFacts, reader: Reader) -> Message:
    """To the mentor, after the mentee cancelled."""
    text = _headline(
        facts,
        reader.gettext(
            "{other} had to cancel meeting {number} on {when}. They will book another date; nothing to do for you."
        ),
        reader,
    )
    return Message(text, [kit.section(text), questions(facts.programme, reader)])


def _past(facts: MeetingFacts, reader: Reader) -> Message:
    _ = reader.gettext
    sentences = {
        MeetingView.MOVED: _("Meeting {number} with {other} was moved from {when}."),
        MeetingView.CANCELLED: _("Meeting {number} with {other} on {when} was cancelled."),
        MeetingView.BEGUN: _("Meeting {number} with {other}: {when}."),
        MeetingView.OVER: _("Meeting {number} with {other}: {when}."),
    }
    text = _headline(facts, sentences[facts.state], reader)
    blocks: list[Block] = [kit.section(text)]
    if facts.rebook is not None:
        blocks.append(kit.actions(kit.button(_("Book another date"), Action.BOOK, facts.rebook, style="primary")))
    return Message(text, blocks)
