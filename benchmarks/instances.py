"""Made-up companies to match, of any size: the same seed gives the same company.

Popularity is uneven on purpose (a few topics, departments and places have most of the people), since that is what makes
people compete for the same partners."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from bot.rules.matching import Candidate, MatchRequest, Span

TOPICS = tuple(f"topic {number:02}" for number in range(40))
BACKGROUNDS = tuple(f"life {number:02}" for number in range(16))
DEPARTMENTS = tuple(f"department {number:02}" for number in range(24))
PLACES = (
    ("London", "Europe/London", ("English",)),
    ("Paris", "Europe/Paris", ("French", "English")),
    ("Berlin", "Europe/Berlin", ("German", "English")),
    ("Madrid", "Europe/Madrid", ("Spanish", "English")),
    ("New York", "America/New_York", ("English",)),
    ("Chicago", "America/Chicago", ("English",)),
    ("Bangalore", "Asia/Kolkata", ("English", "Hindi")),
    ("Warsaw", "Europe/Warsaw", ("Polish", "English")),
    ("Dublin", "Europe/Dublin", ("English",)),
    ("Lisbon", "Europe/Lisbon", ("Portuguese", "English")),
    ("Singapore", "Asia/Singapore", ("English", "Mandarin")),
    ("Montreal", "America/Toronto", ("French", "English")),
)
FORMATS = (("online",), ("online", "in person"), ("in person",))
SHAPES = {"slack": 1.0, "tight": 1.0, "short20": 0.8, "short40": 0.6}
"""Mentors for each mentee. In all but `slack` everybody has one seat; in `slack` some mentors have two or three."""


@dataclass(frozen=True)
class _Uneven:
    """Draws by popularity 1, 1/2, 1/3 ... (softened by the exponent)."""

    values: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def of(cls, values: Sequence[str], exponent: float) -> "_Uneven":
        return cls(values, list(accumulate((rank + 1) ** -exponent for rank in range(len(values)))))

    def some(self, random: Random, count: int) -> tuple[str, ...]:
        """`count` different values, in order of drawing."""
        drawn: dict[str, None] = {}
        while len(drawn) < count:
            drawn[random.choices(self.values, cum_weights=self.weights)[0]] = None
        return tuple(drawn)


_TOPICS, _LIVES, _DEPARTMENTS = _Uneven.of(TOPICS, 0.7), _Uneven.of(BACKGROUNDS, 0.5), _Uneven.of(DEPARTMENTS, 0.6)


def instance(shape: str, mentees: int, seed: int) -> MatchRequest:
    """A request of that shape (see `SHAPES`) with so many mentees, in a company of which they are a part."""
    random = Random(f"{shape} {mentees} {seed}")
    mentors = round(mentees * SHAPES[shape])
    leaders = tuple(_person(random, "mentee", f"L{number:05}", 5 + number % 4) for number in range(mentees))
    juniors = tuple(
        _person(
            random, "mentor", f"J{number:05}", 1 + number % 3, random.choice((1, 1, 2, 3)) if shape == "slack" else 1
        )
        for number in range(mentors)
    )
    managers = _managers(random, [c.person for c in leaders], [c.person for c in juniors])
    pairs = [(random.choice(juniors).key, random.choice(leaders).key) for _ in range(mentees)]
    half = len(pairs) // 2
    return MatchRequest(juniors, leaders, managers, frozenset(pairs[:half]), frozenset(pairs[half:]))


def _person(random: Random, role: str, person: str, level: int, capacity: int = 1) -> Candidate:
    place, zone, languages = PLACES[min(int(random.expovariate(0.35)), len(PLACES) - 1)]
    start = 60 * random.choice((7, 8, 8, 9, 9, 9, 10))
    end = start + 60 * random.choice((6, 8, 8, 8, 9))
    off = random.choice((None, None, None, 0, 2, 4))

    def known(value: tuple[str, ...], odds: float = 0.9) -> tuple[str, ...]:
        return value if random.random() < odds else ()

    return Candidate(
        key=person,
        person=person,
        topics=known(_TOPICS.some(random, random.randint(2, 5) if role == "mentor" else 3), 0.98),
        background=known(_LIVES.some(random, random.randint(1, 3)), 0.6),
        department=_DEPARTMENTS.some(random, 1)[0] if random.random() < 0.95 else None,
        location=place,
        level=level,
        languages=known(languages),
        zone=zone,
        hours=tuple(Span(day, start, end) for day in range(5) if day != off) if random.random() < 0.8 else (),
        formats=known(random.choice(FORMATS), 0.7),
        capacity=capacity,
    )


def _managers(random: Random, leaders: list[str], juniors: list[str]) -> dict[str, str]:
    """Leaders report to leaders up to one at the top; juniors to a middle manager, who reports to a leader."""
    managers = {leaders[0]: ""}
    for number, leader in enumerate(leaders[1:], start=1):
        managers[leader] = leaders[(number - 1) // 6]
    for number, junior in enumerate(random.sample(juniors, len(juniors))):
        middle = f"M{number // 8:05}"
        managers.setdefault(middle, random.choice(leaders))
        managers[junior] = middle if number % 10 else random.choice(leaders)
    return managers
