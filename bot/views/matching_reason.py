"""Why two people are a match, in words, from the reason codes of `bot/rules/matching`; names of rules and parts."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from babel.dates import get_day_names
from babel.lists import format_list

from bot.facts.reader import Reader
from bot.rules.matching import (
    BothFree,
    LevelsApart,
    ManagerUnknown,
    Match,
    OtherBackground,
    OtherDepartment,
    OtherLocation,
    Part,
    Reason,
    Rule,
    SharesFormat,
    SharesLanguage,
    TeachesTopic,
    Why,
    quarters,
)
from bot.views import kit
from storage.enums import Role

MOST = 3
"""Reasons that are said; the rest stands in the parts of the score."""


def reason_in_words(match: Match, reader: Reader, *, mentee: str, most: int = MOST) -> str:
    """Why these two, in one line, such as "teaches AI tools, which Grace wants most; both free Tuesday mornings".

    The mentor is who the line is about; `mentee` is the other's name. Times are in the reader's zone."""
    topics = [reason for reason in match.reasons if isinstance(reason, TeachesTopic)]
    said = [_topics(topics, reader, mentee)] if topics else []
    said += [_one(reason, reader) for reason in match.reasons if not isinstance(reason, TeachesTopic)]
    if not said:
        return reader.gettext("nothing speaks against it; their profiles say too little to say more")
    return reader.gettext("; ").join(said[:most])


def warnings_in_words(match: Match, reader: Reader, *, mentor: str, mentee: str) -> list[str]:
    """What could not be tested about the pair, a sentence each."""
    return [_warning(warning, reader, mentor, mentee) for warning in match.warnings]


def _warning(warning: ManagerUnknown, reader: Reader, mentor: str, mentee: str) -> str:
    name = mentor if warning.role is Role.MENTOR else mentee
    return reader.gettext(
        "I do not know who {name} reports to: please make sure that they are not in one line."
    ).format(name=name)


def _topics(topics: list[TeachesTopic], reader: Reader, mentee: str) -> str:
    names = _list([reason.topic for reason in topics], reader)
    if topics[0].wanted_rank == 0 and len(topics) == 1:
        return reader.gettext("teaches {topics}, which {mentee} wants most").format(topics=names, mentee=mentee)
    if topics[0].wanted_rank == 0:
        return reader.gettext("teaches {topics}, which {mentee} wants, the first of them most").format(
            topics=names, mentee=mentee
        )
    return reader.gettext("teaches {topics}, which {mentee} wants too").format(topics=names, mentee=mentee)


def _one(reason: Reason, reader: Reader) -> str:
    _ = reader.gettext
    match reason:
        case BothFree():
            return _both_free(reason, reader)
        case OtherBackground(topics):
            return _("knows {topics} from their own life").format(topics=_list(list(topics), reader))
        case OtherDepartment(mentor, mentee):
            return _("from another department ({mentor}, {mentee})").format(mentor=mentor, mentee=mentee)
        case OtherLocation(mentor, mentee):
            return _("from another place ({mentor}, {mentee})").format(mentor=mentor, mentee=mentee)
        case SharesLanguage(language):
            return _("both speak {language}").format(language=language)
        case SharesFormat("online"):
            return _("both like to meet online")
        case SharesFormat("in person"):
            return _("both like to meet in person")
        case SharesFormat(way):
            return _("both like to meet this way: {format}").format(format=way)
        case LevelsApart(levels):
            return reader.ngettext("{count} level apart", "{count} levels apart", levels).format(count=levels)
        case TeachesTopic():
            raise AssertionError("topics are said together, in _topics")


PARTS_OF_DAY = (("morning", 6, 12), ("afternoon", 12, 17), ("evening", 17, 24))
ENOUGH = 8
"""Quarter hours: less than two hours of a morning are not called a free morning."""


def _both_free(reason: BothFree, reader: Reader) -> str:
    """The days and parts of day, as "Tuesday and Thursday mornings", in the reader's zone."""
    _ = reader.gettext
    begin = datetime.combine(reason.week - timedelta(days=reason.week.weekday()), time(0), UTC)
    found: dict[tuple[str, int], int] = defaultdict(int)
    for quarter in quarters(reason.mask):
        local = (begin + timedelta(minutes=15 * quarter)).astimezone(reader.zone_info)
        for part, first, end in PARTS_OF_DAY:
            if first <= local.hour < end:
                found[part, local.weekday()] += 1
    days = {part: [day for day in range(7) if found[part, day] >= ENOUGH] for part, _first, _end in PARTS_OF_DAY}
    said = []
    if days["morning"] and days["morning"] == days["afternoon"]:
        said.append(_("most of {days}").format(days=_days(days["morning"], reader, alone=True)))
    else:
        if days["morning"]:
            said.append(_("{days} mornings").format(days=_days(days["morning"], reader)))
        if days["afternoon"]:
            said.append(_("{days} afternoons").format(days=_days(days["afternoon"], reader)))
    if days["evening"]:
        said.append(_("{days} evenings").format(days=_days(days["evening"], reader)))
    if said:
        return _("both free {times}").format(times=_list(said, reader))
    hours = reason.minutes // 60
    return reader.ngettext("both free {count} hour a week", "both free {count} hours a week", hours).format(count=hours)


def _days(days: list[int], reader: Reader, *, alone: bool = False) -> str:
    if days == [0, 1, 2, 3, 4]:
        return reader.gettext("the working week") if alone else reader.gettext("weekday")
    names = get_day_names("wide", locale=kit.locale(reader.language))
    return _list([str(names[day]) for day in days], reader)


def _list(items: list[str], reader: Reader) -> str:
    return format_list(items, locale=kit.locale(reader.language))


def rule_name(rule: Rule, reader: Reader) -> str:
    """What a hard rule asks, short enough for a list: "not in each other's reporting line"."""
    _ = reader.gettext
    names: Mapping[Rule, str] = {
        Rule.SAME_PERSON: _("nobody with themselves"),
        Rule.REPORTING_LINE: _("not in each other's reporting line"),
        Rule.SAME_MANAGER: _("not the same manager"),
        Rule.MANAGER_UNKNOWN: _("reporting lines known"),
        Rule.LEVEL: _("enough levels between them"),
        Rule.LANGUAGE: _("a common language"),
        Rule.HOURS: _("enough common working hours"),
        Rule.DO_NOT_MATCH: _("not on a do-not-match list"),
        Rule.EARLIER_PAIR: _("not a pair before"),
        Rule.PAUSED: _("not paused"),
        Rule.NO_CAPACITY: _("a free place on both sides"),
        Rule.LOW_SCORE: _("a score that is good enough"),
    }
    return names[rule]


def part_name(part: Part, reader: Reader) -> str:
    """What a part of the score is about."""
    _ = reader.gettext
    names: Mapping[Part, str] = {
        Part.TOPICS: _("topics taught and wanted"),
        Part.DEPARTMENT: _("different departments"),
        Part.LOCATION: _("different places"),
        Part.BACKGROUND: _("different backgrounds"),
        Part.LANGUAGE: _("common language"),
        Part.HOURS: _("common working hours"),
        Part.FORMAT: _("way to meet"),
        Part.LEVEL: _("levels between them"),
    }
    return names[part]


def weight_sentence(part: Part, reader: Reader) -> str:
    """What the weight of a part does, for the settings."""
    _ = reader.gettext
    sentences: Mapping[Part, str] = {
        Part.TOPICS: _(
            "How much it counts that a mentor teaches what a mentee wants to learn, what they want most first."
        ),
        Part.DEPARTMENT: _("How much it counts that the two work in different departments."),
        Part.LOCATION: _("How much it counts that the two work in different places."),
        Part.BACKGROUND: _(
            "How much it counts that a mentor knows topics from their own life that the mentee does not."
        ),
        Part.LANGUAGE: _("How much it counts that both speak the same language, their first one best."),
        Part.HOURS: _("How much it counts that their working hours overlap, each in their own zone."),
        Part.FORMAT: _("How much it counts that both like to meet the same way."),
        Part.LEVEL: _("How much it counts that the mentee stands well above the mentor."),
    }
    return sentences[part]


def why_left(why: Why, reader: Reader) -> str:
    """Why somebody has no match, as a sentence without a subject."""
    _ = reader.gettext
    sentences: Mapping[Why, str] = {
        Why.PAUSED: _("is paused"),
        Why.NO_CAPACITY: _("has no free place"),
        Why.NOBODY_THERE: _("nobody to be matched with"),
        Why.NOBODY_ALLOWED: _("every possible partner breaks a rule"),
        Why.TOO_FEW_SEATS: _("too few partners for everybody"),
    }
    return sentences[why]


def rules_in_words(rules: Mapping[Rule, int], reader: Reader) -> str:
    """Which rule costs how many, most first: "not the same manager (12), a common language (3)"."""
    found = sorted(rules.items(), key=lambda item: (-item[1], list(Rule).index(item[0])))
    return ", ".join(f"{rule_name(rule, reader)} ({count})" for rule, count in found)
