"""Booking, moving, cancelling; and the question after the meeting."""

from bot.click import Click
from bot.facts.meetings import BookingAnswer, Outcome
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import check_ins, meetings
from bot.views import meetings as views


def register(listen: Listening) -> None:
    listen.button(Action.BOOK, after=open_booking)
    listen.button(Action.MOVE, after=open_move)
    listen.button(Action.CANCEL, commit=cancel)
    listen.submission(Callback.BOOK, book)
    listen.button(Action.MET, commit=met)
    listen.button(Action.MOVED, commit=moved)
    listen.button(Action.NOT_HELD, commit=not_held)


async def open_booking(click: Click) -> None:
    form, reader = await click.read(meetings.booking_form, click.row_id, click.now)
    await click.open(views.booking_modal(form, reader))


async def open_move(click: Click) -> None:
    form, reader = await click.read(meetings.move_form, click.row_id, click.now)
    await click.open(views.booking_modal(form, reader))


async def book(click: Click) -> None:
    answer = BookingAnswer(click.text("day"), click.text("clock"), click.text("place"))
    meeting = click.metadata.get("meeting")
    await click.write(meetings.book, click.about("pair"), meeting, click.about("version"), answer, click.now)


async def cancel(click: Click) -> None:
    await click.write(meetings.cancel, click.row_id, click.now)


async def met(click: Click) -> None:
    await click.write(check_ins.answer, click.row_id, Outcome.MET, click.posted_at, click.now)


async def moved(click: Click) -> None:
    await click.write(check_ins.answer, click.row_id, Outcome.MOVED, click.posted_at, click.now)


async def not_held(click: Click) -> None:
    await click.write(check_ins.answer, click.row_id, Outcome.NOT_HELD, click.posted_at, click.now)
