"""The arrows between the named states: only the listed ones, no state without a way in, and where it all ends."""

import ast
from enum import StrEnum
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.states import ARROWS, may_become
from storage.enums import MeetingState, PairState, ProposalState, RunState, StoryState

ROOT = Path(__file__).parents[2]
KINDS: list[type[StrEnum]] = [RunState, ProposalState, PairState, MeetingState, StoryState]

BEGINS: dict[type[StrEnum], StrEnum] = {
    RunState: RunState.WORKING,
    ProposalState: ProposalState.PROPOSED,
    PairState: PairState.ACTIVE,
    MeetingState: MeetingState.PLANNED,
    StoryState: StoryState.WITH_MENTOR,
}
ENDS: dict[type[StrEnum], set[StrEnum]] = {
    RunState: {RunState.DISCARDED, RunState.EMPTY, RunState.FAILED},
    ProposalState: {
        ProposalState.DISCARDED,
        ProposalState.EXCLUDED,
        ProposalState.ACCEPTED,
        ProposalState.DECLINED,
        ProposalState.EXPIRED,
        ProposalState.WITHDRAWN,
    },
    PairState: {PairState.COMPLETED, PairState.ENDED},
    MeetingState: {MeetingState.HELD, MeetingState.CANCELLED},
    StoryState: {StoryState.DECLINED, StoryState.WITHDRAWN},
}


def arrows(kind: type[StrEnum]) -> set[tuple[StrEnum, StrEnum]]:
    return {(now, then) for now, then in product(kind, kind) if may_become(now, then)}


def reachable(kind: type[StrEnum], begin: StrEnum, without: StrEnum | None = None) -> set[StrEnum]:
    """Where the arrows lead to from a state, without ever being in another one."""
    found, new = {begin} - {without}, {begin} - {without}
    while new:
        new = {then for now, then in arrows(kind) if now in new} - found - {without}
        found |= new
    return found


def test_every_kind_is_tested() -> None:
    assert set(KINDS) == set(ARROWS) == set(BEGINS) == set(ENDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_state_is_without_a_way_in(kind: type[StrEnum]) -> None:
    assert reachable(kind, BEGINS[kind]) == set(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_ends_where_it_should(kind: type[StrEnum]) -> None:
    assert {state for state in kind if not any(may_become(state, then) for then in kind)} == ENDS[kind]
    for state in kind:
        assert reachable(kind, state) & ENDS[kind], f"{state} has no way out"


@pytest.mark.parametrize("kind", KINDS)
def test_only_listed_arrows_lead_anywhere(kind: type[StrEnum]) -> None:
    listed = {(now, then) for now, all_then in ARROWS[kind].items() for then in all_then}
    assert arrows(kind) == listed
    assert all(type(state) is kind for arrow in listed for state in arrow)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (ProposalState.PROPOSED, ProposalState.MENTEE_ASKED),  # the mentor is asked first
        (ProposalState.PROPOSED, ProposalState.ACCEPTED),
        (ProposalState.MENTOR_ASKED, ProposalState.ACCEPTED),  # two yeses
        (ProposalState.DECLINED, ProposalState.MENTOR_ASKED),  # a declined pair is never proposed again
        (ProposalState.EXCLUDED, ProposalState.PROPOSED),
        (RunState.EMPTY, RunState.APPROVED),
        (RunState.DISCARDED, RunState.APPROVED),
        (PairState.ENDED, PairState.ACTIVE),
        (PairState.COMPLETED, PairState.ACTIVE),
        (PairState.COMPLETED, PairState.ENDED),
        (MeetingState.HELD, MeetingState.NOT_HELD),  # one "We met" counts it
        (MeetingState.HELD, MeetingState.CANCELLED),
        (MeetingState.CANCELLED, MeetingState.PLANNED),
        (StoryState.WITH_MENTOR, StoryState.WITH_MANAGER),  # every key, in this order
        (StoryState.WITH_MENTOR, StoryState.POSTING),
        (StoryState.WITH_MENTEE, StoryState.POSTING),
        (StoryState.WITH_MANAGER, StoryState.POSTED),
        (StoryState.DECLINED, StoryState.POSTING),
        (StoryState.POSTED, StoryState.WITH_MENTOR),  # what stands in the channel is not changed under its readers
        (StoryState.WITHDRAWN, StoryState.POSTED),
    ],
)
def test_what_must_never_happen_cannot(now: StrEnum, then: StrEnum) -> None:
    assert not may_become(now, then)


@pytest.mark.parametrize("key", [StoryState.WITH_MENTOR, StoryState.WITH_MENTEE, StoryState.WITH_MANAGER])
def test_a_story_is_posted_only_through_every_key(key: StoryState) -> None:
    assert StoryState.POSTING in reachable(StoryState, BEGINS[StoryState])
    assert StoryState.POSTING not in reachable(StoryState, BEGINS[StoryState], without=key)


def test_a_story_can_be_taken_back_from_everywhere_but_its_ends() -> None:
    for state in set(StoryState) - ENDS[StoryState]:
        assert may_become(state, StoryState.WITHDRAWN)


def test_a_change_asks_both_again() -> None:
    for state in (StoryState.WITH_MENTOR, StoryState.WITH_MENTEE, StoryState.WITH_MANAGER):
        assert may_become(state, StoryState.WITH_MENTOR)


@given(st.sampled_from(KINDS), st.data())
def test_no_walk_along_the_arrows_leaves_an_end(kind: type[StrEnum], data: st.DataObject) -> None:
    state = BEGINS[kind]
    for _ in range(12):
        then = data.draw(st.sampled_from(list(kind)))
        if may_become(state, then):
            assert state not in ENDS[kind]
            state = then


def test_states_of_two_kinds_are_never_compared() -> None:
    """`cancelled` and the like may be the text of two kinds."""
    assert str(ProposalState.DECLINED) == str(StoryState.DECLINED)
    with pytest.raises(AssertionError):
        may_become(ProposalState.DECLINED, StoryState.WITHDRAWN)


def test_what_services_set_has_a_way_in() -> None:
    """A state that a service sets is the beginning, or the end of an arrow."""
    kinds = {kind.__name__: kind for kind in KINDS}
    found = set()
    for path in (ROOT / "bot" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Assign) and ast.unparse(node.targets[-1]).endswith(".state")):
                continue
            found |= {
                kinds[each.value.id][each.attr]
                for each in ast.walk(node.value)
                if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in kinds
            }
    assert StoryState.POSTING in found
    ends_of_arrows = {(type(then), then) for kind in KINDS for _, then in arrows(kind)}
    assert {str(state) for state in found if (type(state), state) not in ends_of_arrows} == set()
