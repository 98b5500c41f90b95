"""Errors meant for a person. They carry a code, a field and arguments; `bot/views/errors.py` makes the sentence."""

from typing import Any


class UserError(Exception):
    """Something a person can put right. `field` is a modal's input (its block id): the sentence stands under it."""

    def __init__(self, code: str, *, field: str | None = None, **arguments: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.arguments = arguments


class FieldErrors(UserError):
    """Several inputs are wrong at once: every one is told, not only the first."""

    def __init__(self, errors: list[UserError]) -> None:
        super().__init__("fields")
        self.errors = errors


class NotAllowed(UserError):
    """The person may not do this. Says no more than that: who may is not told to strangers."""

    def __init__(self, code: str = "not_allowed", **arguments: Any) -> None:
        super().__init__(code, **arguments)


class Gone(UserError):
    """What the button or modal was about has moved on: a stale button, a pair that ended, a second click."""

    def __init__(self, code: str = "gone", **arguments: Any) -> None:
        super().__init__(code, **arguments)
