"""The named states and kinds of everything stored. They stand alone so that rules can use them without loading SQLModel."""

from enum import StrEnum


class Role(StrEnum):
    """In reverse mentoring the mentor is the junior colleague who teaches, the mentee the senior leader who learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"
