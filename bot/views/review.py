"""The review of a run's pairs in modals: pages, swapping, a preview, a pair by hand."""

import json

from slack_sdk.models.blocks import (
    Block,
    InputInteractiveElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.facts.matching import PAGE, HandForm, Preview, ProposedPair, ReviewPage, SwapForm, SwapOutcome
from bot.facts.reader import Reader
from bot.ids import Action, Callback
from bot.rules.matching import Match
from bot.views import kit, pairs
from bot.views.matching_reason import part_name, reason_in_words, warnings_in_words
from storage.enums import ProposalState

APPROVE, LOCK, SWAP, EXCLUDE, PREVIEW = "approve", "lock", "swap", "exclude", "preview"


def page(page: ReviewPage, reader: Reader) -> View:
    _ = reader.gettext
    blocks: list[Block] = [
        kit.context(
            _("{name} · pairs {first} to {last} of {count}").format(
                name=kit.escape(page.run.programme.name),
                first=page.page * PAGE + min(1, len(page.pairs)),
                last=page.page * PAGE + len(page.pairs),
                count=page.run.pairs,
            )
        )
    ]
    for pair in page.pairs:
        blocks += _pair(pair, reader)
    turns = []
    if page.page > 0:
        turns.append(kit.button(_("Previous pairs"), Action.REVIEW_BACK, page.run.run_id))
    if page.page < page.pages - 1:
        turns.append(kit.button(_("Next pairs"), Action.REVIEW_NEXT, page.run.run_id))
    if turns:
        blocks.append(kit.actions(*turns))
    return kit.modal(
        reader, _("Proposed pairs"), blocks, metadata=json.dumps({"page": page.page, "run": page.run.run_id})
    )


def _pair(pair: ProposedPair, reader: Reader) -> list[Block]:
    _ = reader.gettext
    match = Match("", "", pair.score, pair.parts, pair.reasons, pair.doubts)
    reason = reason_in_words(match, reader, mentee=kit.name(pair.mentee, reader))
    parts = " · ".join(f"{part_name(part, reader)} {points / 100:g}" for part, points in pair.parts.items() if points)
    marks = {
        ProposalState.PROPOSED: _("locked") if pair.locked else "",
    }
    mark = marks.get(pair.state, _("approved"))
    text = _("*{mentor}* teaches *{mentee}*{mark}\n{reason}").format(
        mentor=kit.mention(pair.mentor, reader),
        mentee=kit.mention(pair.mentee, reader),
        mark=f" · {mark}" if mark else "",
        reason=kit.escape(kit.shorten(reason[:1].upper() + reason[1:], 800)),
    )
    doubts = warnings_in_words(
        match, reader, mentor=kit.name(pair.mentor, reader), mentee=kit.name(pair.mentee, reader)
    )
    score = _("Fit {score} of 100: {parts}") if parts else _("Fit {score} of 100")
    return [
        kit.section("\n".join([text, *map(kit.escape, doubts)]), _menu(pair, reader)),
        kit.context(score.format(score=f"{pair.score / 100:g}", parts=parts)),
    ]


def _menu(pair: ProposedPair, reader: Reader) -> OverflowMenuElement:
    _ = reader.gettext
    verbs = [(PREVIEW, _("Preview the introduction"))]
    if pair.state is ProposalState.PROPOSED:
        verbs = [
            (APPROVE, _("Approve this pair")),
            (LOCK, _("Unlock") if pair.locked else _("Lock")),
            (SWAP, _("Swap …")),
            (EXCLUDE, _("Never these two")),
            *verbs,
        ]
    return OverflowMenuElement(
        action_id=Action.REVIEW_MENU,
        options=[Option(text=PlainTextObject(text=text), value=f"{verb}:{pair.proposal_id}") for verb, text in verbs],
    )


def _names(pair: ProposedPair, reader: Reader) -> str:
    return reader.gettext("{mentor} teaches {mentee}").format(
        mentor=kit.name(pair.mentor, reader), mentee=kit.name(pair.mentee, reader)
    )


def swap_modal(form: SwapForm, reader: Reader) -> View:
    _ = reader.gettext
    options = [kit.option(_names(other, reader), other.proposal_id) for other in form.others]
    return kit.modal(
        reader,
        _("Swap mentees"),
        [
            kit.section(kit.escape(_names(form.pair, reader))),
            kit.field("other", _("Exchange mentees with"), StaticSelectElement(options=options)),
        ],
        callback=Callback.SWAP,
        submit=_("Show me"),
        metadata=json.dumps({"proposal": form.pair.proposal_id, "page": form.page}),
    )


def swap_confirm(outcome: SwapOutcome, reader: Reader) -> View:
    """What the swap costs, before it is done."""
    _ = reader.gettext
    points = abs(outcome.gain) / 100
    if outcome.gain < 0:
        verdict = _("The fit of the two pairs together drops by {points:g} points.").format(points=points)
    elif outcome.gain > 0:
        verdict = _("The fit of the two pairs together rises by {points:g} points.").format(points=points)
    else:
        verdict = _("The fit of the two pairs together stays the same.")
    blocks: list[Block] = [
        kit.section(
            _("*{mentor}* teaches *{mentee}*\n{reason}").format(
                mentor=kit.mention(mentor, reader),
                mentee=kit.mention(mentee, reader),
                reason=kit.escape(kit.shorten(reason_in_words(match, reader, mentee=kit.name(mentee, reader)), 800)),
            )
        )
        for mentor, mentee, match in outcome.pairs
    ]
    return kit.modal(
        reader,
        _("Swap mentees"),
        [*blocks, kit.section(verdict)],
        callback=Callback.SWAP_CONFIRM,
        submit=_("Swap"),
        metadata=json.dumps({"proposal": outcome.proposal_id, "other": outcome.other_id, "page": outcome.page}),
    )


def preview(preview: Preview, reader: Reader) -> View:
    """The introduction as the pair would get it, but for the goals."""
    said = pairs.introduction(preview.introduction, reader)
    return kit.modal(reader, reader.gettext("The introduction"), said.blocks)


def hand_modal(form: HandForm, reader: Reader) -> View:
    _ = reader.gettext
    options = [kit.option(programme.name, programme.id) for programme in form.programmes[:100]]
    fields: list[tuple[str, str, InputInteractiveElement]] = [
        ("programme", _("Programme"), StaticSelectElement(options=options, initial_option=options[0])),
        ("mentor", _("Who teaches?"), UserSelectElement(initial_user=form.mentor or None)),
        ("mentee", _("Who learns?"), UserSelectElement(initial_user=form.mentee or None)),
    ]
    return kit.modal(
        reader,
        _("Add a pair by hand"),
        [kit.field(block_id, label, element) for block_id, label, element in fields],
        callback=Callback.BY_HAND,
        submit=_("Add"),
    )


def added(reader: Reader) -> View:
    text = reader.gettext("Added, and locked. Nobody is asked before you approve it: the summary is in our messages.")
    return kit.modal(reader, reader.gettext("Added"), [kit.section(text)])
