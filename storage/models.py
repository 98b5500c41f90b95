"""The tables. Times are aware and in UTC (SQLModel sees to it); `team_id` is the Slack workspace.

Postponed annotations would break SQLModel's relationships, so this module does not use them. What people typed
stands in as few columns as possible: goals, meeting places, feedback and stories.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.enums import (
    Appearance,
    JobKind,
    JobState,
    Kind,
    MeetingState,
    Outcome,
    OutgoingState,
    PairState,
    ParticipantState,
    ProposalState,
    Recipient,
    Role,
    RunOrigin,
    RunState,
    StoryState,
    Weight,
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _enum(kind: type[StrEnum]) -> Any:
    """Stores values, not names, and as text: a native PostgreSQL enum breaks downgrade and upgrade."""
    return sa.Enum(kind, native_enum=False, length=20, values_callable=lambda e: [member.value for member in e])


class Workspace(SQLModel, table=True):
    """A Slack workspace. `stopped` says why nothing may be sent to it, empty while all is well."""

    team_id: str = Field(primary_key=True, max_length=32)
    bot_user_id: str = Field(max_length=32)
    stopped: str = Field(default="", max_length=64)


class Person(SQLModel, table=True):
    """A Slack user that takes part, manages a programme or stands in the roster."""

    __table_args__ = (sa.UniqueConstraint("team_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(max_length=32)
    user_id: str = Field(max_length=32)
    name: str = Field(default="", max_length=120)
    title: str = Field(default="", max_length=200)
    zone: str = Field(default="UTC", max_length=64)
    language: str = Field(default="en_GB", max_length=16)
    manager_user_id: str | None = Field(default=None, max_length=32)
    department: str | None = Field(default=None, max_length=120)
    level: int | None = None
    paused_until: datetime | None = None
    last_nudged_at: datetime | None = None


class Programme(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(max_length=32, index=True)
    name: str = Field(max_length=80)
    goal: str = Field(max_length=1000)
    stories_channel: str = Field(max_length=32)
    meetings_planned: int
    weeks_between: int
    minutes: int
    created_at: datetime
    match_settings: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class Topic(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("programme_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    position: int
    name: str = Field(max_length=75)


class Manager(SQLModel, table=True):
    """Who manages a programme."""

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Participant(SQLModel, table=True):
    """A person enrolled in a programme in one role; who is both mentor and mentee has two rows."""

    __table_args__ = (sa.UniqueConstraint("programme_id", "person_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=_enum(Role))
    state: ParticipantState = Field(default=ParticipantState.ENROLLED, sa_type=_enum(ParticipantState))
    goal: str = Field(default="", max_length=1000)
    capacity: int = 1
    waited: int = 0  # rounds in a row that left them out, or whose proposal came to nothing
    told_waiting: bool = False  # they know that they wait; it is said once
    consent_version: str = Field(max_length=20)
    consented_at: datetime


class ParticipantTopic(SQLModel, table=True):
    """A topic a mentor can teach or a mentee wants to learn, the most important one at position 0."""

    participant_id: int = Field(foreign_key="participant.id", primary_key=True)
    topic_id: int = Field(foreign_key="topic.id", primary_key=True)
    position: int


class MatchRun(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    asked_by: int = Field(foreign_key="person.id")
    origin: RunOrigin = Field(default=RunOrigin.COMMAND, sa_type=_enum(RunOrigin))
    state: RunState = Field(default=RunState.WORKING, sa_type=_enum(RunState))
    asked_at: datetime
    summary: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class Proposal(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="matchrun.id", index=True)
    mentor_id: int = Field(foreign_key="participant.id", index=True)
    mentee_id: int = Field(foreign_key="participant.id", index=True)
    state: ProposalState = Field(default=ProposalState.PROPOSED, sa_type=_enum(ProposalState))
    mentor_said_yes: bool = False
    locked: bool = False  # stays as it is when the run is matched again
    met_before: int = 0  # meetings that the two have held already, when a manager's list says so
    score: int  # hundredths of a point; the parts add up to it
    parts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reasons: list[Any] = Field(default_factory=list, sa_type=sa.JSON)
    doubts: list[Any] = Field(default_factory=list, sa_type=sa.JSON)  # roles whose manager is not known


class DoNotMatch(SQLModel, table=True):
    """A person's own list of people they do not want to be paired with. Nobody else ever sees it."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    other_user_id: str = Field(primary_key=True, max_length=32)


class Pair(SQLModel, table=True):
    """`booking_round` counts the times that a date was asked for: a nudge of an older round is not wanted any more.

    `booking_due_at` is set while the pair is expected to book; `met` counts the meetings held.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    proposal_id: int = Field(foreign_key="proposal.id", unique=True)
    mentor_id: int = Field(foreign_key="participant.id", index=True)
    mentee_id: int = Field(foreign_key="participant.id", index=True)
    state: PairState = Field(default=PairState.ACTIVE, sa_type=_enum(PairState))
    accepted_at: datetime
    introduced_at: datetime | None = None
    ended_at: datetime | None = None
    channel: str | None = Field(default=None, max_length=32)
    met: int = 0
    booking_due_at: datetime | None = None
    booking_round: int = 0


class Meeting(SQLModel, table=True):
    """`date_version` grows with every new date: messages that hang on an older date are not wanted any more."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    number: int
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=_enum(MeetingState))
    starts_at: datetime
    minutes: int
    place: str = Field(default="", max_length=300)
    date_version: int = 1


class CheckIn(SQLModel, table=True):
    __table_args__ = (sa.UniqueConstraint("meeting_id", "date_version", "participant_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    date_version: int
    participant_id: int = Field(foreign_key="participant.id", index=True)
    outcome: Outcome = Field(sa_type=_enum(Outcome))


class Feedback(SQLModel, table=True):
    """What one person said after one meeting. Nobody reads a row of it but the person who wrote it."""

    __table_args__ = (sa.UniqueConstraint("meeting_id", "participant_id"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    participant_id: int = Field(foreign_key="participant.id", index=True)
    useful: int  # 1-5
    told_more: bool = False
    free_to_speak: int | None = None  # 1-5
    learned: str = Field(default="", max_length=3000)
    will_do: str = Field(default="", max_length=3000)


class Story(SQLModel, table=True):
    """`version` grows with every change of the words; the two keys and the manager approve one version."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", index=True)
    author_id: int = Field(foreign_key="participant.id")
    state: StoryState = Field(default=StoryState.WITH_MENTOR, sa_type=_enum(StoryState))
    version: int = 1
    headline: str = Field(max_length=150)
    happened: str = Field(max_length=3000)
    different: str = Field(max_length=3000)
    appearance: Appearance = Field(sa_type=_enum(Appearance))
    posted_at: datetime | None = None
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=32)


class Outgoing(SQLModel, table=True):
    """One message owed. `key` says why; `arguments` are row ids only; `subject` finds the copies to render again.

    `wanted` counts how often it was asked for, or what it shows changed since it was rendered; `rendered` is what
    `wanted` was when it was last done. When they differ, it is to be rendered again.
    """

    __table_args__ = (
        sa.UniqueConstraint("team_id", "key"),
        sa.Index("ix_outgoing_state_due_at", "state", "due_at"),
        sa.Index("ix_outgoing_channel_ts", "channel", "ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(max_length=32)
    key: str = Field(max_length=200)
    subject: str = Field(default="", max_length=100, index=True)
    kind: Kind = Field(sa_type=_enum(Kind))
    weight: Weight = Field(sa_type=_enum(Weight))
    recipient: Recipient = Field(sa_type=_enum(Recipient))
    target: str = Field(max_length=64, index=True)
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: OutgoingState = Field(default=OutgoingState.DUE, sa_type=_enum(OutgoingState))
    due_at: datetime
    expires_at: datetime | None = None
    attempts: int = 0  # outcomes nobody can know
    wanted: int = 1
    rendered: int = 0
    sent_at: datetime | None = None
    channel: str | None = Field(default=None, max_length=32)
    ts: str | None = Field(default=None, max_length=32)
    problem: str = Field(default="", max_length=64)


class Job(SQLModel, table=True):
    """Work without a message, computed outside any transaction."""

    __table_args__ = (sa.Index("ix_job_state_due_at", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str = Field(max_length=32)
    kind: JobKind = Field(sa_type=_enum(JobKind))
    target_id: int
    state: JobState = Field(default=JobState.DUE, sa_type=_enum(JobState))
    due_at: datetime
    attempts: int = 0


class Submission(SQLModel, table=True):
    """A modal's submission that was counted: it counts once per view id, hash and digest of the answers."""

    view: str = Field(primary_key=True, max_length=120)
    at: datetime = Field(index=True)
