"""The few pieces that every view is built from. What people typed goes through `escape`, or into rich text."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.lists import format_list
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.facts.people import PersonFacts
from bot.facts.reader import Reader
from bot.ids import Action, Callback

# C0 controls but tab and newline, and the characters that turn the direction of the text around them
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Without control characters and without the ones that turn the direction of what follows."""
    return _UNSAFE.sub("", text)


def escape(text: str) -> str:
    """For mrkdwn: nothing a person typed can mention, link or ping."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_ESCAPED = {"&": 5, "<": 4, ">": 4}  # &amp; &lt; &gt;


def size(text: str) -> int:
    """What Slack counts: UTF-16 units, after it has escaped the text."""
    return sum(map(_units, text))


def _units(letter: str) -> int:
    return _ESCAPED.get(letter) or (2 if letter > "\uffff" else 1)


def shorten(text: str, most: int) -> str:
    """At most `most` of what Slack counts; shorten before escaping."""
    used, fits = 0, 0
    for letter in text:
        used += _units(letter)
        if used > most:
            return text[:fits].rstrip() + "…"
        fits += used < most  # one is left for the ellipsis
    return text


def mention(person: PersonFacts, reader: Reader) -> str:
    """A person in mrkdwn, as a link to their profile."""
    return f"<@{person.user_id}>" if person.user_id else reader.gettext("somebody who has left")


def name(person: PersonFacts, reader: Reader) -> str:
    """A person in plain text."""
    return clean(person.name) or reader.gettext("somebody who has left")


def titled(person: PersonFacts, reader: Reader) -> str:
    """A person in mrkdwn with their title, if they have one."""
    title = f" ({escape(person.title)})" if person.title else ""
    return f"*{mention(person, reader)}*{title}"


def listed(items: Sequence[str], reader: Reader, *, longest: int = 1000) -> str:
    """ "a, b and c" in the reader's language. Items that would make it longer than `longest` are only counted."""
    shown, used = 0, 0
    for item in items:
        used += size(item) + 2
        if shown and used > longest:
            break
        shown += 1
    more = len(items) - shown
    counted = [reader.ngettext("{count} more", "{count} more", more).format(count=more)] if more else []
    return format_list([*items[:shown], *counted], locale=locale(reader.language))


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """The Babel locale for a Slack language. Slack knows some that Babel does not, such as `es_LA`: then the language
    without its region counts, and English if even that is unknown."""
    for name in (language, language.partition("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


def when(moment: datetime, reader: Reader) -> str:
    """In mrkdwn: shown in the zone of whoever looks at it; the fallback is in the reader's own."""
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}}, {{time}}|{escape(plain_when(moment, reader))}>"


def plain_when(moment: datetime, reader: Reader) -> str:
    """In plain text, in the reader's own zone."""
    local = moment.astimezone(reader.zone_info)
    weekday, day_ = format_date(local, "EEEE", locale=locale(reader.language)), _day(local, reader)
    comma = "," if day_[0].isalpha() else ""  # where the month comes first: Tuesday, March 10
    return f"{weekday}{comma} {day_}, {format_time(local, 'short', locale=locale(reader.language))}"


def day(moment: datetime, reader: Reader) -> str:
    """A day and its month, in the reader's own zone and order."""
    return _day(moment.astimezone(reader.zone_info), reader)


def _day(local: datetime, reader: Reader) -> str:
    return format_skeleton("MMMMd", local, locale=locale(reader.language))


def city(reader: Reader) -> str:
    """The reader's time zone as people call it: New York."""
    return get_timezone_location(reader.zone, locale=locale(reader.language), return_city=True)


def section(text: str, accessory: InteractiveElement | None = None) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=text), accessory=accessory)


def context(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text)])


def shown(text: str) -> str:
    """What a person typed, for a place that Slack wants filled: an ellipsis where nothing can be seen of it."""
    return clean(text) if clean(text).strip() else "…"


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=shorten(shown(text), 150), emoji=False))


def quote(text: str) -> RichTextBlock:
    """What a person typed, as a quotation: nothing in it is parsed."""
    return RichTextBlock(elements=[RichTextQuoteElement(elements=[RichTextElementParts.Text(text=shown(text))])])


def plain(text: str, *, bold: bool = False, italic: bool = False) -> RichTextBlock:
    """What a person typed, as a paragraph: nothing in it is parsed."""
    style = RichTextElementParts.TextStyle(bold=bold or None, italic=italic or None) if bold or italic else None
    part = RichTextElementParts.Text(text=shown(text), style=style)
    return RichTextBlock(elements=[RichTextSectionElement(elements=[part])])


def option(text: str, value: int | str) -> Option:
    """A choice whose text a person typed."""
    return Option(text=PlainTextObject(text=shorten(shown(text), 75), emoji=False), value=str(value))


def confirm(title: str, text: str, yes: str, no: str, *, danger: bool = False) -> ConfirmObject:
    return ConfirmObject(
        title=PlainTextObject(text=title),
        text=PlainTextObject(text=text),
        confirm=PlainTextObject(text=yes),
        deny=PlainTextObject(text=no),
        style="danger" if danger else None,
    )


def button(
    text: str,
    action: Action,
    value: int | str | None = None,
    *,
    style: str | None = None,
    confirm: ConfirmObject | None = None,
    label: str | None = None,
) -> ButtonElement:
    """`value` is a row id; `label` is what a screen reader says where the text alone is not enough."""
    return ButtonElement(
        text=PlainTextObject(text=text),
        action_id=action,
        value=None if value is None else str(value),
        style=style,
        confirm=confirm,
        accessibility_label=label,
    )


def actions(*buttons: InteractiveElement, version: int | None = None) -> ActionsBlock:
    """Buttons in a row. `version` is that of the words above them: a press says which words the person saw."""
    return ActionsBlock(elements=list(buttons), block_id=None if version is None else f"version:{version}")


def field(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    """An input; its element's action id is "value", so that a form is read by block ids alone."""
    element.action_id = "value"
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=label),
        element=element,
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
    )


def modal(
    reader: Reader,
    title: str,
    blocks: Sequence[Block],
    *,
    callback: Callback | None = None,
    submit: str | None = None,
    close: str | None = None,
    metadata: str = "",
) -> View:
    """A modal. `metadata` says which row it is about, and its version."""
    return View(
        type="modal",
        callback_id=callback,
        title=PlainTextObject(text=shorten(title, 24)),
        submit=PlainTextObject(text=submit) if submit else None,
        close=PlainTextObject(text=close or (reader.gettext("Cancel") if submit else reader.gettext("Close"))),
        blocks=list(blocks),
        private_metadata=metadata,
    )
