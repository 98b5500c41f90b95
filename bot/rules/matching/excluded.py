"""Which pairs the hard rules exclude, and how many each of them costs."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .features import BLOCK, Features, Floats, Ints, Table
from .lines import Organisation
from .model import Candidate, MatchRequest, Rule, UnknownManager
from .scores import Pairs, Scores


@dataclass(frozen=True)
class Counts:
    """How many pairs a rule excludes for each mentor and for each mentee."""

    mentors: Ints
    mentees: Ints

    @property
    def total(self) -> int:
        """How many pairs it excludes."""
        return int(self.mentors.sum())


def single_pairs(request: MatchRequest, lines: Organisation) -> dict[Rule, Pairs]:
    """The pairs that are excluded one by one, because of who the two are."""
    mentors, mentees = (_places(people) for people in (request.mentors, request.mentees))
    keys = [{c.key: place for place, c in enumerate(people)} for people in (request.mentors, request.mentees)]

    def by_key(pairs: Iterable[tuple[str, str]]) -> Pairs:
        return _arrays({(keys[0][a], keys[1][b]) for a, b in pairs if a in keys[0] and b in keys[1]})

    above = {
        (row, column)
        for row, c in enumerate(request.mentors)
        for boss in lines.above(c.person)
        for column in mentees.get(boss, ())
    }
    below = {
        (row, column)
        for column, c in enumerate(request.mentees)
        for boss in lines.above(c.person)
        for row in mentors.get(boss, ())
    }
    same = {(row, column) for row, c in enumerate(request.mentors) for column in mentees.get(c.person, ())}
    return {
        Rule.SAME_PERSON: _arrays(same),
        Rule.REPORTING_LINE: _arrays(above | below),
        Rule.SAME_MANAGER: _same_manager(request, lines),
        Rule.DO_NOT_MATCH: by_key(request.forbidden),
        Rule.EARLIER_PAIR: by_key(request.earlier),
    }


def _places(people: Iterable[Candidate]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, candidate in enumerate(people):
        found[candidate.person].append(place)
    return found


def _arrays(pairs: set[tuple[int, int]]) -> Pairs:
    array = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _same_manager(request: MatchRequest, lines: Organisation) -> Pairs:
    reports: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, people in enumerate((request.mentors, request.mentees)):
        for place, candidate in enumerate(people):
            if boss := lines.manager(candidate.person):
                reports[boss][side].append(place)
    groups = [(np.array(ours), np.array(theirs)) for ours, theirs in reports.values() if ours and theirs]
    none = np.empty(0, np.int64)
    return (
        np.concatenate([none, *(np.repeat(ours, len(theirs)) for ours, theirs in groups)]),
        np.concatenate([none, *(np.tile(theirs, len(ours)) for ours, theirs in groups)]),
    )


def unknown_lines(request: MatchRequest, lines: Organisation) -> Pairs:
    """Who cannot be matched because their reporting line is not known: rows of mentors, columns of mentees (not pairs:
    each of them with anybody)."""
    if request.settings.unknown_manager is not UnknownManager.BLOCK:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    mentors, mentees = (
        np.array([place for place, c in enumerate(people) if not lines.known(c.person)], np.int64)
        for people in (request.mentors, request.mentees)
    )
    return mentors, mentees


def all_pairs(shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Everybody, as numbers."""
    return np.arange(shape[0]), np.arange(shape[1])


def count_rules(
    request: MatchRequest, lines: Organisation, tables: Iterable[Table], singles: Mapping[Rule, Pairs], parts: Features
) -> dict[Rule, Counts]:
    """What every rule costs, among all pairs of the request. A pair counts under each rule that it breaks."""
    shape = len(request.mentors), len(request.mentees)
    counts = {
        table.trait.rule: Counts(table.broken_per_mentor(), table.broken_per_mentee())
        for table in tables
        if table.trait.rule
    }
    for rule, (rows, columns) in singles.items():
        counts[rule] = Counts(np.bincount(rows, minlength=shape[0]), np.bincount(columns, minlength=shape[1]))
    sides = (request.mentors, request.mentees)
    paused = tuple(np.array([c.paused for c in people], np.bool_) for people in sides)
    full = tuple(np.array([c.capacity < 1 for c in people], np.bool_) for people in sides)
    unknown = tuple(
        np.isin(everybody, some)
        for everybody, some in zip(all_pairs(shape), unknown_lines(request, lines), strict=True)
    )
    for rule, (one, other) in {Rule.PAUSED: paused, Rule.NO_CAPACITY: full, Rule.MANAGER_UNKNOWN: unknown}.items():
        counts[rule] = Counts(
            np.where(one, shape[1], other.sum()).astype(np.int64), np.where(other, shape[0], one.sum()).astype(np.int64)
        )
    if request.settings.min_score > 0:
        counts[Rule.LOW_SCORE] = _low_scores(parts, shape, request.settings.min_score)
    return {rule: counts[rule] for rule in Rule if rule in counts and counts[rule].total}


def _low_scores(parts: Features, shape: tuple[int, int], least: int) -> Counts:
    low = Counts(np.zeros(shape[0], np.int64), np.zeros(shape[1], np.int64))

    def count(first: int, block: Floats) -> None:
        below = block.astype(np.int64) & (BLOCK - 1) < least  # the score itself, whatever else is broken
        low.mentors[first : first + len(block)] = below.sum(axis=1)
        with lock:
            low.mentees[:] += below.sum(axis=0)

    nothing, lock = np.empty(0, np.int64), threading.Lock()
    Scores.of_features(parts, (nothing, nothing), 0).each(count)
    return low
