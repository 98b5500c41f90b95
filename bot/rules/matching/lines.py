"""Reporting lines: who stands above whom, on all levels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storage.enums import Role

from .model import Candidate, ManagerUnknown, MatchRequest


@dataclass(frozen=True)
class Organisation:
    """Person to manager, for everybody. Once somebody is known to be at the top (their manager is ""), a line that does
    not lead there is known to be incomplete; before that, where a line ends is taken for its top."""

    managers: Mapping[str, str]
    has_top: bool

    def above(self, person: str) -> Iterator[str]:
        """Their manager, their manager's manager and so on. A ring, which only bad data has, is walked once."""
        seen = {person}
        while (boss := self.managers.get(person)) and boss not in seen:
            yield boss
            seen.add(boss)
            person = boss

    def in_line(self, one: str, other: str) -> bool:
        """Whether one of the two stands above the other, on any level."""
        return one in self.above(other) or other in self.above(one)

    def known(self, person: str) -> bool:
        """Whether the person's line is known: a manager of their own, and up to the top where a top is known."""
        if person not in self.managers:
            return False
        *_, last = person, *self.above(person)
        return not self.has_top or last in self.managers

    def manager(self, person: str) -> str | None:
        """The direct manager, None if there is none or none is known."""
        return self.managers.get(person) or None

    def doubts(self, mentor: Candidate, mentee: Candidate) -> tuple[ManagerUnknown, ...]:
        """Whose reporting line is not known, so that the rules about it could not be tested."""
        sides = ((Role.MENTOR, mentor), (Role.MENTEE, mentee))
        return tuple(ManagerUnknown(role) for role, candidate in sides if not self.known(candidate.person))


def organisation(request: MatchRequest) -> Organisation:
    """The lines of `request.managers`, completed by what the candidates themselves say."""
    managers = dict(request.managers)
    for candidate in request.mentors + request.mentees:
        if candidate.manager is not None:
            managers.setdefault(candidate.person, candidate.manager)
    return Organisation(managers, "" in managers.values())
