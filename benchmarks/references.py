"""What the matching is measured against, each as a child process of its own that gets the same request.

    python -m benchmarks.references dense          scipy's dense assignment, on the whole table
    python -m benchmarks.references mentor-match   PyPI's mentor-match, from the folder named next

Both read a pickled request and answer a pickled `Answer`."""

import pickle
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.matching_child import peak_memory
from bot.rules.matching import Candidate, MatchRequest, broken_rules, organisation
from bot.rules.matching.score import points

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Answer:
    """Pairs of keys; seconds of the assignment alone, and of everything, the child's start included; bytes."""

    pairs: list[tuple[str, str]]
    alone: float
    seconds: float
    memory: int


def ask(request: MatchRequest, *words: str) -> Answer:
    """Runs a reference on a request."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.references", *words]
    ended = subprocess.run(command, input=pickle.dumps(request), stdout=subprocess.PIPE, cwd=ROOT, check=True)
    pairs, alone, memory = pickle.loads(ended.stdout)
    return Answer(pairs, alone, time.perf_counter() - started, memory)


def dense(request: MatchRequest) -> tuple[list[tuple[str, str]], float]:
    """Most people first, then the best score, by one dense assignment of every seat of a mentor to a mentee with one.

    What is forbidden costs more than all scores together; so does every seat of a mentor after the first, as the mentor
    counts as a person once. Scores come from our own matrices, which tests hold to `score_pair`."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    from bot.rules.matching.excluded import single_pairs
    from bot.rules.matching.features import features, tables
    from bot.rules.matching.scores import Scores

    pairs = [np.concatenate(side) for side in zip(*single_pairs(request, organisation(request)).values(), strict=True)]
    scores = Scores.of_features(features(request, tables(request)), (pairs[0], pairs[1]), 0)
    seats = [(row, seat) for row, mentor in enumerate(request.mentors) for seat in range(mentor.capacity)]
    owner = np.array([row for row, _ in seats])
    much = 10_000 * (len(request.mentees) + 1)  # more than all scores
    costs = np.empty((len(seats), len(request.mentees)))

    def fill(first: int, block: Any) -> None:
        table = np.where(block >= 0, -block.astype(np.float64), 4 * much)
        for place in range(*np.searchsorted(owner, (first, first + len(block)))):
            costs[place] = table[owner[place] - first]
            if seats[place][1]:
                costs[place][costs[place] <= 0] += much

    scores.each(fill)
    started = time.perf_counter()
    rows, columns = linear_sum_assignment(costs)
    alone = time.perf_counter() - started
    kept = costs[rows, columns] < 2 * much
    found = zip(owner[rows[kept]].tolist(), columns[kept].tolist(), strict=True)
    return [(request.mentors[a].key, request.mentees[b].key) for a, b in found], alone


def mentor_match(request: MatchRequest, folder: str) -> tuple[list[tuple[str, str]], float]:
    """mentor-match with our hard rules as one of its disqualifying rules, and our score as another: the least work for
    it, and the best it can do by our measure."""
    sys.path.insert(0, folder)
    from matching import process  # type: ignore[import-not-found]  # installed for this run only
    from matching.mentee import Mentee  # type: ignore[import-not-found]
    from matching.mentor import Mentor  # type: ignore[import-not-found]
    from matching.rules.rule import Disqualify, Rule  # type: ignore[import-not-found]

    lines = organisation(request)

    class OurScore(Rule):  # type: ignore[misc]  # of a package without types
        def apply(self, match: Any) -> int:
            return sum(points(match.mentor.candidate, match.mentee.candidate, request.settings).values())

        def evaluate(self, match: Any) -> bool:
            return True

    def person(kind: Any, candidate: Candidate) -> Any:
        made = kind(grade=candidate.level or 0, email=candidate.key)
        made.candidate = candidate
        return made

    mentors = [person(Mentor, candidate) for candidate in request.mentors]
    mentees = [person(Mentee, candidate) for candidate in request.mentees]
    forbidden = Disqualify(lambda m: bool(broken_rules(m.mentor.candidate, m.mentee.candidate, request, lines)))
    started = time.perf_counter()
    process.process_data(mentors, mentees, [[forbidden, OurScore()]])
    alone = time.perf_counter() - started
    return [(mentor.candidate.key, mentee.candidate.key) for mentor in mentors for mentee in mentor.mentees], alone


def main(words: list[str]) -> None:
    """The child's side."""
    request = pickle.loads(sys.stdin.buffer.read())
    pairs, alone = dense(request) if words[0] == "dense" else mentor_match(request, words[1])
    sys.stdout.buffer.write(pickle.dumps((pairs, alone, peak_memory())))


if __name__ == "__main__":
    main(sys.argv[1:])
