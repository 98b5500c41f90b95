"""The allowed arrows between the named states of what is stored. What is not listed cannot happen."""

from enum import StrEnum

from storage.enums import MeetingState, PairState, ProposalState, RunState, StoryState

P, M, S = ProposalState, MeetingState, StoryState

ARROWS: dict[StrEnum, frozenset[StrEnum]] = {
    RunState.WORKING: frozenset({RunState.PROPOSED, RunState.EMPTY, RunState.FAILED}),
    RunState.PROPOSED: frozenset({RunState.APPROVED, RunState.DISCARDED}),
    P.PROPOSED: frozenset({P.DISCARDED, P.MENTOR_ASKED, P.WITHDRAWN}),
    P.MENTOR_ASKED: frozenset({P.MENTEE_ASKED, P.DECLINED, P.WITHDRAWN}),
    P.MENTEE_ASKED: frozenset({P.ACCEPTED, P.DECLINED, P.WITHDRAWN}),
    PairState.ACTIVE: frozenset({PairState.COMPLETED, PairState.ENDED}),
    M.PLANNED: frozenset({M.PLANNED, M.HELD, M.MOVED, M.NOT_HELD, M.CANCELLED}),
    M.MOVED: frozenset({M.PLANNED, M.HELD, M.CANCELLED}),
    M.NOT_HELD: frozenset({M.HELD}),  # the other remembers that they met: one "We met" counts it
    S.WITH_MENTOR: frozenset({S.WITH_MENTOR, S.WITH_MENTEE, S.DECLINED, S.WITHDRAWN}),
    S.WITH_MENTEE: frozenset({S.WITH_MENTOR, S.WITH_MANAGER, S.DECLINED, S.WITHDRAWN}),
    S.WITH_MANAGER: frozenset({S.WITH_MENTOR, S.POSTING, S.DECLINED, S.WITHDRAWN}),
    S.POSTING: frozenset({S.POSTED, S.WITHDRAWN}),
    S.POSTED: frozenset({S.WITHDRAWN}),
}


def may_become(now: StrEnum, then: StrEnum) -> bool:
    return then in ARROWS.get(now, frozenset())
