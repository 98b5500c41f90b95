"""The list of people that somebody does not want to be paired with."""

from slack_sdk.models.blocks import PlainTextObject, UserMultiSelectElement
from slack_sdk.models.views import View

from bot.facts.reader import Reader
from bot.ids import Callback
from bot.views import kit


def modal(listed: tuple[str, ...], reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("Never with …"),
        [
            kit.field(
                "people",
                _("Whom should I never propose to you?"),
                UserMultiSelectElement(
                    initial_users=list(listed) or None,
                    max_selected_items=100,
                    placeholder=PlainTextObject(text=_("Choose people")),
                ),
                hint=_("Only you see this list; nobody on it is told. It counts from the next matching on."),
                optional=True,
            )
        ],
        callback=Callback.DO_NOT_MATCH,
        submit=_("Save"),
    )
