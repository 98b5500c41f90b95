"""What is stored about the reader, and who can see it."""

from babel.core import Locale, UnknownLocaleError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.facts.reader import Reader
from bot.facts.ways_out import StoredAbout, StoredRole
from bot.ids import Action, Callback
from bot.views import kit
from storage.enums import Role

MOST_ROLES = 40  # two blocks each, of the hundred that a modal may have


def privacy(facts: StoredAbout, reader: Reader) -> View:
    _ = reader.gettext
    blocks: list[Block] = [*_person(facts, reader)]
    for role in facts.roles[:MOST_ROLES]:
        blocks += _role(role, reader)
    if (more := len(facts.roles) - MOST_ROLES) > 0:
        blocks.append(
            kit.context(
                reader.ngettext(
                    "And {count} more of the same kind: there is no room for it here.",
                    "And {count} more of the same kind: there is no room for them here.",
                    more,
                ).format(count=more)
            )
        )
    if facts.manages:
        names = kit.listed([programme.name for programme in facts.manages], reader, longest=10_000)
        blocks.append(kit.plain(_("You manage {programmes}.").format(programmes=names)))
    blocks += [
        kit.header(_("Who can see what")),
        kit.section(
            _(
                "• *Your feedback* and your answers after meetings: only you. Managers see totals of five or more.\n"
                "• *Your goal*: only you, and the person proposed to you.\n"
                "• *Dates and places of your meetings*: you and your partner. Managers see how often pairs have met.\n"
                "• *Your topics, department and pair*: programme managers, too.\n"
                "• *A no to a proposal, a pause*: nobody.\n"
                "• *A story*: everyone, but only the words that you have both approved.\n"
                "• *Your line manager*: nothing."
            )
        ),
        kit.context(
            _(
                "I cannot read what you write in Slack: I never ask for that permission. Two limits: Slack's own "
                "owners may be able to export messages, and whoever runs Flipside's server holds its database."
            )
        ),
    ]
    if facts.person is not None:
        blocks.append(kit.actions(kit.button(_("Delete my data"), Action.DELETE_DATA, style="danger")))
    return kit.modal(reader, _("Your privacy"), blocks)


def _person(facts: StoredAbout, reader: Reader) -> list[Block]:
    _ = reader.gettext
    if facts.person is None:
        text = (
            _("I know nothing about you but that you opened this page.")
            if facts.messages
            else _("I store nothing about you.")
        )
        return [kit.header(_("What I store about you")), kit.section(text)]
    lines = [
        (_("Name"), facts.person.name),
        (_("Title"), facts.person.title),
        (_("Time zone"), facts.zone),
        (_("Language"), language_name(facts.language, reader)),
        (_("Manager, from the roster"), _manager(facts, reader)),
        (_("Department, from the roster"), facts.department),
        (_("Level, from the roster"), str(facts.level) if facts.level is not None else ""),
        (_("Paused until"), kit.day(facts.paused_until, reader) if facts.paused_until else ""),
        (_("People on your “Never with …” list"), str(facts.never_with) if facts.never_with else ""),
        (_("Messages from me, sent or planned"), str(facts.messages)),
    ]
    return [kit.header(_("What I store about you")), kit.plain("\n".join(f"{k}: {v}" for k, v in lines if v))]


def language_name(language: str, reader: Reader) -> str:
    """ "English (United Kingdom)" for en_GB."""
    try:
        return Locale.parse(language).get_display_name(kit.locale(reader.language)) or language
    except (ValueError, UnknownLocaleError):
        return language


def _manager(facts: StoredAbout, reader: Reader) -> str:
    if facts.manager is None:
        return ""
    return facts.manager.name or reader.gettext("Slack member {user_id}").format(user_id=facts.manager.user_id)


def _role(role: StoredRole, reader: Reader) -> list[Block]:
    _ = reader.gettext
    mentor = role.role is Role.MENTOR
    heading = _("{programme}: you teach") if mentor else _("{programme}: you learn")
    lines = [
        (_("Topics"), kit.listed(role.topics, reader, longest=10_000) if role.topics else ""),
        (_("Goal"), role.goal),
        (
            _("Consent"),
            _("{day} (text of {version})").format(day=kit.day(role.consented_at, reader), version=role.consent_version),
        ),
        (_("Pairs"), str(role.pairs)),
        (_("Meetings held"), str(role.meetings)),
        (_("Answers after meetings"), str(role.check_ins)),
        (_("Feedback given"), str(role.feedback)),
        (_("Stories"), str(role.stories)),
    ]
    return [
        kit.plain(heading.format(programme=role.programme.name), bold=True),
        kit.plain("\n".join(f"{k}: {v}" for k, v in lines if v)),
    ]


def delete_modal(reader: Reader) -> View:
    _ = reader.gettext
    return kit.modal(
        reader,
        _("Delete my data"),
        [
            kit.section(
                _(
                    "*This cannot be undone.* You leave every programme, your pairs end with a neutral word, and your "
                    "name, goals, answers, feedback and stories are deleted. A story in the channel is taken back."
                )
            ),
            kit.context(
                _(
                    "What stays: that meetings were held, without your name; and with people who report to you, that "
                    "they do. Messages that I have sent stay in Slack. "
                    "If your company loads its roster again, it stores your manager, department and level again."
                )
            ),
        ],
        callback=Callback.DELETE_DATA,
        submit=_("Delete everything"),
        close=_("Keep it"),
    )


def deleted(reader: Reader) -> View:
    text = reader.gettext("Done: everything of yours is deleted. Thank you for having been here.")
    return kit.modal(reader, reader.gettext("Deleted"), [kit.section(text)])
