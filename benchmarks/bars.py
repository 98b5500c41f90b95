"""What a benchmark says: one line for each bar, as soon as its runs are done, and the table again at the end."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Bar:
    """A ratio against a reference of the same run. `at_least`: more is better."""

    name: str
    ratio: float
    goal: float
    at_least: bool

    @property
    def reached(self) -> bool:
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def __str__(self) -> str:
        verdict = "ok" if self.reached else "short"
        return f"bench {self.name} ratio={self.ratio:.4g} goal={self.goal:g} {verdict}"


def shown(bar: Bar) -> Bar:
    """The bar, printed."""
    print(bar, flush=True)
    return bar


def note(text: str) -> None:
    """What the runs measured, for whoever wants to know where a ratio comes from."""
    print(f"  {text}", flush=True)


def middle(values: list[float]) -> float:
    """The median of some runs."""
    return median(values)
