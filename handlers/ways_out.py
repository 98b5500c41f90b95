"""Pausing, leaving, ending a pair."""

from slack_sdk.models.views import View

from bot.click import Click
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import ways_out
from bot.views import ways_out as views


def register(listen: Listening) -> None:
    listen.button(Action.PAUSE, after=open_pause)
    listen.submission(Callback.PAUSE, pause)
    listen.button(Action.RESUME, commit=resume)
    listen.button(Action.LEAVE, after=open_leave)
    listen.submission(Callback.LEAVE, leave)
    listen.button(Action.END_PAIR, after=open_end)
    listen.submission(Callback.END_PAIR, end_pair)


async def open_pause(click: Click) -> None:
    form, reader = await click.read(ways_out.pause_form, click.now)
    await click.open(views.pause_modal(form, reader))


async def pause(click: Click) -> View:
    paused, reader = await click.write(ways_out.pause, click.text("until"), click.now)
    return views.paused(paused, reader)


async def resume(click: Click) -> None:
    await click.write(ways_out.resume, click.now)


async def open_leave(click: Click) -> None:
    form, reader = await click.read(ways_out.leave_form)
    await click.open(views.leave_modal(form, reader))


async def leave(click: Click) -> View:
    chosen = click.chosen("leave")
    participant_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0  # 0 is nobody's
    _, reader = await click.write(ways_out.leave, participant_id, click.now)
    return views.left(reader)


async def open_end(click: Click) -> None:
    form, reader = await click.read(ways_out.end_form, click.row_id)
    await click.open(views.end_modal(form, reader))


async def end_pair(click: Click) -> View:
    _, reader = await click.write(ways_out.end_pair, click.about("pair"), click.now)
    return views.ended(reader)
