"""What each message about a story shows: the offer, the true preview for each key, the post itself.

Reads only; who does what with a story stands in `bot/services/stories.py`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.facts.stories import KeyState, StoryFacts, StoryOffer, StoryWords
from bot.services import access, programmes
from storage import stories as stored
from storage.enums import PairState, Role, StoryState
from storage.models import Pair, Programme, Story


def offer_facts(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryOffer | NotWanted:
    """The offer, as one of the two sees it."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None:
        return NOT_WANTED
    written = stored.open_of_pair(session, pair.id or 0) is not None
    if (written or pair.state is PairState.ENDED) and not again:
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    other = both.mentee if both.mentor.id == arguments["participant"] else both.mentor
    return StoryOffer(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        other=access.facts_of(other.person),
        met=arguments["met"],
        written=written,
    )


def preview(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryFacts | NotWanted:
    """The true preview, for the mentor's or the mentee's key."""
    role = Role(arguments["role"])
    turn = StoryState.WITH_MENTOR if role is Role.MENTOR else StoryState.WITH_MENTEE
    passed = (StoryState.WITH_MENTEE,) if role is Role.MENTOR else ()
    return _key(session, arguments, turn, (*passed, StoryState.WITH_MANAGER), again)


def review(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryFacts | NotWanted:
    """The preview for a programme manager, after both have said yes."""
    return _key(session, arguments, StoryState.WITH_MANAGER, (), again)


def _key(
    session: Session, arguments: Mapping[str, Any], turn: StoryState, passed: tuple[StoryState, ...], again: bool
) -> StoryFacts | NotWanted:
    story = session.get(Story, arguments["story"])
    if story is None:
        return NOT_WANTED
    if story.version != arguments["version"]:
        state = KeyState.CHANGED
    elif story.state is turn:
        state = KeyState.ASKED
    elif story.state in (*passed, StoryState.POSTING, StoryState.POSTED):
        state = KeyState.YES
    else:
        state = KeyState.CLOSED
    return _facts(session, story, state) if again or state is KeyState.ASKED else NOT_WANTED


def declined(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryFacts | NotWanted:
    """What the author is told after a no: only "not this time"."""
    story = session.get(Story, arguments["story"])
    return NOT_WANTED if story is None else _facts(session, story, KeyState.CLOSED)


def story(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryFacts | NotWanted:
    """The story as the whole company reads it."""
    row = session.get(Story, arguments["story"])
    if row is None or (row.state is not StoryState.POSTING and not again):
        return NOT_WANTED
    return _facts(session, row, KeyState.YES)


def posted_facts(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> StoryFacts | NotWanted:
    """Both are told that their story stands in the channel; either may take it back."""
    row = session.get(Story, arguments["story"])
    if row is None or (row.state is not StoryState.POSTED and not again):
        return NOT_WANTED
    return _facts(session, row, KeyState.YES if row.state is StoryState.POSTED else KeyState.CLOSED)


def words_of(story: Story) -> StoryWords:
    """The words as they stand now."""
    return StoryWords(story.headline, story.happened, story.different, story.appearance)


def _facts(session: Session, story: Story, state: KeyState) -> StoryFacts:
    pair = session.get_one(Pair, story.pair_id)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    return StoryFacts(
        story_id=story.id or 0,
        version=story.version,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        mentor=access.facts_of(both.mentor.person),
        mentee=access.facts_of(both.mentee.person),
        author=access.facts_of((both.mentor if story.author_id == both.mentor.id else both.mentee).person),
        words=words_of(story),
        state=state,
        taken_back=story.state is StoryState.WITHDRAWN,
        posted_at=story.posted_at,
    )
