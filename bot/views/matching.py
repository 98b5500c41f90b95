"""A match run: working, summary, review."""

import json

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.facts.matching import ReviewPage, RunFacts
from bot.facts.people import PersonFacts
from bot.facts.programmes import ProgrammeFacts
from bot.facts.reader import Reader
from bot.ids import Action
from bot.rules.matching import Match
from bot.views import kit
from bot.views.matching_reason import reason_in_words, rule_name
from bot.views.message import Message
from storage.enums import RunState

NAMED = 10  # people named in a summary; the rest are counted


def working(programme: ProgrammeFacts, reader: Reader) -> Message:
    text = reader.gettext("I am working on the pairs for *{name}*. You get a message when they are ready.").format(
        name=kit.escape(programme.name)
    )
    return Message(text, [kit.section(text)])


def summary(run: RunFacts, reader: Reader) -> Message:
    _ = reader.gettext
    name = kit.escape(run.programme.name)
    if run.state is RunState.FAILED:
        text = _("The matching for *{name}* did not finish. Nobody was asked; please start it again.").format(name=name)
        return Message(text, [kit.section(text)])
    if run.state is RunState.EMPTY:
        text = _("I found no pair for *{name}* this time.").format(name=name)
        return Message(text, [kit.section(text), *_left(run, reader), *_blocked(run, reader)])
    pairs = reader.ngettext("{count} pair", "{count} pairs", run.pairs).format(count=run.pairs)
    if run.state is RunState.APPROVED:
        text = _("*{name}*: {pairs} approved. Each mentor is asked first, then the mentee.").format(
            name=name, pairs=pairs
        )
        return Message(text, [kit.section(text), kit.actions(_review_button(run, reader))])
    if run.state is RunState.DISCARDED:
        text = _("*{name}*: {pairs} discarded. Nobody was asked.").format(name=name, pairs=pairs)
        return Message(text, [kit.section(text)])
    text = _("*{name}*: I propose {pairs}. Nobody is asked before you approve.").format(name=name, pairs=pairs)
    return Message(
        text,
        [
            kit.section(text),
            *_left(run, reader),
            kit.actions(
                _review_button(run, reader),
                kit.button(
                    _("Approve all"),
                    Action.APPROVE_ALL,
                    run.run_id,
                    style="primary",
                    confirm=kit.confirm(
                        _("Approve all pairs?"),
                        _("Each mentor gets a message now. The mentee hears of it only after the mentor's yes."),
                        _("Approve"),
                        _("Not yet"),
                    ),
                ),
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
            ),
        ],
    )


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


def _named(people: tuple[PersonFacts, ...], reader: Reader) -> str:
    names = [kit.mention(person, reader) for person in people[:NAMED]]
    if (more := len(people) - NAMED) > 0:
        names.append(reader.ngettext("{count} more", "{count} more", more).format(count=more))
    return kit.listed(names, reader)


def _blocked(run: RunFacts, reader: Reader) -> list[Block]:
    lines = [
        reader.gettext("• {rule}: {count} of the possible pairs").format(rule=rule_name(rule, reader), count=count)
        for rule, count in run.blocked.items()
        if count
    ]
    return [kit.section("\n".join([reader.gettext("What stood in the way:"), *lines]))] if lines else []


def review(page: ReviewPage, reader: Reader) -> View:
    _ = reader.gettext
    blocks: list[Block] = [
        kit.context(
            _("{name} · pairs {first} to {last} of {count}").format(
                name=kit.escape(page.run.programme.name),
                first=page.page * 20 + 1,
                last=page.page * 20 + len(page.pairs),
                count=page.run.pairs,
            )
        )
    ]
    for pair in page.pairs:
        match = Match("", "", pair.score, pair.parts, pair.reasons)
        reason = reason_in_words(match, reader, mentee=kit.name(pair.mentee, reader))
        blocks.append(
            kit.section(
                _("*{mentor}* teaches *{mentee}*\n{reason}").format(
                    mentor=kit.mention(pair.mentor, reader),
                    mentee=kit.mention(pair.mentee, reader),
                    reason=kit.escape(kit.shorten(reason, 1000)),
                )
            )
        )
    turns = []
    if page.page > 0:
        turns.append(kit.button(_("Previous pairs"), Action.REVIEW_BACK, page.run.run_id))
    if page.page < page.pages - 1:
        turns.append(kit.button(_("Next pairs"), Action.REVIEW_NEXT, page.run.run_id))
    if turns:
        blocks.append(kit.actions(*turns))
    return kit.modal(reader, _("Proposed pairs"), blocks, metadata=json.dumps({"page": page.page}))
