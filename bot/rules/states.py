"""The allowed arrows between the named states of what is stored. What is not listed cannot happen."""

from enum import StrEnum

from storage.enums import MeetingState, PairState, ProposalState, RunState, StoryState

R, P, M, S = RunState, ProposalState, MeetingState, StoryState

# One table per kind: states of two kinds may have the same text, and a StrEnum equals its text.
ARROWS: dict[type[StrEnum], dict[StrEnum, frozenset[StrEnum]]] = {
    RunState: {
        R.WORKING: frozenset({R.PROPOSED, R.EMPTY, R.FAILED, R.APPROVED}),  # approved: a list that a manager launched
        R.PROPOSED: frozenset({R.WORKING, R.APPROVED, R.DISCARDED}),  # working: matched again around what is locked
        R.APPROVED: frozenset({R.PROPOSED}),  # undone before anything went out
    },
    ProposalState: {
        P.PROPOSED: frozenset({P.DISCARDED, P.EXCLUDED, P.MENTOR_ASKED, P.WITHDRAWN}),
        P.MENTOR_ASKED: frozenset({P.PROPOSED, P.MENTEE_ASKED, P.DECLINED, P.EXPIRED, P.WITHDRAWN}),
        P.MENTEE_ASKED: frozenset({P.ACCEPTED, P.DECLINED, P.EXPIRED, P.WITHDRAWN}),
    },
    PairState: {
        PairState.ACTIVE: frozenset({PairState.COMPLETED, PairState.ENDED}),
    },
    MeetingState: {
        M.PLANNED: frozenset({M.PLANNED, M.HELD, M.MOVED, M.NOT_HELD, M.UNKNOWN, M.CANCELLED}),
        M.MOVED: frozenset({M.PLANNED, M.HELD, M.CANCELLED}),
        M.NOT_HELD: frozenset({M.HELD}),  # the other one remembers that they met: one "We met" counts it
        M.UNKNOWN: frozenset({M.HELD}),  # and so does one that comes late
    },
    StoryState: {
        S.WITH_MENTOR: frozenset({S.WITH_MENTOR, S.WITH_MENTEE, S.DECLINED, S.WITHDRAWN}),
        S.WITH_MENTEE: frozenset({S.WITH_MENTOR, S.WITH_MANAGER, S.DECLINED, S.WITHDRAWN}),
        S.WITH_MANAGER: frozenset({S.WITH_MENTOR, S.POSTING, S.DECLINED, S.WITHDRAWN}),
        S.POSTING: frozenset({S.POSTED, S.WITHDRAWN}),
        S.POSTED: frozenset({S.WITHDRAWN}),
    },
}


def may_become(now: StrEnum, then: StrEnum) -> bool:
    """Whether there is an arrow from `now` to `then`, which are states of the same kind."""
    assert type(now) is type(then)
    return then in ARROWS[type(now)].get(now, frozenset())
