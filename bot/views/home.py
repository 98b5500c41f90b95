"""Home: for each person their programme, pair, next step and progress; a stranger sees what is open."""

from slack_sdk.models.blocks import Block, DividerBlock
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.facts.home import HomeFacts, NextStep, PairFacts, Participation
from bot.facts.programmes import ProgrammeFacts, StatusFacts
from bot.facts.reader import Reader
from bot.ids import Action
from bot.views import kit
from bot.views.enrolment import role_buttons
from bot.views.programmes import questions
from bot.views.status import counts
from storage.enums import Role

MOST_PAIRS = 10  # of one person in one programme; more than anybody has
ROOM = 97  # blocks, of the hundred that Slack allows; the rest is for what stands below


def home(facts: HomeFacts, reader: Reader) -> View:
    _ = reader.gettext
    groups = [
        *(_participation(participation, reader) for participation in facts.participations),
        *(_managed(managed, reader) for managed in facts.managed),
        *([_create(reader)] if facts.may_create else []),
        *(_open(programme, reader) for programme in facts.open_programmes),
    ]
    blocks = _paused(facts, reader)
    shown = 0
    for group in groups:
        if len(blocks) + len(group) > ROOM:
            break
        blocks += group
        shown += 1
    if more := len(groups) - shown:
        blocks.append(
            kit.context(
                reader.ngettext(
                    "{count} more has no room on this page.", "{count} more have no room on this page.", more
                ).format(count=more)
            )
        )
    if not blocks:
        blocks = [kit.section(_("There is no programme here yet. When there is one, you can join it from this page."))]
    blocks.append(kit.actions(*_ways_out(facts, reader)))
    blocks.append(
        kit.context(_("I cannot read what people write to each other. Privacy shows what I store about you."))
    )
    return View(type="home", blocks=blocks)


def _paused(facts: HomeFacts, reader: Reader) -> list[Block]:
    _ = reader.gettext
    if facts.paused_until is None:
        return []
    text = _("You have paused until {day}. I do not remind you of anything before.").format(
        day=kit.day(facts.paused_until, reader)
    )
    return [kit.section(text), kit.actions(kit.button(_("Go on now"), Action.RESUME)), DividerBlock()]


def _managed(managed: StatusFacts, reader: Reader) -> list[Block]:
    _ = reader.gettext
    name = kit.shorten(managed.programme.name, 100)
    return [
        kit.header(_("{programme}: how far it is").format(programme=name)),
        kit.section(counts(managed, reader)),
        kit.actions(kit.button(_("Match"), Action.MATCH, managed.programme.id)),
        DividerBlock(),
    ]


def _create(reader: Reader) -> list[Block]:
    return [kit.actions(kit.button(reader.gettext("New programme"), Action.CREATE)), DividerBlock()]


def _open(programme: ProgrammeFacts, reader: Reader) -> list[Block]:
    _ = reader.gettext
    text = _("*{programme}* is open. Do you want to learn, or to teach?").format(programme=kit.escape(programme.name))
    return [
        kit.section(text),
        kit.quote(programme.goal),
        kit.actions(*role_buttons(programme, reader)),
        questions(programme, reader),
    ]


def _ways_out(facts: HomeFacts, reader: Reader) -> list[InteractiveElement]:
    _ = reader.gettext
    buttons: list[InteractiveElement] = []
    if facts.participations:
        buttons += [kit.button(_("Pause"), Action.PAUSE), kit.button(_("Leave"), Action.LEAVE)]
        buttons.append(kit.button(_("Never with …"), Action.DO_NOT_MATCH))
    return [*buttons, kit.button(_("Privacy"), Action.PRIVACY)]


def _participation(participation: Participation, reader: Reader) -> list[Block]:
    _ = reader.gettext
    programme = participation.programme
    role = _("you teach") if participation.role is Role.MENTOR else _("you learn")
    blocks: list[Block] = [
        kit.header(_("{programme} · {role}").format(programme=kit.shorten(programme.name, 100), role=role)),
        kit.quote(programme.goal),
    ]
    if participation.asked:
        blocks.append(kit.section(_("*Somebody is proposed to you.* Your answer is waiting in the Messages tab.")))
    elif not participation.pairs:
        blocks.append(
            kit.section(_("You are on the list. As soon as I have found somebody for you, you hear from me."))
        )
    under_way_first = sorted(participation.pairs, key=lambda pair: pair.step is NextStep.DONE)
    for pair in under_way_first[:MOST_PAIRS]:
        blocks += _pair(pair, reader)
    blocks += [questions(programme, reader), DividerBlock()]
    return blocks


def _pair(pair: PairFacts, reader: Reader) -> list[Block]:
    _ = reader.gettext
    other = kit.mention(pair.other, reader)
    progress = _("{met} of {planned} meetings").format(met=pair.met, planned=pair.planned)
    steps = {
        NextStep.INTRODUCING: _("I am about to introduce you."),
        NextStep.BOOK: _("Next step: book meeting {number}."),
        NextStep.PARTNER_BOOKS: _("Next step: {other} books meeting {number}."),
        NextStep.LATER: _("Next step: book meeting {number}, from {day} on."),
        NextStep.MEETING: _("Next meeting: {when}."),
        NextStep.CHECK_IN: _("Meeting {number}: I ask you how it was an hour after it."),
        NextStep.ASKED: _("Meeting {number}: I have asked you both how it was; the question is in your messages."),
        NextStep.DONE: _("You have met as often as planned. Thank you!"),
    }
    step = steps[pair.step].format(
        number=pair.met + 1,
        other=other,
        day=kit.day(pair.book_from, reader) if pair.book_from else "",
        when=kit.when(pair.meeting_at, reader) if pair.meeting_at else "",
    )
    buttons: list[InteractiveElement] = []
    if pair.may_book:
        buttons.append(
            kit.button(_("Book"), Action.BOOK, pair.pair_id, style="primary" if pair.step is NextStep.BOOK else None)
        )
    if pair.step is NextStep.MEETING and pair.meeting_id is not None:
        buttons.append(kit.button(_("Move"), Action.MOVE, pair.meeting_id))
    if pair.may_write_story:
        buttons.append(kit.button(_("Write our story"), Action.WRITE_STORY, pair.pair_id))
    if pair.step is not NextStep.DONE:
        buttons.append(kit.button(_("End this pair"), Action.END_PAIR, pair.pair_id))
    blocks: list[Block] = [
        kit.section(
            _("*You and {other}* · {progress}\n{bar}\n{step}").format(
                other=other, progress=progress, bar=_bar(pair), step=step
            )
        )
    ]
    return [*blocks, kit.actions(*buttons)] if buttons else blocks


def _bar(pair: PairFacts) -> str:
    """Progress to look at; the words beside it say the same."""
    return "🟢" * min(pair.met, pair.planned) + "⚪" * max(0, pair.planned - pair.met)
