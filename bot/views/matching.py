"""A match run: working, its summary and what can be done about it; pairs that a changed organisation has broken."""

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.facts.matching import LeftFacts, RunFacts, Started, Violation
from bot.facts.reader import Reader
from bot.ids import Action
from bot.rules.matching import Rule
from bot.views import kit
from bot.views.matching_reason import rule_name, why_left
from bot.views.message import Message
from storage.enums import RunOrigin, RunState

NAMED = 10  # people named in a summary; the rest are counted


def working(run: Started, reader: Reader) -> Message:
    text = reader.gettext(
        "I am working on the pairs for *{name}* (to teach: {mentors}, to learn: {mentees}). That takes seconds; "
        "thousands of people take a minute. You get a message when the pairs are ready."
    ).format(name=kit.escape(run.programme.name), mentors=run.mentors, mentees=run.mentees)
    return Message(text, [kit.section(text)])


def _working_again(run: RunFacts, reader: Reader) -> Message:
    text = reader.gettext("I am working on the pairs for *{name}* again. This message changes when they are ready.")
    text = text.format(name=kit.escape(run.programme.name))
    return Message(text, [kit.section(text)])


def summary(run: RunFacts, reader: Reader) -> Message:
    _ = reader.gettext
    name = kit.escape(run.programme.name)
    pairs = reader.ngettext("{count} pair", "{count} pairs", run.pairs).format(count=run.pairs)
    match run.state:
        case RunState.WORKING:
            return _working_again(run, reader)
        case RunState.FAILED:
            text = _("The matching for *{name}* did not finish. Nobody was asked; please start it again.").format(
                name=name
            )
            return Message(text, [kit.section(text)])
        case RunState.EMPTY:
            text = _("I found no pair for *{name}* this time.").format(name=name)
            return Message(text, [kit.section(text), *_left(run, reader), *_blocked(run, reader)])
        case RunState.DISCARDED:
            text = _("*{name}*: these pairs are discarded. Nobody was asked.").format(name=name)
            return Message(text, [kit.section(text)])
        case RunState.APPROVED:
            text = _("*{name}*: {pairs} approved. Each mentor is asked first, then the mentee.").format(
                name=name, pairs=pairs
            )
            buttons = [_review_button(run, reader)]
            if run.undoable:
                buttons.append(kit.button(_("Undo"), Action.UNDO, run.run_id))
            blocks: list[Block] = [kit.section(text), kit.actions(*buttons)]
            if run.given_up:
                given_up = reader.ngettext(
                    "{count} pair more was given up: it does not fit the rules any more.",
                    "{count} pairs more were given up: they do not fit the rules any more.",
                    run.given_up,
                )
                blocks.append(kit.context(given_up.format(count=run.given_up)))
            if run.undoable:
                blocks.append(kit.context(_("Nobody was asked yet: for about a minute you can still undo this.")))
            return Message(text, blocks)
    lead = {
        RunOrigin.WEEKLY: _("*{name}*: late joiners. I propose {pairs}. Nobody is asked before you approve."),
        RunOrigin.BY_HAND: _("*{name}*: {pairs} by hand. Nobody is asked before you approve."),
    }
    text = lead.get(run.origin, _("*{name}*: I propose {pairs}. Nobody is asked before you approve.")).format(
        name=name, pairs=pairs
    )
    return Message(
        text,
        [
            kit.section(text),
            kit.context(_quality(run, reader)),
            *_doubts(run, reader),
            *_left(run, reader),
            kit.actions(*_choices(run, reader)),
        ],
    )


def _quality(run: RunFacts, reader: Reader) -> str:
    _ = reader.gettext
    parts = [
        _("The pairs fit {average} of 100 on average, the lowest {lowest}").format(
            average=round(run.average / 100), lowest=round(run.lowest / 100)
        )
    ]
    if run.optimal and run.origin is RunOrigin.COMMAND:
        parts.append(_("proven: no other choice of pairs is better"))
    if run.unlocked:
        parts.append(
            reader.ngettext(
                "{count} locked pair breaks a rule by now and was given up",
                "{count} locked pairs break a rule by now and were given up",
                run.unlocked,
            ).format(count=run.unlocked)
        )
    if run.locked:
        parts.append(reader.ngettext("{count} locked", "{count} locked", run.locked).format(count=run.locked))
    return " · ".join(parts)


def _doubts(run: RunFacts, reader: Reader) -> list[Block]:
    if not run.doubtful:
        return []
    text = reader.ngettext(
        "Of {count} pair I do not know who somebody reports to: please look at it in the review.",
        "Of {count} pairs I do not know who somebody reports to: please look at them in the review.",
        run.doubtful,
    )
    return [kit.section(text.format(count=run.doubtful))]


def _choices(run: RunFacts, reader: Reader) -> list[InteractiveElement]:
    _ = reader.gettext
    return [
        _review_button(run, reader),
        kit.button(
            _("Approve all"),
            Action.APPROVE_ALL,
            run.run_id,
            style="primary",
            confirm=kit.confirm(
                _("Approve all pairs?"),
                _("Each mentor is asked. The mentee hears of it only after the mentor's yes."),
                _("Approve"),
                _("Not yet"),
            ),
        ),
        kit.button(_("Match again"), Action.RERUN, run.run_id, label=_("Match again around what is locked")),
        kit.button(
            _("Discard"),
            Action.DISCARD,
            run.run_id,
            confirm=kit.confirm(
                _("Discard these pairs?"),
                _("Nobody was asked yet, and nobody will be. You can match again at any time."),
                _("Discard"),
                _("Keep"),
                danger=True,
            ),
        ),
    ]


def _review_button(run: RunFacts, reader: Reader) -> ButtonElement:
    return kit.button(reader.gettext("Review"), Action.REVIEW, run.run_id)


def _left(run: RunFacts, reader: Reader) -> list[Block]:
    _ = reader.gettext
    lines = [
        label.format(names=_named(people, reader))
        for people, label in (
            (run.left_mentors, _("Waiting to teach: {names}")),
            (run.left_mentees, _("Waiting to learn: {names}")),
        )
        if people
    ]
    if not lines:
        return []
    return [kit.context("\n".join([*lines, _("They come first in the next round.")]))]


def _named(people: tuple[LeftFacts, ...], reader: Reader) -> str:
    names = [
        reader.gettext("{person} ({why})").format(
            person=kit.mention(left.person, reader), why=why_left(left.why, reader)
        )
        for left in people[:NAMED]
    ]
    if (more := len(people) - NAMED) > 0:
        names.append(reader.ngettext("{count} more", "{count} more", more).format(count=more))
    return kit.listed(names, reader)


def _blocked(run: RunFacts, reader: Reader) -> list[Block]:
    shown = {rule: count for rule, count in run.blocked.items() if count and rule not in PERSONAL}
    personal = sum(run.blocked.get(rule, 0) for rule in PERSONAL)
    line = reader.gettext("• {rule}: {count} of the possible pairs")
    lines = [line.format(rule=rule_name(rule, reader), count=count) for rule, count in shown.items()]
    if personal >= LEAST_SHOWN:
        lines.append(line.format(rule=reader.gettext("not to be paired, or not again"), count=personal))
    return [kit.section("\n".join([reader.gettext("What stood in the way:"), *lines]))] if lines else []


PERSONAL = (Rule.DO_NOT_MATCH, Rule.EARLIER_PAIR)
LEAST_SHOWN = 5  # a no or a personal list hides among at least as many pairs


def violation(facts: Violation, reader: Reader) -> Message:
    """To the managers, quietly; nobody else is told."""
    _ = reader.gettext
    mentor, mentee = kit.mention(facts.mentor, reader), kit.mention(facts.mentee, reader)
    if facts.settled:
        text = _("The pair {mentor} and {mentee} has ended. Nothing to do here.").format(mentor=mentor, mentee=mentee)
        return Message(text, [kit.section(text)])
    text = _("{mentor} and {mentee} do not fit your rules any more: {rule}.").format(
        mentor=mentor, mentee=mentee, rule=rule_name(facts.rule, reader)
    )
    more = _("The organisation has changed around them. They were not told; you may want to talk to {mentor} first.")
    return Message(text, [kit.section(text), kit.context(more.format(mentor=mentor))])
