"""The score of a mentor for a mentee, one pair at a time: whole hundredths of a point, by parts, with reasons.

Each part is worth between nothing and its weight. What a profile does not say counts half: that is neutral, as it
neither helps nor harms against somebody who fits and somebody who does not. The solver computes the same numbers for
all pairs at once as matrix products; a test holds the two equal."""

from .lines import Organisation
from .model import (
    POINT,
    BothFree,
    Candidate,
    LevelsApart,
    Match,
    MatchSettings,
    OtherBackground,
    OtherDepartment,
    OtherLocation,
    Part,
    Reason,
    SharesFormat,
    SharesLanguage,
    TeachesTopic,
)
from .traits import TRAITS, common_formats, hours_of, meeting_of, neutral

TENTHS = POINT // 10


def wanted_units(topics: tuple[str, ...], weight: int) -> dict[str, int]:
    """The weight, in tenths of a point, split over the wanted topics as 1 : 1/2 : 1/3 ..., most wanted first."""
    wanted = list(dict.fromkeys(topics))
    whole, shares = weight * TENTHS, [1 / (rank + 1) for rank in range(len(wanted))]
    units = [int(whole * share / sum(shares)) for share in shares]
    if units:
        units[0] += whole - sum(units)
    return dict(zip(wanted, units, strict=True))


def taught_tenths(topics: tuple[str, ...]) -> dict[str, int]:
    """How far a taught topic counts, in tenths: the first in full, each later one a tenth less, down to six."""
    return {topic: max(10 - rank, 6) for rank, topic in enumerate(dict.fromkeys(topics))}


def background_points(known: int, weight: int) -> int:
    """What each topic counts that the mentor knows from their own life and the mentee does not, of `known` in all."""
    return weight * POINT // known


def points(mentor: Candidate, mentee: Candidate, settings: MatchSettings) -> dict[Part, int]:
    """The parts of the score."""
    weight, parts = settings.weights, {}
    parts[Part.TOPICS] = neutral(weight.get(Part.TOPICS, 0))
    if mentor.topics and mentee.topics:
        taught = taught_tenths(mentor.topics)
        wanted = wanted_units(mentee.topics, weight.get(Part.TOPICS, 0))
        parts[Part.TOPICS] = sum(unit * taught.get(topic, 0) for topic, unit in wanted.items())
    parts[Part.BACKGROUND] = neutral(weight.get(Part.BACKGROUND, 0))
    if mentor.background and mentee.background:
        own = set(mentor.background)
        parts[Part.BACKGROUND] = background_points(len(own), weight.get(Part.BACKGROUND, 0)) * len(
            own.difference(mentee.background)
        )
    for trait in TRAITS:
        parts[trait.part] = trait.points(trait.of(mentor, settings), trait.of(mentee, settings), settings)
    return {part: parts[part] for part in Part}


def reasons(mentor: Candidate, mentee: Candidate, settings: MatchSettings) -> tuple[Reason, ...]:
    """What speaks for the pair, most important first: only what both profiles say, and what has a weight."""
    found: list[Reason] = [
        TeachesTopic(topic, rank) for rank, topic in enumerate(dict.fromkeys(mentee.topics)) if topic in mentor.topics
    ]
    mine, theirs = hours_of(mentor, settings), hours_of(mentee, settings)
    if mine is not None and theirs is not None and (mine & theirs).bit_count() >= 4:  # less than an hour is no reason
        found.append(BothFree((mine & theirs).bit_count() * 15, mine & theirs, settings.week))
    new = tuple(topic for topic in dict.fromkeys(mentor.background) if topic not in mentee.background)
    if mentee.background and new:
        found.append(OtherBackground(new))
    if mentor.department and mentee.department and mentor.department != mentee.department:
        found.append(OtherDepartment(mentor.department, mentee.department))
    if mentor.location and mentee.location and mentor.location != mentee.location:
        found.append(OtherLocation(mentor.location, mentee.location))
    language = next((language for language in mentee.languages if language in mentor.languages), None)
    if language:
        found.append(SharesLanguage(language))
    ours, yours = meeting_of(mentor, settings), meeting_of(mentee, settings)
    found += [SharesFormat(way) for way in (common_formats(ours, yours)[:1] if ours and yours else ())]
    if mentor.level is not None and mentee.level is not None and mentee.level > mentor.level:
        found.append(LevelsApart(mentee.level - mentor.level))
    return tuple(found)


def score_pair(
    mentor: Candidate, mentee: Candidate, settings: MatchSettings, lines: Organisation | None = None
) -> Match:
    """The pair with its score, the parts that add up to it and what speaks for it; with `lines` also its warnings."""
    parts = points(mentor, mentee, settings)
    why = reasons(mentor, mentee, settings)
    doubts = lines.doubts(mentor, mentee) if lines else ()
    return Match(mentor.key, mentee.key, sum(parts.values()), parts, why, doubts)
