"""The five buttons after a meeting, and the optional modal."""

from functools import partial

from bot.click import Click
from bot.facts.feedback import FeedbackAnswer
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import feedback
from bot.views import check_ins as views


def register(listen: Listening) -> None:
    for useful, action in enumerate(views.USEFUL, start=1):
        listen.button(action, commit=partial(rate, useful=useful))
    listen.button(Action.TELL_MORE, after=open_modal)
    listen.submission(Callback.FEEDBACK, tell_more)


async def rate(click: Click, useful: int) -> None:
    await click.write(feedback.rate, click.row_id, useful, click.now)


async def open_modal(click: Click) -> None:
    form, reader = await click.read(feedback.form, click.row_id)
    await click.open(views.feedback_modal(form, reader))


async def tell_more(click: Click) -> None:
    free = click.chosen("free")
    answer = FeedbackAnswer(int(free) if free.isdecimal() else None, click.text("learned"), click.text("will_do"))
    await click.write(feedback.tell_more, click.about("meeting"), answer, click.now)
