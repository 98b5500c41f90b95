"""The named states and kinds of everything stored, without SQLModel, so that rules can use them.

The arrows between the states stand in `bot/rules/states.py`.
"""

from enum import StrEnum


class Role(StrEnum):
    """In reverse mentoring the mentor is the junior colleague who teaches, the mentee the senior leader who learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class ParticipantState(StrEnum):
    INVITED = "invited"  # a manager's list names them; they have not agreed to anything yet
    ENROLLED = "enrolled"
    LEFT = "left"


class RunOrigin(StrEnum):
    """Where a match run comes from."""

    COMMAND = "command"
    WEEKLY = "weekly"  # late joiners, and who became free again
    BY_HAND = "by_hand"  # /mentoring-admin pair
    LAUNCH = "launch"  # a list of pairs that a manager pasted


class RunState(StrEnum):
    """A match run, from the command to the manager's word."""

    WORKING = "working"
    PROPOSED = "proposed"
    APPROVED = "approved"
    DISCARDED = "discarded"
    EMPTY = "empty"  # it found nobody to pair
    FAILED = "failed"


class ProposalState(StrEnum):
    PROPOSED = "proposed"  # waits for the programme manager
    DISCARDED = "discarded"
    EXCLUDED = "excluded"  # a manager wants these two never to be proposed
    MENTOR_ASKED = "mentor_asked"
    MENTEE_ASKED = "mentee_asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by whom is told to nobody, so it is not stored either
    EXPIRED = "expired"  # one of the two did not answer in time
    WITHDRAWN = "withdrawn"  # one of the two left before both had answered


class PairState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"  # it will be held on a date that is not known yet
    NOT_HELD = "not_held"
    UNKNOWN = "unknown"  # nobody has said how it was
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What one person says of one meeting, asked alone."""

    MET = "met"
    MOVED = "moved"
    NOT_HELD = "not_held"


class StoryState(StrEnum):
    WITH_MENTOR = "with_mentor"
    WITH_MENTEE = "with_mentee"
    WITH_MANAGER = "with_manager"
    POSTING = "posting"
    POSTED = "posted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Appearance(StrEnum):
    """How the two appear in their story."""

    NAMES = "names"
    ROLES = "roles"


class Recipient(StrEnum):
    PERSON = "person"  # `target` is a Slack user id
    PAIR = "pair"  # `target` is a pair's id: their group DM
    CHANNEL = "channel"  # `target` is a channel's id
    HOME = "home"  # `target` is a Slack user id: their App Home
    MESSAGE = "message"  # `target` is "channel:ts" of a message to be rendered again


class Weight(StrEnum):
    """What a message counts as (ARCHITECTURE.md, the outbox): it decides when it may go out, and the message budget."""

    ANSWER = "answer"
    NOTICE = "notice"
    NUDGE = "nudge"


class OutgoingState(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"  # the sender has it in hand; found at start, nobody knows whether it went out
    SENT = "sent"
    HELD = "held"  # waits for a programme manager's word
    FAILED = "failed"
    DROPPED = "dropped"  # not wanted any more


class JobState(StrEnum):
    DUE = "due"
    DONE = "done"
    FAILED = "failed"


class JobKind(StrEnum):
    MATCH = "match"  # target: the run
    EXPIRE = "expire"  # target: the proposal whose open answer expires
    WEEKLY = "weekly"  # target: the programme whose late joiners are looked after
    NIGHTLY = "nightly"  # target: the programme whose live pairs are tested against the hard rules again
    LAUNCH = "launch"  # target: the run whose people Slack is asked about
    UNANSWERED = "unanswered"  # target: the meeting whose question closes
    UNREACHABLE = "unreachable"  # target: the person whose account Slack may have deactivated
    APPROVE = "approve"  # target: the run whose mentors are asked, a part at a time


class Kind(StrEnum):
    """Every kind of message the bot sends; `bot/delivery/messages.py` says how each is read and shown."""

    HOME = "home"
    UPDATE = "update"
    INVITATION = "invitation"
    WELCOME = "welcome"
    MATCH_SUMMARY = "match_summary"
    MENTOR_ASKED = "mentor_asked"
    MENTEE_ASKED = "mentee_asked"
    PROPOSAL_REMINDER = "proposal_reminder"
    STILL_WAITING = "still_waiting"
    LAUNCH_LIST = "launch_list"
    VIOLATION = "violation"
    INTRODUCTION = "introduction"
    BOOK = "book"
    BOOK_AGAIN = "book_again"
    BOOK_HELP = "book_help"
    STALLED = "stalled"
    BOOKED = "booked"
    CANCELLED = "cancelled"  # to the mentee, who may book again
    CALLED_OFF = "called_off"  # to the mentor
    DAY_BEFORE = "day_before"
    CHECK_IN = "check_in"
    NEW_DATE = "new_date"
    COMPLETED = "completed"
    ENDED = "ended"
    STORY_OFFER = "story_offer"
    STORY_PREVIEW = "story_preview"
    STORY_DECLINED = "story_declined"
    STORY_REVIEW = "story_review"
    STORY = "story"
    STORY_POSTED = "story_posted"
    UNSURE_POST = "unsure_post"
    PROBLEM = "problem"
