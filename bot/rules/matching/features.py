"""Scores of all pairs at once, as the product of two small integer matrices.

Every part of the score is a sum, over a few columns, of something about the mentor times something about the mentee: a
topic taught times the weight of the topic wanted; a row of a table of traits times "has this trait". Whole numbers
below 2**24 are exact in float32 in whatever order they are added, so the product equals `score.points` to the last
hundredth. A broken rule about a trait is a large negative number in the same product."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .hours import QUARTERS
from .model import Candidate, MatchRequest, MatchSettings, Part
from .score import background_points, taught_tenths, wanted_units
from .traits import TRAITS, Trait, neutral

BLOCK = 1 << 18
"""A broken rule: more than twice any score, and several of them are still exact in float32."""
MOST_POINTS = 1000
"""All weights together."""
WIDE = 64
"""A trait with more values than this among the mentees is looked up in its table: multiplying would take longer."""

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Reals = NDArray[np.floating[Any]]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Side:
    """The values that the people of one side have of a trait, and who has which."""

    values: list[Hashable]
    of: Ints

    @classmethod
    def read(cls, people: Sequence[Candidate], trait: Trait, settings: MatchSettings) -> "Side":
        known: dict[Hashable, int] = {}
        of = [known.setdefault(trait.of(person, settings), len(known)) for person in people]
        return cls(list(known), np.array(of, np.int64))

    def counts(self) -> Ints:
        """How many people have each value."""
        return np.bincount(self.of, minlength=len(self.values)).astype(np.int64)


@dataclass(frozen=True)
class Table:
    """The points of each value of a mentor's trait with each of a mentee's, and whether they break the trait's rule."""

    trait: Trait
    mentors: Side
    mentees: Side
    points: Small
    broken: Flags

    @classmethod
    def of(cls, trait: Trait, request: MatchRequest) -> "Table":
        """The pure functions of the trait, called once per two values."""
        settings = request.settings
        mentors, mentees = (Side.read(people, trait, settings) for people in (request.mentors, request.mentees))
        if trait.part is Part.HOURS:
            return cls(trait, mentors, mentees, *_hours(trait, mentors, mentees, settings))
        shape = (len(mentors.values), len(mentees.values))
        pairs = [(a, b) for a in mentors.values for b in mentees.values]
        points = np.array([trait.points(a, b, settings) for a, b in pairs], np.int32).reshape(shape)
        broken = np.array([trait.broken(a, b, settings) for a, b in pairs], np.bool_).reshape(shape)
        return cls(trait, mentors, mentees, points, broken)

    def worth(self) -> Floats:
        """Points, less BLOCK where the rule is broken."""
        return (self.points - np.int32(BLOCK) * self.broken).astype(np.float32)

    def broken_per_mentor(self) -> Ints:
        """How many mentees the rule excludes for each mentor."""
        counts: Ints = self.broken @ self.mentees.counts()
        return counts[self.mentors.of]

    def broken_per_mentee(self) -> Ints:
        """How many mentors the rule excludes for each mentee."""
        counts: Ints = self.mentors.counts() @ self.broken
        return counts[self.mentees.of]


def _hours(trait: Trait, mentors: Side, mentees: Side, settings: MatchSettings) -> tuple[Small, Flags]:
    """The table of working hours. There may be thousands of different weeks, so common quarter hours are counted by a
    product; what each count is worth is asked of the trait."""
    masks = [(1 << count) - 1 for count in range(QUARTERS + 1)]
    worth = np.array([trait.points(mask, mask, settings) for mask in masks], np.int32)
    few = np.array([trait.broken(mask, mask, settings) for mask in masks], np.bool_)
    common = (_bits(mentors) @ _bits(mentees).T).astype(np.int32)
    points, broken = worth[common], few[common]
    for side, values in enumerate((mentors.values, mentees.values)):
        unknown = [place for place, value in enumerate(values) if value is None]
        where = (unknown, slice(None)) if side == 0 else (slice(None), unknown)
        points[where], broken[where] = trait.points(None, None, settings), False
    return points, broken


def _bits(side: Side) -> Floats:
    size = QUARTERS // 8
    data = b"".join((value if isinstance(value, int) else 0).to_bytes(size, "little") for value in side.values)
    return np.unpackbits(np.frombuffer(data, np.uint8).reshape(-1, size), axis=1).astype(np.float32)


@dataclass(frozen=True)
class Features:
    """`mentors @ mentees.T`, and the values of `wide` tables added, are the scores; negative where a rule is broken."""

    mentors: Floats
    mentees: Floats
    wide: tuple[Table, ...]


def features(request: MatchRequest, tables: Sequence[Table]) -> Features:
    """The columns of every part of the score."""
    weights = request.settings.weights
    columns = [
        _words(
            [taught_tenths(c.topics) for c in request.mentors],
            [wanted_units(c.topics, weights.get(Part.TOPICS, 0)) for c in request.mentees],
            unknown=neutral(weights.get(Part.TOPICS, 0)),
        ),
        *_backgrounds(request, weights.get(Part.BACKGROUND, 0)),
    ]
    for table in tables:
        if len(table.mentees.values) <= WIDE:
            has = np.eye(len(table.mentees.values), dtype=np.float32)[table.mentees.of]
            columns.append((table.worth()[table.mentors.of], has))
    mentors, mentees = (np.concatenate(side, axis=1) for side in zip(*columns, strict=True))
    return Features(mentors, mentees, tuple(table for table in tables if len(table.mentees.values) > WIDE))


def tables(request: MatchRequest) -> tuple[Table, ...]:
    """One table for each trait."""
    return tuple(Table.of(trait, request) for trait in TRAITS)


def _words(
    mentors: Sequence[Mapping[str, int]], mentees: Sequence[Mapping[str, int]], unknown: int
) -> tuple[Floats, Floats]:
    """Columns for a sum over the common words of what each counts for the mentor times what for the mentee; `unknown`
    instead if either has no word at all."""
    words: dict[str, int] = {}
    for person in (*mentors, *mentees):
        for word in person:
            words.setdefault(word, len(words))
    sides = []
    for people in (mentors, mentees):
        matrix = np.zeros((len(people), len(words) + 2), np.float32)
        for row, person in enumerate(people):
            for word, count in person.items():
                matrix[row, words[word]] = count
        sides.append(matrix)
    one, other = sides
    one[:, -2], other[:, -2] = [0 if person else unknown for person in mentors], 1
    one[:, -1], other[:, -1] = [bool(person) for person in mentors], [0 if person else unknown for person in mentees]
    return one, other


def _backgrounds(request: MatchRequest, weight: int) -> list[tuple[Floats, Floats]]:
    """The same points for each topic that the mentor knows, less those for the topics that the mentee knows too."""
    each = [background_points(len(set(c.background)), weight) if c.background else 0 for c in request.mentors]
    common = _words(
        [dict.fromkeys(c.background, -count) for c, count in zip(request.mentors, each, strict=True)],
        [dict.fromkeys(c.background, 1) for c in request.mentees],
        unknown=neutral(weight),
    )
    whole = [[len(set(c.background)) * count] for c, count in zip(request.mentors, each, strict=True)]
    known = [[bool(c.background)] for c in request.mentees]
    return [common, (np.array(whole, np.float32).reshape(-1, 1), np.array(known, np.float32).reshape(-1, 1))]
