"""Rate limits: a bucket per method, and one per channel for posts. Enforced only when a test asks for it."""

import time
from dataclasses import dataclass

PER_MINUTE = {1: 1.0, 2: 20.0, 3: 50.0, 4: 100.0}
POSTS_PER_SECOND_AND_CHANNEL = 1.0
POST_BURST = 3.0
POSTS_PER_MINUTE = 300.0
SPECIAL_PER_MINUTE = 300.0  # "hundreds per minute": auth.test, chat.getPermalink


@dataclass
class Bucket:
    """Fills at `rate` per second up to `size`; a call takes one."""

    rate: float
    size: float
    level: float
    at: float

    def take(self, now: float) -> float:
        """0 if the call may pass, else the seconds to wait."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1.0:
            self.level -= 1.0
            return 0.0
        return (1.0 - self.level) / self.rate


class Rates:
    """All buckets of the workspace. `enabled` switches them on."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self._buckets: dict[str, Bucket] = {}

    def wait(self, method: str, tier: int | str, channel: str) -> int:
        """The `Retry-After` in whole seconds for a call that is too many; 0 when it may pass."""
        if not self.enabled:
            return 0
        if tier == "post":
            wait = self._take(f"{method} {channel}", POSTS_PER_SECOND_AND_CHANNEL, POST_BURST)
            wait = wait or self._take(method, POSTS_PER_MINUTE / 60, POSTS_PER_MINUTE)
        else:
            per_minute = PER_MINUTE[tier] if isinstance(tier, int) else SPECIAL_PER_MINUTE
            wait = self._take(method, per_minute / 60, per_minute)
        return 0 if wait == 0 else int(wait) + 1

    def _take(self, name: str, rate: float, size: float) -> float:
        now = time.monotonic()
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._buckets[name] = Bucket(rate, size, size, now)
        return bucket.take(now)
