"""Writing a story, turning its keys, posting it, taking it back."""

from bot.click import Click
from bot.errors import Gone
from bot.facts.stories import Appearance, StoryWords
from bot.ids import Action, Callback
from bot.listening import Listening
from bot.services import stories
from bot.views import stories as views


def register(listen: Listening) -> None:
    listen.button(Action.WRITE_STORY, after=open_new)
    listen.button(Action.STORY_EDIT, after=open_edit)
    listen.submission(Callback.STORY, write)
    listen.button(Action.STORY_YES, commit=approve)
    listen.button(Action.STORY_NO, commit=decline)
    listen.button(Action.STORY_POST, commit=post)
    listen.button(Action.STORY_NOT_POST, commit=do_not_post)
    listen.button(Action.STORY_TAKE_BACK, commit=take_back)


async def open_new(click: Click) -> None:
    form, reader = await click.read(stories.form, click.row_id)
    await click.open(views.story_modal(form, reader))


async def open_edit(click: Click) -> None:
    form, reader = await click.read(stories.edit_form, click.row_id)
    await click.open(views.story_modal(form, reader))


async def write(click: Click) -> None:
    words = StoryWords(
        click.text("headline"),
        click.text("happened"),
        click.text("different"),
        _appearance(click),
    )
    if click.metadata.get("story") is None:
        await click.write(stories.write, click.about("pair"), words, click.now)
    else:
        await click.write(stories.change, click.about("story"), click.about("version"), words, click.now)


def _appearance(click: Click) -> Appearance:
    try:
        return Appearance(click.chosen("appearance") or Appearance.NAMES)
    except ValueError:
        raise Gone() from None  # no modal of ours


async def approve(click: Click) -> None:
    await click.write(stories.approve, click.row_id, click.version, click.now)


async def decline(click: Click) -> None:
    await click.write(stories.decline, click.row_id, click.now)


async def post(click: Click) -> None:
    await click.write(stories.post, click.row_id, click.version, click.now)


async def do_not_post(click: Click) -> None:
    await click.write(stories.do_not_post, click.row_id, click.now)


async def take_back(click: Click) -> None:
    await click.write(stories.take_back, click.row_id, click.now)
