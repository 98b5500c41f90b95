"""The card about a proposed partner, and its receipts."""

from slack_sdk.models.blocks import Block

from bot.facts.proposals import CardState, ProposalCard
from bot.facts.reader import Reader
from bot.ids import Action
from bot.rules.matching import TeachesTopic
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import questions
from storage.enums import Role


def card(card: ProposalCard, reader: Reader) -> Message:
    return _open(card, reader) if card.state is CardState.OPEN else _receipt(card, reader)


def _topics(card: ProposalCard, reader: Reader) -> str:
    names = [kit.escape(reason.topic) for reason in card.reasons if isinstance(reason, TeachesTopic)]
    return kit.listed(names, reader)


def _open(card: ProposalCard, reader: Reader) -> Message:
    _ = reader.gettext
    other = kit.titled(card.other, reader)
    topics = _topics(card, reader)
    if card.role is Role.MENTOR:
        text = (
            _("{other} would like to learn from somebody like you: {topics}.").format(other=other, topics=topics)
            if topics
            else _("{other} would like to learn from somebody like you.").format(other=other)
        )
        goal, promise = (
            _("What they hope to learn:"),
            _("You are asked first: they do not know about this, and they never hear of a no."),
        )
    else:
        text = (
            _("{other} is happy to teach you: {topics}.").format(other=other, topics=topics)
            if topics
            else _("{other} is happy to teach you.").format(other=other)
        )
        goal, promise = _("What they would like back:"), _("If it does not suit you, say so: a no is told to nobody.")
    if card.invited:
        text, promise = _invitation(card, reader)
    if card.reminder:
        text = _("A few days ago I asked you: {question}").format(question=text)
    blocks: list[Block] = [kit.section(text)]
    if card.other_goal:
        blocks += [kit.section(goal), kit.quote(card.other_goal)]
    buttons = [
        kit.button(
            _("Yes, and I agree") if card.invited else _("Yes, gladly"),
            Action.PROPOSAL_YES,
            card.proposal_id,
            style="primary",
        ),
        kit.button(_("Not this one"), Action.PROPOSAL_NO, card.proposal_id),
    ]
    if card.reminder:
        buttons += [kit.button(_("Pause"), Action.PAUSE), kit.button(_("Leave"), Action.LEAVE)]
    return Message(
        text,
        [
            *blocks,
            kit.actions(*buttons),
            kit.context(promise),
            questions(card.programme, reader, f"{kit.escape(card.programme.name)} ·"),
        ],
    )


def _invitation(card: ProposalCard, reader: Reader) -> tuple[str, str]:
    """Invitation, consent and acceptance in one, for whom a manager's list names: the text, and the consent."""
    _ = reader.gettext
    other = kit.titled(card.other, reader)
    if card.met_before:
        text = reader.ngettext(
            "{programme} runs with Flipside now. You and {other} have met {count} time; shall I help you go on?",
            "{programme} runs with Flipside now. You and {other} have met {count} times; shall I help you go on?",
            card.met_before,
        )
    elif card.role is Role.MENTOR:
        text = _("{programme}: would you teach {other} how work looks from where you are? You are asked first.")
    else:
        text = _("{programme}: {other} is happy to teach you how work looks from where they are. Would you like that?")
    consent = _(
        "With your yes you join: Flipside stores your name, your pair, your meeting dates and your feedback, which "
        "nobody sees but you. You can pause, leave or delete everything at any time: /mentoring privacy. "
        "A no is told to nobody."
    )
    programme = f"*{kit.escape(card.programme.name)}*"
    return text.format(programme=programme, other=other, count=card.met_before), consent


def _receipt(card: ProposalCard, reader: Reader) -> Message:
    _ = reader.gettext
    other = kit.mention(card.other, reader)
    if card.state is CardState.YES and card.pair_to_book is not None:
        text = _("You and {other} are introduced. Your next step: book the first meeting.").format(other=other)
        return Message(
            text,
            [
                kit.section(text),
                kit.actions(kit.button(_("Book the first meeting"), Action.BOOK, card.pair_to_book, style="primary")),
            ],
        )
    if card.state is CardState.YES and card.introduced:
        text = _("You said yes, and you and {other} are introduced. Have a good time together!").format(other=other)
    elif card.state is CardState.YES and card.role is Role.MENTEE:
        text = _("You said yes. I am about to introduce you to {other}.").format(other=other)
    elif card.state is CardState.YES:
        text = _(
            "Thank you for your yes. If {other} says yes too, I introduce you within a few days; "
            "if not, you come first in the next round."
        ).format(other=other)
    elif card.state is CardState.NO:
        text = _("Thank you for being honest. Nobody is told; you are free for the next round.")
    else:
        text = _("This proposal is not open any more. You are free for the next round.")
    return Message(text, [kit.section(text)])
