"""The test message of `python -m bot check --post`."""

from bot.facts.reader import Reader
from bot.views import kit
from bot.views.message import Message


def test_message(reader: Reader) -> Message:
    """Says that messages arrive, to the one person who asked for it."""
    _ = reader.gettext
    text = _("This is a test message from Flipside: messages arrive. There is nothing for you to do.")
    why = _("Whoever looks after Flipside's server has just asked me to try. Nothing about you was read or stored.")
    return Message(text, [kit.section(text), kit.context(why)])
