"""How far a programme is."""

from bot.facts.programmes import StatusFacts
from bot.facts.reader import Reader
from bot.views import kit
from bot.views.message import Message


def counts(facts: StatusFacts, reader: Reader) -> str:
    """The counts, a line each, in mrkdwn."""
    _ = reader.gettext
    lines = [
        _("• Enrolled: {mentors} to teach, {mentees} to learn").format(mentors=facts.mentors, mentees=facts.mentees),
        _("• Waiting for a partner: {count}").format(count=facts.waiting),
        _("• Asked, not answered yet: {count}").format(count=facts.asked),
        _("• Pairs: {active} under way, {completed} completed, {ended} ended early").format(
            active=facts.active_pairs, completed=facts.completed_pairs, ended=facts.ended_pairs
        ),
    ]
    for met, pairs in facts.met.items():
        line = reader.ngettext(
            "• Met {met} of {planned}: {pairs} pair", "• Met {met} of {planned}: {pairs} pairs", pairs
        )
        lines.append(line.format(met=met, planned=facts.programme.meetings_planned, pairs=pairs))
    lines.append(
        _("• Stories: {posted} posted, {waiting} on their way").format(
            posted=facts.stories_posted, waiting=facts.stories_waiting
        )
    )
    return "\n".join(lines)


def status(facts: StatusFacts, reader: Reader) -> Message:
    text = reader.gettext("*{programme}*, as it is now:").format(programme=kit.escape(facts.programme.name))
    return Message(text, [kit.section(text), kit.section(counts(facts, reader))])
