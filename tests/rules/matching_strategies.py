"""Small random programmes, and slow and obvious ways to match them, for the tests of the matching."""

from collections.abc import Iterable
from itertools import product

from hypothesis import strategies as st

from bot.rules.matching import (
    OFFICE_HOURS,
    Candidate,
    Match,
    MatchRequest,
    MatchSettings,
    Objective,
    Part,
    Span,
    UnknownManager,
    broken_rules,
    organisation,
    score_pair,
)
from bot.rules.matching.problem import MOST_WAITED

TOPICS = ("AI tools", "Accessibility", "Gaming", "Law", "Slang")
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu")
SHORT_DAYS = (Span(0, 9 * 60, 11 * 60), Span(2, 22 * 60, 2 * 60))


def candidates(
    side: str, people: st.SearchStrategy[str], *, most: int, capacity: int
) -> st.SearchStrategy[list[Candidate]]:
    """Some candidates of one side, about everything of whom something may be unknown."""
    some = st.builds(
        Candidate,
        key=st.just(""),
        person=people,
        topics=st.lists(st.sampled_from(TOPICS), max_size=4).map(tuple),
        background=st.lists(st.sampled_from(TOPICS), max_size=3).map(tuple),
        manager=st.none() | st.sampled_from(("", "a", "b", "c", "boss")),
        department=st.none() | st.sampled_from(("IT", "HR")),
        location=st.none() | st.sampled_from(("London", "Paris")),
        level=st.none() | st.integers(1, 4),
        languages=st.lists(st.sampled_from(("English", "French", "Welsh")), max_size=2).map(tuple),
        zone=st.none() | st.sampled_from(ZONES),
        hours=st.sampled_from(((), OFFICE_HOURS, SHORT_DAYS)),
        formats=st.sampled_from(((), ("online",), ("in person",), ("in person", "online"))),
        capacity=st.integers(0, capacity),
        waited=st.sampled_from((0, 0, 1, 2, 9)),
        paused=st.sampled_from((False, False, False, True)),
    )
    return st.lists(some, max_size=most, unique_by=lambda c: c.person).map(
        lambda found: [Candidate(**{**vars(c), "key": f"{side}{place}"}) for place, c in enumerate(found)]
    )


settings = st.builds(
    MatchSettings,
    weights=st.dictionaries(st.sampled_from(Part), st.integers(0, 60)),
    objective=st.sampled_from(Objective),
    unknown_manager=st.sampled_from(UnknownManager),
    min_level_distance=st.sampled_from((None, None, 1, 2)),
    shared_language=st.booleans(),
    min_overlap_hours=st.sampled_from((0, 2, 6.5)),
    min_score=st.sampled_from((0, 0, 3000)),
)


@st.composite
def requests(draw: st.DrawFn, *, most: int = 5, capacity: int = 2, both: bool = True) -> MatchRequest:
    """A request with up to `most` people a side; with `both`, some of them may be on both."""
    people = st.sampled_from("abcdefghijkl")
    mentors = draw(candidates("t", people, most=most, capacity=capacity))
    mentees = draw(candidates("l", people if both else people.map(str.upper), most=most, capacity=capacity))
    pairs = st.tuples(st.sampled_from([f"t{i}" for i in range(most)]), st.sampled_from([f"l{i}" for i in range(most)]))
    return MatchRequest(
        tuple(mentors),
        tuple(mentees),
        draw(st.dictionaries(people, st.sampled_from(("", "a", "b", "c", "boss", "chief")), max_size=6)),
        frozenset(draw(st.lists(pairs, max_size=2))),
        frozenset(draw(st.lists(pairs, max_size=2))),
        tuple(draw(st.lists(pairs, max_size=1))),
        draw(settings),
    )


Found = list[tuple[Candidate, Candidate]]


def allowed_pairs(request: MatchRequest) -> Found:
    """Everybody with everybody whom no rule forbids."""
    lines = organisation(request)
    return [(a, b) for a, b in product(request.mentors, request.mentees) if not broken_rules(a, b, request, lines)]


def rank(pairs: Iterable[tuple[Candidate, Candidate]], request: MatchRequest) -> tuple[int, ...]:
    """How good a result is, by what comes first in the request's objective."""
    pairs = list(pairs)
    people = {("mentor", a.key): a for a, _ in pairs} | {("mentee", b.key): b for _, b in pairs}
    waited = sum(min(c.waited, MOST_WAITED) for c in people.values())
    score = sum(score_pair(a, b, request.settings).score for a, b in pairs)
    if request.settings.objective is Objective.MOST_PEOPLE:
        return len(people), waited, score
    return score, len(people), waited


def same_two(one: tuple[Candidate, Candidate], other: tuple[Candidate, Candidate]) -> bool:
    """Whether the two pairs are of the same two people, in whatever roles."""
    return {one[0].person, one[1].person} == {other[0].person, other[1].person}


def fits(pairs: Found, pair: tuple[Candidate, Candidate]) -> bool:
    """Whether the pair can be added: both have a seat left, and the two are not together already."""
    seats = (
        sum(a is pair[0] for a, _ in pairs) < pair[0].capacity,
        sum(b is pair[1] for _, b in pairs) < pair[1].capacity,
    )
    return all(seats) and not any(same_two(pair, other) for other in pairs)


def best_by_trying(request: MatchRequest, locked: Found) -> tuple[int, ...]:
    """The rank of the best result, by trying them all."""
    allowed = [pair for pair in allowed_pairs(request) if pair not in locked]

    def search(place: int, pairs: Found) -> tuple[int, ...]:
        if place == len(allowed):
            return rank(pairs, request)
        without = search(place + 1, pairs)
        return max(without, search(place + 1, [*pairs, allowed[place]])) if fits(pairs, allowed[place]) else without

    return search(0, list(locked))


def greedy(request: MatchRequest) -> Found:
    """What most tools do: always the best pair that is left."""
    pairs: Found = []
    for pair in sorted(
        allowed_pairs(request), key=lambda p: (-score_pair(p[0], p[1], request.settings).score, p[0].key, p[1].key)
    ):
        if fits(pairs, pair):
            pairs.append(pair)
    return pairs


def people(matches: Iterable[Match], request: MatchRequest) -> Found:
    """The matches as candidates."""
    mentors, mentees = ({c.key: c for c in side} for side in (request.mentors, request.mentees))
    return [(mentors[match.mentor], mentees[match.mentee]) for match in matches]
