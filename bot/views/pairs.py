"""A pair's introduction."""

from slack_sdk.models.blocks import Block

from bot.facts.proposals import Introduction
from bot.facts.reader import Reader
from bot.rules.matching import TeachesTopic
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import ask


def _goals(pair: Introduction, reader: Reader) -> list[Block]:
    _ = reader.gettext
    if pair.preview:
        return [
            kit.context(_("Here each reads the other's goal. Goals are for the partner alone, so I do not show them."))
        ]
    blocks: list[Block] = []
    for goal, sentence, person in (
        (pair.mentee_goal, _("What {person} hopes to learn:"), pair.mentee),
        (pair.mentor_goal, _("What {person} would like back:"), pair.mentor),
    ):
        if goal:
            blocks += [kit.section(sentence.format(person=kit.mention(person, reader))), kit.quote(goal)]
    return blocks


def introduction(pair: Introduction, reader: Reader) -> Message:
    _ = reader.gettext
    mentor, mentee = kit.titled(pair.mentor, reader), kit.titled(pair.mentee, reader)
    text = _("{mentor}, meet {mentee}. {mentee}, meet {mentor}.").format(
        mentor=kit.mention(pair.mentor, reader), mentee=kit.mention(pair.mentee, reader)
    )
    topics = [kit.escape(reason.topic) for reason in pair.reasons if isinstance(reason, TeachesTopic)]
    why = (
        _("Why you two: {mentor} can teach {topics}, and that is what {mentee} wants to learn.").format(
            mentor=mentor, mentee=mentee, topics=kit.listed(topics, reader)
        )
        if topics
        else _("Why you two: {mentor} and {mentee} see the company from two very different places.").format(
            mentor=mentor, mentee=mentee
        )
    )
    return Message(
        text,
        [
            kit.section(text),
            kit.section(why),
            *_goals(pair, reader),
            kit.section(
                reader.ngettext(
                    "*First steps.* {mentee} says hello here and books your meeting (the button is in your "
                    "messages with me). In it, agree first what stays between you. {mentor} chooses what you talk "
                    "about.",
                    "*First steps.* {mentee} says hello here and books the first of {count} meetings (the button is "
                    "in your messages with me). In the first one, agree what stays between you. {mentor} chooses what "
                    "you talk about.",
                    pair.programme.meetings_planned,
                ).format(
                    mentee=kit.mention(pair.mentee, reader),
                    mentor=kit.mention(pair.mentor, reader),
                    count=pair.programme.meetings_planned,
                )
            ),
            kit.context(
                _("I cannot read what you write here. A human who helps: {manager}.").format(
                    manager=ask(pair.programme, reader)
                )
            ),
        ],
    )
