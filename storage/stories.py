"""Stories."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from storage.enums import StoryState
from storage.models import Pair, Story

ENDED = (StoryState.DECLINED, StoryState.WITHDRAWN)


def open_of_pair(session: Session, pair_id: int) -> Story | None:
    """The pair's story that is on its way, or posted."""
    return session.exec(
        select(Story).where(Story.pair_id == pair_id, col(Story.state).not_in(ENDED)).order_by(col(Story.id).desc())
    ).first()


def of_pair(session: Session, pair_id: int) -> Sequence[Story]:
    return session.exec(select(Story).where(Story.pair_id == pair_id).order_by(col(Story.id))).all()


def count_by_state(session: Session, programme_id: int) -> dict[StoryState, int]:
    rows = session.exec(
        select(Story.state, func.count())
        .join(Pair, col(Pair.id) == col(Story.pair_id))
        .where(Pair.programme_id == programme_id)
        .group_by(col(Story.state))
    ).all()
    return {StoryState(state): count for state, count in rows}
