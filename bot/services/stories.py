"""A story: written by one of the two, approved word for word by mentor, mentee and manager, in this order; posted.

Any change asks both again. A no tells the author only "not this time", never whose no it was.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import FieldErrors, Gone, NotAllowed, UserError
from bot.facts.actor import Actor
from bot.facts.stories import StoryForm, StoryWords
from bot.rules import states
from bot.rules.lengths import slack_length
from bot.services import access, programmes
from bot.services.access import MyPair
from bot.services.owing import owe_channel, owe_person
from bot.services.refreshing import refresh, refresh_home
from bot.services.story_reading import words_of
from storage import programmes as stored_programmes
from storage import stories as stored
from storage.enums import Kind, PairState, Role, StoryState
from storage.models import Pair, Person, Programme, Story

LONGEST = {"headline": 150, "happened": 2000, "different": 2000}
ON_ITS_WAY = (StoryState.WITH_MENTOR, StoryState.WITH_MENTEE, StoryState.WITH_MANAGER)


def offer(session: Session, mine: MyPair, now: datetime) -> None:
    """Offers both of a pair to tell their story, by meeting number alone. The caller has counted the meeting."""
    for side in (mine.mine, mine.other):
        owe_person(
            session,
            mine.programme,
            side.person,
            Kind.STORY_OFFER,
            f"pair={mine.pair.id}:met={mine.pair.met}",
            at=now,
            subject=f"story-offer={mine.pair.id}",
            pair=mine.pair.id,
            met=mine.pair.met,
            participant=side.id,
        )


def form(session: Session, actor: Actor, pair_id: int) -> StoryForm:
    """The writing modal of a new story. Raises NotAllowed, Gone for a pair that has ended, and while another story of
    theirs is on its way."""
    mine = access.my_pair(session, actor, pair_id)
    _check_may_begin(session, mine)
    return StoryForm(
        pair_id=pair_id,
        programme=programmes.facts(session, mine.programme),
        other=access.facts_of(mine.other.person),
        words=None,
    )


def edit_form(session: Session, actor: Actor, story_id: int) -> StoryForm:
    """The writing modal of a story that is on its way. Raises NotAllowed, Gone."""
    story, mine = _my_story(session, actor, story_id)
    _check_seen(story, mine)
    if story.state not in ON_ITS_WAY:
        raise Gone("story_settled")
    return StoryForm(
        pair_id=story.pair_id,
        programme=programmes.facts(session, mine.programme),
        other=access.facts_of(mine.other.person),
        words=words_of(story),
        story_id=story_id,
        version=story.version,
    )


def _check_seen(story: Story, mine: MyPair) -> None:
    """The mentor's key comes first: until it is turned, the mentee sees only words of their own. Those are the first
    ones of a story that they began; whose later ones are is not stored."""
    own = story.author_id == mine.mine.id and story.version == 1
    if story.state is StoryState.WITH_MENTOR and mine.role is Role.MENTEE and not own:
        raise NotAllowed()


def _check_may_begin(session: Session, mine: MyPair) -> None:
    if mine.pair.state is PairState.ENDED or mine.pair.introduced_at is None:
        raise Gone("pair_over")
    before = stored.open_of_pair(session, mine.pair.id or 0)
    if before is not None and before.state is not StoryState.POSTED:
        raise Gone("story_under_way")


def check(words: StoryWords) -> None:
    """Raises FieldErrors with every input that is wrong."""
    errors = []
    for name, most in LONGEST.items():
        text = str(getattr(words, name))
        if not text.strip():
            errors.append(UserError("empty", field=name))
        elif slack_length(text) > most:
            errors.append(UserError("too_long", field=name, most=most))
    if errors:
        raise FieldErrors(errors)


def write(session: Session, actor: Actor, pair_id: int, words: StoryWords, now: datetime) -> None:
    """A new story; the mentor is shown it first. Raises NotAllowed, FieldErrors, Gone."""
    check(words)
    mine = access.my_pair(session, actor, pair_id)
    _check_may_begin(session, mine)
    story = Story(
        pair_id=pair_id,
        author_id=mine.mine.id,
        headline=words.headline.strip(),
        happened=words.happened.strip(),
        different=words.different.strip(),
        appearance=words.appearance,
    )
    session.add(story)
    session.flush()
    refresh(session, actor.team_id, f"story-offer={pair_id}", now)
    _ask(session, mine, story, Role.MENTOR, now)


def change(session: Session, actor: Actor, story_id: int, version: int, words: StoryWords, now: datetime) -> None:
    """Other words: both are asked again. `version` is the one that the modal showed. Raises NotAllowed, FieldErrors,
    Gone if the story was changed or settled meanwhile."""
    check(words)
    story, mine = _my_story(session, actor, story_id)
    _check_version(story, version)
    _check_seen(story, mine)
    if not states.may_become(story.state, StoryState.WITH_MENTOR):
        raise Gone("story_settled")
    story.headline, story.happened, story.different = (
        words.headline.strip(),
        words.happened.strip(),
        words.different.strip(),
    )
    story.appearance, story.state = words.appearance, StoryState.WITH_MENTOR
    story.version += 1
    session.flush()
    _ask(session, mine, story, Role.MENTOR, now)
    refresh(session, actor.team_id, f"story={story.id}", now)


def approve(session: Session, actor: Actor, story_id: int, version: int, now: datetime) -> None:
    """A key turned, by the mentor, then the mentee. `version` is the one that stands in the message they pressed: a
    copy of an older preview is no yes to newer words. Raises NotAllowed, Gone."""
    story, mine = _my_story(session, actor, story_id)
    _check_turn(story, mine.role)
    _check_version(story, version)
    if mine.role is Role.MENTOR:
        _ask(session, mine, story, Role.MENTEE, now)
    else:
        story.state = StoryState.WITH_MANAGER
        for manager in stored_programmes.managers(session, mine.pair.programme_id):
            _owe(session, mine.programme, manager, Kind.STORY_REVIEW, story, now)
    refresh(session, actor.team_id, f"story={story.id}", now)


def decline(session: Session, actor: Actor, story_id: int, now: datetime) -> None:
    """Not this time. The author is told no more than that. Raises NotAllowed, Gone."""
    story, mine = _my_story(session, actor, story_id)
    _check_turn(story, mine.role)
    _end(session, mine.programme, story, mine, now)
    refresh(session, actor.team_id, f"story={story.id}", now)


def _end(session: Session, programme: Programme, story: Story, mine: MyPair | None, now: datetime) -> None:
    story.state = StoryState.DECLINED
    if mine is not None and mine.mine.id == story.author_id:
        return  # it was the author's own no
    author = access.side(session, story.author_id)
    owe_person(
        session,
        programme,
        author.person,
        Kind.STORY_DECLINED,
        f"story={story.id}:version={story.version}",
        at=now,
        subject=f"story-declined={story.id}",
        story=story.id,
        version=story.version,
    )


def _check_version(story: Story, version: int) -> None:
    if story.version != version:
        raise Gone("story_changed")


def _check_turn(story: Story, role: Role) -> None:
    turn = StoryState.WITH_MENTOR if role is Role.MENTOR else StoryState.WITH_MENTEE
    if story.state is not turn:
        raise Gone("answered" if story.state in (*ON_ITS_WAY, StoryState.POSTED) else "story_settled")


def _ask(session: Session, mine: MyPair, story: Story, role: Role, now: datetime) -> None:
    story.state = StoryState.WITH_MENTOR if role is Role.MENTOR else StoryState.WITH_MENTEE
    _owe(session, mine.programme, mine.two.side(role).person, Kind.STORY_PREVIEW, story, now, role=role)


def _owe(
    session: Session, programme: Programme, person: Person, kind: Kind, story: Story, now: datetime, **more: Any
) -> None:
    owe_person(
        session,
        programme,
        person,
        kind,
        f"story={story.id}:version={story.version}",
        at=now,
        subject=f"story={story.id}",
        story=story.id,
        version=story.version,
        **more,
    )


def _my_story(session: Session, actor: Actor, story_id: int) -> tuple[Story, MyPair]:
    story = session.get(Story, story_id)
    mine = access.my_pair(session, actor, story.pair_id if story else 0)
    assert story is not None
    return story, mine


def post(session: Session, actor: Actor, story_id: int, version: int, now: datetime) -> None:
    """The manager's yes: it is posted to the stories channel. `version` is the one that stands in the message they
    pressed. Raises NotAllowed, Gone."""
    story, programme = _managed_story(session, actor, story_id)
    _check_version(story, version)
    story.state = StoryState.POSTING
    owe_channel(
        session,
        programme,
        programme.stories_channel,
        Kind.STORY,
        f"story={story.id}:version={story.version}",
        at=now,
        subject=f"story={story.id}",
        arguments={"story": story.id, "version": story.version},
    )
    refresh(session, actor.team_id, f"story={story.id}", now)


def do_not_post(session: Session, actor: Actor, story_id: int, now: datetime) -> None:
    """The manager's no; the author hears "not this time". Raises NotAllowed, Gone."""
    story, programme = _managed_story(session, actor, story_id)
    _end(session, programme, story, None, now)
    refresh(session, actor.team_id, f"story={story.id}", now)


def _managed_story(session: Session, actor: Actor, story_id: int) -> tuple[Story, Programme]:
    story = session.get(Story, story_id)
    pair = session.get(Pair, story.pair_id) if story else None
    if story is None or pair is None:
        raise NotAllowed("managers_only")
    programme = access.managed_programme(session, actor, pair.programme_id)
    if story.state is not StoryState.WITH_MANAGER:
        raise Gone("settled")
    return story, programme


def posted(session: Session, actor: Actor, arguments: Mapping[str, Any], channel: str, ts: str, now: datetime) -> None:
    """The story stands in the channel: both are told, and where."""
    row = session.get_one(Story, arguments["story"])
    if row.state is not StoryState.POSTING:
        return
    row.state, row.posted_at, row.channel, row.ts = StoryState.POSTED, now, channel, ts
    pair = session.get_one(Pair, row.pair_id)
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    programme = session.get_one(Programme, pair.programme_id)
    for role in Role:
        person = both.side(role).person
        owe_person(
            session,
            programme,
            person,
            Kind.STORY_POSTED,
            f"story={row.id}",
            at=now,
            subject=f"story={row.id}",
            story=row.id,
        )
        refresh_home(session, actor.team_id, person.user_id, now)
    for manager in stored_programmes.managers(session, pair.programme_id):
        refresh_home(session, actor.team_id, manager.user_id, now)


def take_back(session: Session, actor: Actor, story_id: int, now: datetime) -> None:
    """Either of the two may take a story back at any time; a posted one is replaced by a word that says so.
    Raises NotAllowed, Gone."""
    row, _ = _my_story(session, actor, story_id)
    withdraw(session, actor, row, now)


def withdraw(session: Session, actor: Actor, story: Story, now: datetime) -> None:
    """Takes a story back. The caller has checked who may."""
    if not states.may_become(story.state, StoryState.WITHDRAWN):
        raise Gone("story_settled")
    story.state = StoryState.WITHDRAWN
    refresh(session, actor.team_id, f"story={story.id}", now)


def take_back_and_wipe(session: Session, actor: Actor, story: Story, now: datetime) -> None:
    """Somebody's data is deleted: the story's words go, and from the channel too. The caller has checked who may."""
    if states.may_become(story.state, StoryState.WITHDRAWN):
        withdraw(session, actor, story, now)
    story.headline = story.happened = story.different = ""
