"""The bars of the matching. Instances come from `instances.py`, five seeds of each shape; runs of ours and of the
reference take turns, and everything counts: the child's start, profiles in, proposals out."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bars import Bar, middle, note, shown
from benchmarks.instances import SHAPES, instance
from benchmarks.references import Answer, ask
from bot.matching_child import solve_in_child
from bot.rules.matching import MatchRequest, MatchResult, score_pair

SEEDS = range(1, 6)
SIZES = (20, 100, 200, 500, 1000, 2000)
LARGE = 10_000
PACKAGE = "mentor-match==7.0.1"
ITS_MUNKRES = "munkres==1.1.4"
"""Its one dependency, which it does not pin: the newest when 7.0.1 came out in 2022, and until October 2026."""


@dataclass(frozen=True)
class Quality:
    """How many people are matched, and how good the pairs are by our scorer."""

    people: int
    score: int

    @classmethod
    def of(cls, request: MatchRequest, pairs: Sequence[tuple[str, str]]) -> "Quality":
        mentors, mentees = ({c.key: c for c in side} for side in (request.mentors, request.mentees))
        score = sum(score_pair(mentors[a], mentees[b], request.settings).score for a, b in pairs)
        return cls(len({a for a, _ in pairs}) + len({b for _, b in pairs}), score)

    def against(self, other: "Quality") -> float:
        """1 if equal; less if fewer people are matched, or as many with a lower score."""
        if self.people != other.people:
            return self.people / other.people
        return self.score / other.score


def ours(request: MatchRequest) -> tuple[MatchResult, float]:
    """Our result, and the seconds from profiles to proposals."""
    started = time.perf_counter()
    result = asyncio.run(solve_in_child(request, polite=False))
    return result, time.perf_counter() - started


def pairs_of(result: MatchResult) -> list[tuple[str, str]]:
    return [(match.mentor, match.mentee) for match in result.matches]


def as_good_as_dense() -> Iterator[Bar]:
    """People matched and score, against scipy's dense assignment on the same request."""
    for size in SIZES:
        ratios = []
        for shape in SHAPES:
            for seed in SEEDS:
                request = instance(shape, size, seed)
                result, _ = ours(request)
                reference = ask(request, "dense")
                ratio = Quality.of(request, pairs_of(result)).against(Quality.of(request, reference.pairs))
                if ratio != 1 or not result.optimal:
                    note(f"{shape}, seed {seed}: {ratio:.6f} of the reference, optimal={result.optimal}")
                ratios.append(ratio)
        worst = max(ratios, key=lambda ratio: abs(ratio - 1))
        yield shown(Bar(f"match-as-good-as-dense-{size}", worst, 1, at_least=True))


def faster_than_mentor_match(size: int = 200) -> Iterator[Bar]:
    """Time and quality, against PyPI's mentor-match: as it was when it was released, and with the munkres that pip puts
    beside it today, which is another program, in C."""
    with tempfile.TemporaryDirectory(prefix="flipside-bench-") as folder:
        then, today = Path(folder, "then"), Path(folder, "today")
        for target, packages in ((then, [PACKAGE, ITS_MUNKRES]), (today, [PACKAGE])):
            if (failure := _installed(target, packages)) is not None:
                print(f"bench match-against-mentor-match skipped: {PACKAGE} cannot be had ({failure})", flush=True)
                return
        times: dict[Path, list[tuple[float, float]]] = {then: [], today: []}
        qualities = []
        for seed in SEEDS:
            for shape in SHAPES:
                request = instance(shape, size, seed)
                for target, measured in times.items():
                    result, seconds = ours(request)
                    reference = ask(request, "mentor-match", str(target))
                    measured.append((reference.seconds, seconds))
                    quality = Quality.of(request, pairs_of(result))
                    qualities.append(quality.against(Quality.of(request, reference.pairs)))
        for target, measured in times.items():
            munkres = next(target.glob("munkres-*.dist-info")).name.removesuffix(".dist-info")
            seconds, theirs = middle([b for _, b in measured]), middle([a for a, _ in measured])
            note(f"{size} a side: ours {seconds:.2f} s, {PACKAGE} with {munkres} {theirs:.2f} s")
        for target, name in ((then, "as-released"), (today, "of-today")):
            ratio = middle([a / b for a, b in times[target]])
            yield shown(Bar(f"match-faster-than-mentor-match-{name}-{size}", ratio, 50, at_least=True))
        yield shown(Bar(f"match-never-worse-than-mentor-match-{size}", min(qualities), 1, at_least=True))


def _installed(folder: Path, packages: list[str]) -> str | None:
    """Installs packages into a folder of their own, as the module `matching` clashes; what went wrong, or None."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
    ended = subprocess.run([*command, str(folder), *packages], capture_output=True, text=True, check=False)
    return None if ended.returncode == 0 else (ended.stderr.strip().splitlines() or ["pip failed"])[-1]


def large(size: int = LARGE) -> Iterator[Bar]:
    """Time and memory, from profiles to proven proposals, against the dense assignment alone."""
    times, memories, qualities = [], [], []
    for seed in SEEDS:
        request = instance("tight", size, seed)
        before = _busy()
        result, seconds = ours(request)
        between = _busy()
        reference = ask(request, "dense")
        cpu = f"processor {between - before:.1f} s against {_busy() - between:.1f} s"
        times.append(seconds / reference.alone)
        memories.append(result.peak_memory / reference.memory)
        qualities.append(_checked(request, result, reference))
        note(
            f"seed {seed}: ours {seconds:.1f} s, {result.peak_memory / 1e6:.0f} MB; dense {reference.alone:.1f} s"
            f" ({reference.seconds:.1f} s in all), {reference.memory / 1e6:.0f} MB; {cpu}; optimal={result.optimal}"
        )
    yield shown(Bar(f"match-large-{size}-as-good", max(qualities, key=lambda ratio: abs(ratio - 1)), 1, at_least=True))
    yield shown(Bar(f"match-large-{size}-time", middle(times), 0.3, at_least=False))
    yield shown(Bar(f"match-large-{size}-memory", middle(memories), 0.5, at_least=False))


def _busy() -> float:
    """Processor seconds of the children that have ended: what a busy machine does not change much."""
    times = os.times()
    return times.children_user + times.children_system


def _checked(request: MatchRequest, result: MatchResult, reference: Answer) -> float:
    ratio = Quality.of(request, pairs_of(result)).against(Quality.of(request, reference.pairs))
    return ratio if result.optimal else 0.0


BARS = {"dense": as_good_as_dense, "mentor-match": faster_than_mentor_match, "large": large}
