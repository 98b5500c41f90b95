"""The card about a proposed partner, and its receipts."""

from bot.facts.proposals import CardState, ProposalCard
from bot.facts.reader import Reader
from bot.ids import Action
from bot.rules.matching import TeachesTopic
from bot.views import kit
from bot.views.message import Message
from bot.views.programmes import ask
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
            _("What they could not learn on their own:"),
            _("You are asked first: they do not know about this, and they never hear of a no."),
        )
    else:
        text = (
            _("{other} is happy to teach you: {topics}.").format(other=other, topics=topics)
            if topics
            else _("{other} is happy to teach you.").format(other=other)
        )
        goal, promise = _("What they would like back:"), _("If it does not suit you, say so: a no is told to nobody.")
    return Message(
        text,
        [
            kit.section(text),
            kit.section(goal),
            kit.quote(card.other_goal),
            kit.actions(
                kit.button(_("Yes, gladly"), Action.PROPOSAL_YES, card.proposal_id, style="primary"),
                kit.button(_("Not this one"), Action.PROPOSAL_NO, card.proposal_id),
            ),
            kit.context(promise),
            kit.context(
                _("{programme} · Questions? Ask {manager}.").format(
                    programme=kit.escape(card.programme.name), manager=ask(card.programme, reader)
                )
            ),
        ],
    )


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
