"""The review of single pairs, and a pair by hand."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from slack_sdk.models.views import View

from bot.click import Click
from bot.errors import Gone
from bot.ids import Action, Callback, Command
from bot.listening import Listening
from bot.services import review
from bot.views import review as views

ROW_ID = re.compile(r"[0-9]{1,9}")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def register(listen: Listening) -> None:
    listen.button(Action.REVIEW, after=open_review)
    listen.button(Action.REVIEW_NEXT, after=next_page)
    listen.button(Action.REVIEW_BACK, after=page_before)
    listen.button(Action.REVIEW_MENU, after=choose)
    listen.submission(Callback.SWAP, try_swap)
    listen.submission(Callback.SWAP_CONFIRM, swap, after=show_swapped)
    listen.subcommand(Command.ADMIN, "pair", after=open_hand)
    listen.submission(Callback.BY_HAND, add_by_hand)


async def open_review(click: Click) -> None:
    page, reader = await click.read(review.page, click.row_id, 0)
    await click.open(views.page(page, reader))


async def next_page(click: Click) -> None:
    await _turn(click, click.row_id, click.about("page") + 1)


async def page_before(click: Click) -> None:
    await _turn(click, click.row_id, click.about("page") - 1)


async def _turn(click: Click, run_id: int, number: int) -> None:
    page, reader = await click.read(review.page, run_id, number)
    await click.replace(views.page(page, reader))


async def choose(click: Click) -> None:
    verb, _, row = click.option.partition(":")
    if verb not in VERBS:
        raise Gone()
    await VERBS[verb](click, _row_id(row))


def _row_id(text: str) -> int:
    """The row that an option stands for. Raises Gone for a value that no option of ours has."""
    if not ROW_ID.fullmatch(text):
        raise Gone()
    return int(text)


async def approve(click: Click, proposal_id: int) -> None:
    undo_time = timedelta(seconds=click.deps.settings.undo_seconds)
    run_id, _ = await click.write(review.approve_one, proposal_id, undo_time, click.now)
    await _turn(click, run_id, click.about("page"))


async def lock(click: Click, proposal_id: int) -> None:
    run_id, _ = await click.write(review.lock, proposal_id, click.now)
    await _turn(click, run_id, click.about("page"))


async def exclude(click: Click, proposal_id: int) -> None:
    run_id, _ = await click.write(review.exclude, proposal_id, click.now)
    await _turn(click, run_id, click.about("page"))


async def preview(click: Click, proposal_id: int) -> None:
    facts, reader = await click.read(review.preview, proposal_id)
    await click.open(views.preview(facts, reader))


async def open_swap(click: Click, proposal_id: int) -> None:
    form, reader = await click.read(review.swap_form, proposal_id, click.about("page"))
    await click.open(views.swap_modal(form, reader))


VERBS: dict[str, Callable[[Click, int], Awaitable[None]]] = {
    views.APPROVE: approve,
    views.LOCK: lock,
    views.EXCLUDE: exclude,
    views.PREVIEW: preview,
    views.SWAP: open_swap,
}


async def try_swap(click: Click) -> View:
    other = _row_id(click.chosen("other"))
    outcome, reader = await click.read(review.try_swap, click.about("proposal"), other, click.about("page"), click.now)
    return views.swap_confirm(outcome, reader)


async def swap(click: Click) -> None:
    await click.write(review.swap, click.about("proposal"), click.about("other"), click.now)


async def show_swapped(click: Click) -> None:
    page, reader = await click.read(review.page_of, click.about("proposal"), click.about("page"))
    await click.replace_below(views.page(page, reader))


async def open_hand(click: Click) -> None:
    people = [*MENTION.findall(click.value), "", ""]
    form, reader = await click.read(review.hand_form, people[0], people[1])
    await click.open(views.hand_modal(form, reader))


async def add_by_hand(click: Click) -> View:
    programme = _row_id(click.chosen("programme"))
    _, reader = await click.write(review.add_by_hand, programme, click.text("mentor"), click.text("mentee"), click.now)
    return views.added(reader)
