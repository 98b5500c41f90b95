"""Errors meant for a person. They carry a code, a field and arguments; `bot/views/errors.py` makes the sentence."""


class UserError(Exception):
    """Something the person can put right. `field` names a modal's input (its block id), so the sentence stands under it."""

    def __init__(self, code: str, *, field: str | None = None, **arguments: object) -> None:
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

    def __init__(self, code: str = "not_allowed", **arguments: object) -> None:
        super().__init__(code, **arguments)


class Gone(UserError):
    """What the button or modal was about has moved on: a stale button, a pair that ended, a second click."""

    def __init__(self, code: str = "gone", **arguments: object) -> None:
        super().__init__(code, **arguments)
