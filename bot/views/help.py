"""The answer of both commands to `help`."""

from bot.facts.reader import Reader
from bot.views import kit
from bot.views.message import Message


def participants(reader: Reader) -> Message:
    _ = reader.gettext
    text = _("Here is what I can do for you:")
    return Message(
        text,
        [
            kit.section(text),
            kit.section(
                _(
                    "`/mentoring join` – learn from, or teach, a colleague you would never have asked\n"
                    "`/mentoring privacy` – what I store about you, who can see it, and how to delete it\n"
                    "`/mentoring help` – this"
                )
            ),
            kit.context(_("Your pair, your next step and your way out always stand in my Home tab.")),
        ],
    )


def managers(reader: Reader) -> Message:
    _ = reader.gettext
    text = _("Here is what programme managers can do:")
    return Message(
        text,
        [
            kit.section(text),
            kit.section(
                _(
                    "`/mentoring-admin create` – start a programme\n"
                    "`/mentoring-admin invite` – post the invitation in the channel you type it in\n"
                    "`/mentoring-admin match` – let me propose pairs; you approve before anybody is asked\n"
                    "`/mentoring-admin pair` – add a pair by hand\n"
                    "`/mentoring-admin launch` – paste pairs that you have already\n"
                    "`/mentoring-admin rules` – what the matching looks at\n"
                    "`/mentoring-admin status` – how far things are\n"
                    "`/mentoring-admin help` – this"
                )
            ),
        ],
    )
