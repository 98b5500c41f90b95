"""The hard rules, one pair at a time. The solver applies them to all pairs at once; a test holds the two equal."""

from .lines import Organisation, organisation
from .model import Candidate, MatchRequest, Rule, UnknownManager
from .score import points
from .traits import TRAITS


def broken_rules(
    mentor: Candidate, mentee: Candidate, request: MatchRequest, lines: Organisation | None = None
) -> tuple[Rule, ...]:
    """Every hard rule the two break, in the order of `Rule`; empty if they may be matched.

    For many pairs of one request pass `lines=organisation(request)` once."""
    settings, lines = request.settings, lines or organisation(request)
    pair = (mentor.key, mentee.key)
    broken = {
        trait.rule
        for trait in TRAITS
        if trait.rule and trait.broken(trait.of(mentor, settings), trait.of(mentee, settings), settings)
    }
    if mentor.person == mentee.person:
        broken.add(Rule.SAME_PERSON)
    if lines.in_line(mentor.person, mentee.person):
        broken.add(Rule.REPORTING_LINE)
    boss = lines.manager(mentor.person)
    if boss and boss == lines.manager(mentee.person):
        broken.add(Rule.SAME_MANAGER)
    if settings.unknown_manager is UnknownManager.BLOCK and lines.doubts(mentor, mentee):
        broken.add(Rule.MANAGER_UNKNOWN)
    if pair in request.forbidden:
        broken.add(Rule.DO_NOT_MATCH)
    if pair in request.earlier:
        broken.add(Rule.EARLIER_PAIR)
    if mentor.paused or mentee.paused:
        broken.add(Rule.PAUSED)
    if mentor.capacity < 1 or mentee.capacity < 1:
        broken.add(Rule.NO_CAPACITY)
    if settings.min_score > 0 and sum(points(mentor, mentee, settings).values()) < settings.min_score:
        broken.add(Rule.LOW_SCORE)
    return tuple(rule for rule in Rule if rule in broken)
