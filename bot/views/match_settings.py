"""What a programme's matching looks at: the modal behind /mentoring-admin rules."""

import json

from slack_sdk.models.blocks import NumberInputElement, Option, PlainTextObject, RadioButtonsElement
from slack_sdk.models.views import View

from bot.facts.matching import MatchForm
from bot.facts.reader import Reader
from bot.ids import Callback
from bot.rules.matching import Objective, Part, UnknownManager
from bot.views import kit
from bot.views.matching_reason import part_name, weight_sentence


def modal(programme_id: int, name: str, form: MatchForm, reader: Reader) -> View:
    _ = reader.gettext

    def number(value: int, most: int) -> NumberInputElement:
        return NumberInputElement(
            is_decimal_allowed=False, initial_value=str(value), min_value="0", max_value=str(most)
        )

    def choice(options: dict[str, str], chosen: str) -> RadioButtonsElement:
        made = {value: Option(text=PlainTextObject(text=text), value=value) for value, text in options.items()}
        return RadioButtonsElement(options=list(made.values()), initial_option=made[chosen])

    return kit.modal(
        reader,
        _("Matching rules"),
        [
            kit.section(_("*{programme}*. They count from the next matching on.").format(programme=kit.escape(name))),
            kit.field(
                "objective",
                _("What comes first?"),
                choice(
                    {
                        Objective.MOST_PEOPLE: _("As many people as possible get a partner"),
                        Objective.BEST_SCORE: _("The best total fit, even if more people wait"),
                    },
                    form.objective,
                ),
            ),
            kit.field(
                "unknown_manager",
                _("When I do not know whom somebody reports to"),
                choice(
                    {
                        UnknownManager.WARN: _("Propose them all the same"),
                        UnknownManager.BLOCK: _("Do not propose them"),
                    },
                    form.unknown_manager,
                ),
            ),
            kit.field(
                "min_levels",
                _("Levels at least between the two"),
                number(form.min_levels, 10),
                hint=_("From the roster. 0: no minimum."),
            ),
            kit.field("min_hours", _("Working hours a week at least in common"), number(form.min_hours, 40)),
            kit.field(
                "good_enough",
                _("Good enough for late joiners, of 100"),
                number(form.good_enough, 100),
                hint=_("Between rounds I propose late joiners every week, if they fit at least this well."),
            ),
            *(
                kit.field(
                    f"weight_{part}",
                    _("Weight: {part}").format(part=part_name(part, reader)),
                    number(form.weights[part], 100),
                    hint=weight_sentence(part, reader),
                )
                for part in Part
            ),
        ],
        callback=Callback.RULES,
        submit=_("Save"),
        metadata=json.dumps({"programme": programme_id}),
    )
