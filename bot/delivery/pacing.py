"""How fast we post: one message in flight per workspace, a gap per channel, a rate for the whole workspace.

All times here are seconds of a monotonic clock, never of the moved one.
"""

from collections import deque


class Pacing:
    def __init__(self, channel_gap: float, per_minute: int) -> None:
        self._gap = channel_gap
        self._per_minute = per_minute
        self._last: dict[str, float] = {}
        self._posts: deque[float] = deque()
        self._closed_until = 0.0

    def close(self, until: float) -> None:
        """Slack asked to wait, or the way is down: nothing goes out before `until`."""
        self._closed_until = max(self._closed_until, until)

    def posted(self, target: str, at: float) -> None:
        self._last[target] = at
        self._posts.append(at)

    def opens_at(self, at: float) -> float:
        """When the next post to anybody may go out: `at`, or later."""
        while self._posts and self._posts[0] <= at - 60:
            self._posts.popleft()
        full = self._posts[0] + 60 if len(self._posts) >= self._per_minute else at
        return max(at, full, self._closed_until)

    def waiting(self, at: float) -> list[str]:
        """The targets that were posted to less than a gap ago."""
        self._last = {target: last for target, last in self._last.items() if last + self._gap > at}
        return list(self._last)

    def first_free(self, at: float) -> float:
        """When the first of the waiting targets is free again."""
        return min((last + self._gap for last in self._last.values()), default=at)
