"""Who does something. Every service takes the actor first after the session, and refuses who may not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A Slack user in a workspace, or the bot itself when `user_id` is empty.

    `may_create` says that PROGRAMME_MANAGERS names them, so that they may create programmes.
    """

    team_id: str
    user_id: str = ""
    may_create: bool = False

    @classmethod
    def system(cls, team_id: str) -> "Actor":
        return cls(team_id)

    @property
    def is_system(self) -> bool:
        return not self.user_id
