"""A story: the offer, the writing modal, the true preview for each key, and the post itself.

What people wrote stands in rich text leaves: nothing in it is parsed, so a story can ping nobody.
"""

import json

from slack_sdk.models.blocks import (
    Block,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.facts.reader import Reader
from bot.facts.stories import Appearance, KeyState, StoryFacts, StoryForm, StoryOffer
from bot.ids import Action, Callback
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import questions


def offer(facts: StoryOffer, reader: Reader) -> Message:
    _ = reader.gettext
    other = kit.mention(facts.other, reader)
    if facts.written:
        text = _("A story about you and {other} is on its way.").format(other=other)
        return Message(text, [kit.section(text)])
    text = _("You and {other} have met {times}. Is there a story worth telling?").format(
        other=other, times=reader.ngettext("{count} time", "{count} times", facts.met).format(count=facts.met)
    )
    return Message(
        text,
        [
            kit.section(text),
            kit.actions(kit.button(_("Write our story"), Action.WRITE_STORY, facts.pair_id)),
            questions(
                facts.programme,
                reader,
                _("Nothing is posted before you both have said yes to the exact words. No answer is fine, too."),
            ),
        ],
    )


def story_modal(form: StoryForm, reader: Reader) -> View:
    _ = reader.gettext
    words = form.words
    appearances = {
        Appearance.NAMES: Option(text=PlainTextObject(text=_("With our names")), value=Appearance.NAMES),
        Appearance.ROLES: Option(
            text=PlainTextObject(text=_("Without names: “a mentor” and “a mentee”")), value=Appearance.ROLES
        ),
    }
    everyone = _("If you both and a programme manager say yes, everyone in the company can read this.")
    return kit.modal(
        reader,
        _("Our story"),
        [
            kit.section(
                _("You and {other}. You both see a preview and approve the exact words.").format(
                    other=kit.mention(form.other, reader)
                )
            ),
            kit.field(
                "headline",
                _("Headline"),
                PlainTextInputElement(max_length=150, initial_value=words.headline if words else None),
                hint=everyone,
            ),
            kit.field(
                "happened",
                _("What happened?"),
                PlainTextInputElement(multiline=True, max_length=2000, initial_value=words.happened if words else None),
                hint=_("Everyone can read this, once you have all said yes."),
            ),
            kit.field(
                "different",
                _("What is different now?"),
                PlainTextInputElement(
                    multiline=True, max_length=2000, initial_value=words.different if words else None
                ),
                hint=_("Everyone can read this, once you have all said yes."),
            ),
            kit.field(
                "appearance",
                _("How do you appear?"),
                RadioButtonsElement(
                    options=list(appearances.values()),
                    initial_option=appearances[words.appearance if words else Appearance.NAMES],
                ),
            ),
        ],
        callback=Callback.STORY,
        submit=_("Show us the preview"),
        metadata=json.dumps({"pair": form.pair_id, "story": form.story_id, "version": form.version}),
    )


def _body(facts: StoryFacts, reader: Reader) -> list[Block]:
    """The story exactly as it is posted."""
    _ = reader.gettext
    if facts.words.appearance is Appearance.NAMES:
        who = _("{mentor} (mentor) and {mentee} (mentee)").format(
            mentor=kit.name(facts.mentor, reader), mentee=kit.name(facts.mentee, reader)
        )
    else:
        who = _("A mentor and a mentee")
    return [
        kit.header(kit.clean(facts.words.headline)),
        kit.plain(who, italic=True),
        kit.plain(facts.words.happened),
        kit.plain(_("What is different now"), bold=True),
        kit.quote(facts.words.different),
    ]


def story(facts: StoryFacts, reader: Reader) -> Message:
    """The post in the stories channel."""
    _ = reader.gettext
    if facts.taken_back:
        text = _("This story was taken back by the people it was about.")
        return Message(text, [kit.section(text)])
    text = _("A story from {programme}: {headline}").format(
        programme=kit.escape(facts.programme.name), headline=kit.escape(facts.words.headline)
    )
    return Message(
        text,
        [
            *_body(facts, reader),
            kit.actions(kit.button(_("I want this too"), Action.JOIN, facts.programme.id, style="primary")),
            kit.context(
                _("A story from {programme}. Both said yes to every word.").format(
                    programme=kit.escape(facts.programme.name)
                )
            ),
        ],
    )


def preview(facts: StoryFacts, reader: Reader) -> Message:
    """For the mentor, then the mentee: the true preview, and their key."""
    _ = reader.gettext
    if facts.state is not KeyState.ASKED:
        return _key_receipt(facts, reader)
    text = _("Here is your story exactly as everyone would read it. Is it yours?")
    return Message(
        text,
        [
            kit.section(text),
            *_body(facts, reader),
            kit.actions(
                kit.button(_("Yes, every word"), Action.STORY_YES, facts.story_id, style="primary"),
                kit.button(_("Change it"), Action.STORY_EDIT, facts.story_id),
                kit.button(_("Not this time"), Action.STORY_NO, facts.story_id),
                version=facts.version,
            ),
            questions(facts.programme, reader, _("A change asks you both again. If it is a no, nobody learns whose.")),
        ],
    )


def review(facts: StoryFacts, reader: Reader) -> Message:
    """For a programme manager, after both have said yes."""
    _ = reader.gettext
    if facts.state is not KeyState.ASKED:
        return _key_receipt(facts, reader)
    text = _("Both have said yes to this story. Shall I post it to {channel}?").format(
        channel=f"<#{facts.programme.stories_channel}>"
    )
    return Message(
        text,
        [
            kit.section(text),
            *_body(facts, reader),
            kit.actions(
                kit.button(_("Post it"), Action.STORY_POST, facts.story_id, style="primary"),
                kit.button(
                    _("Not this time"),
                    Action.STORY_NOT_POST,
                    facts.story_id,
                    confirm=kit.confirm(
                        _("Not post this story?"),
                        _("The author hears “not this time”, and nothing more."),
                        _("Do not post"),
                        _("Back"),
                    ),
                ),
                version=facts.version,
            ),
        ],
    )


def _key_receipt(facts: StoryFacts, reader: Reader) -> Message:
    """Quotes only what its reader said yes to: other words may be a draft that was never shown to them."""
    _ = reader.gettext
    sentences = {
        KeyState.YES: _("You said yes to “{headline}”. Thank you."),
        KeyState.CHANGED: _("This story was changed; if it is your turn, there is a newer preview."),
        KeyState.CLOSED: _("This story is settled. Thank you."),
    }
    text = sentences[facts.state].format(headline=kit.escape(facts.words.headline))
    return Message(text, [kit.section(text)])


def declined(facts: StoryFacts, reader: Reader) -> Message:
    """To the author, who may not have seen the last words: it quotes none."""
    text = reader.gettext("Your story from {programme}: not this time. Thank you for writing it.").format(
        programme=kit.escape(facts.programme.name)
    )
    return Message(text, [kit.section(text)])


def posted(facts: StoryFacts, reader: Reader) -> Message:
    """To both, once it stands in the channel."""
    _ = reader.gettext
    if facts.taken_back:
        text = _("Your story was taken back. In the channel it now says so, and no more.")
        return Message(text, [kit.section(text)])
    text = _("Your story stands in {channel}.").format(channel=f"<#{facts.programme.stories_channel}>")
    return Message(
        text,
        [
            kit.section(text),
            kit.actions(
                kit.button(
                    _("Take it back"),
                    Action.STORY_TAKE_BACK,
                    facts.story_id,
                    confirm=kit.confirm(
                        _("Take the story back?"),
                        _("Its words disappear from the channel. Either of you may do this at any time."),
                        _("Take it back"),
                        _("Leave it there"),
                        danger=True,
                    ),
                )
            ),
            questions(facts.programme, reader),
        ],
    )
