"""The keys of a story, in every order: mentor, mentee, manager, and every change asks both again."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.demo.company import ADA, CHARLIE, GRACE, MARGARET
from bot.errors import FieldErrors, Gone, NotAllowed, UserError
from bot.facts.stories import Appearance, StoryWords
from bot.services import stories, ways_out
from storage.enums import Kind, PairState, StoryState
from storage.models import Outgoing, Pair, Story
from tests.services.building import HOUR, MONDAY, WORDS, Company, actor

S = StoryState
OTHER_WORDS = replace(WORDS, headline="Other words")
Act = Callable[["Told", str], None]


@dataclass
class Told:
    """One story in a company, written by the mentor."""

    company: Company
    pair: int
    story: int

    @property
    def row(self) -> Story:
        return self.company.get(Story, self.story)

    def yes(self, who: str) -> None:
        self.company.do(stories.approve, actor(who), self.story, self.row.version, MONDAY)

    def no(self, who: str) -> None:
        self.company.do(stories.decline, actor(who), self.story, MONDAY)

    def change(self, who: str) -> None:
        self.company.do(stories.change, actor(who), self.story, self.row.version, OTHER_WORDS, MONDAY)

    def post(self, who: str) -> None:
        self.company.do(stories.post, actor(who), self.story, self.row.version, MONDAY)

    def not_post(self, who: str) -> None:
        self.company.do(stories.do_not_post, actor(who), self.story, MONDAY)

    def back(self, who: str) -> None:
        self.company.do(stories.take_back, actor(who), self.story, MONDAY)

    def is_posted(self) -> None:
        self.company.do(stories.posted, actor(""), {"story": self.story}, "C0STORIES", "1.1", MONDAY)

    def owed(self, kind: Kind) -> list[str]:
        return [row.target for row in self.company.all(Outgoing, kind=kind)]


@pytest.fixture
def told(company: Company) -> Told:
    pair = company.pair(company.programme())
    return Told(company, pair, company.write(pair, ADA, MONDAY))


# how a story gets into each state
WAYS: dict[StoryState, tuple[Callable[[Told], None], ...]] = {
    S.WITH_MENTOR: (),
    S.WITH_MENTEE: (lambda told: told.yes(ADA),),
    S.WITH_MANAGER: (lambda told: told.yes(ADA), lambda told: told.yes(GRACE)),
    S.POSTING: (lambda told: told.yes(ADA), lambda told: told.yes(GRACE), lambda told: told.post(MARGARET)),
    S.POSTED: (
        lambda told: told.yes(ADA),
        lambda told: told.yes(GRACE),
        lambda told: told.post(MARGARET),
        Told.is_posted,
    ),
    S.DECLINED: (lambda told: told.no(ADA),),
    S.WITHDRAWN: (lambda told: told.back(ADA),),
}

NO = "no"  # not theirs to do, whatever the state
# who does what -> what becomes of a story in each state; a word is a refusal's code
#                        with_mentor      with_mentee     with_manager   posting          posted
TABLE: dict[tuple[str, Act], tuple[str, str, str, str, str]] = {
    (ADA, Told.yes): (S.WITH_MENTEE, "answered", "answered", "story_settled", "answered"),
    (GRACE, Told.yes): ("answered", S.WITH_MANAGER, "answered", "story_settled", "answered"),
    (MARGARET, Told.yes): (NO, NO, NO, NO, NO),
    (ADA, Told.no): (S.DECLINED, "answered", "answered", "story_settled", "answered"),
    (GRACE, Told.no): ("answered", S.DECLINED, "answered", "story_settled", "answered"),
    (MARGARET, Told.no): (NO, NO, NO, NO, NO),
    (ADA, Told.change): (S.WITH_MENTOR, S.WITH_MENTOR, S.WITH_MENTOR, "story_settled", "story_settled"),
    (GRACE, Told.change): (NO, S.WITH_MENTOR, S.WITH_MENTOR, "story_settled", "story_settled"),
    (MARGARET, Told.change): (NO, NO, NO, NO, NO),
    (ADA, Told.post): (NO, NO, NO, NO, NO),
    (GRACE, Told.post): (NO, NO, NO, NO, NO),
    (MARGARET, Told.post): ("settled", "settled", S.POSTING, "settled", "settled"),
    (ADA, Told.not_post): (NO, NO, NO, NO, NO),
    (MARGARET, Told.not_post): ("settled", "settled", S.DECLINED, "settled", "settled"),
    (ADA, Told.back): (S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN),
    (GRACE, Told.back): (S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN, S.WITHDRAWN),
    (MARGARET, Told.back): (NO, NO, NO, NO, NO),
    **{
        (CHARLIE, act): (NO, NO, NO, NO, NO)
        for act in (Told.yes, Told.no, Told.change, Told.post, Told.not_post, Told.back)
    },
}
STATES = (S.WITH_MENTOR, S.WITH_MENTEE, S.WITH_MANAGER, S.POSTING, S.POSTED)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("who", "act"), list(TABLE), ids=lambda part: getattr(part, "__name__", part))
def test_who_can_do_what_in_each_state(told: Told, state: StoryState, who: str, act: Act) -> None:
    for step in WAYS[state]:
        step(told)
    assert told.row.state is state
    expected = TABLE[who, act][STATES.index(state)]
    if expected in set(StoryState):
        act(told, who)
        assert told.row.state == expected
        return
    before = told.company.dump()
    with pytest.raises(NotAllowed if expected == NO else Gone) as refused:
        act(told, who)
    assert expected in (NO, refused.value.code)
    assert told.company.dump() == before


@pytest.mark.parametrize("state", [S.DECLINED, S.WITHDRAWN])
@pytest.mark.parametrize(
    ("who", "act"),
    [
        *((who, act) for who in (ADA, GRACE) for act in (Told.yes, Told.no, Told.change, Told.back)),
        *((MARGARET, act) for act in (Told.post, Told.not_post)),
    ],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_story_that_is_over_stays_over(told: Told, state: StoryState, who: str, act: Act) -> None:
    for step in WAYS[state]:
        step(told)
    before = told.company.dump()
    with pytest.raises(Gone):
        act(told, who)
    assert told.company.dump() == before


@pytest.mark.parametrize("changes", range(1, 4))
@pytest.mark.parametrize("late", [False, True])
def test_any_change_asks_both_again(told: Told, changes: int, late: bool) -> None:
    """However often, and however far the keys had been turned: only words that both have seen are posted."""
    for _ in range(changes):
        told.yes(ADA)
        if late:
            told.yes(GRACE)
        told.change(GRACE)
        assert told.row.state is S.WITH_MENTOR
    assert told.row.version == changes + 1
    with pytest.raises(Gone):
        told.post(MARGARET)
    told.yes(ADA)
    told.yes(GRACE)
    told.post(MARGARET)
    told.is_posted()
    assert told.row.headline == "Other words"
    assert told.owed(Kind.STORY_PREVIEW).count(ADA) == changes + 1
    assert told.owed(Kind.STORY_REVIEW) == [MARGARET] * (1 + changes if late else 1)


@pytest.mark.parametrize("author", [ADA, GRACE])
def test_whoever_wrote_it_the_mentor_is_asked_first(company: Company, author: str) -> None:
    pair = company.pair(company.programme())
    told = Told(company, pair, company.write(pair, author, MONDAY))
    assert told.owed(Kind.STORY_PREVIEW) == [ADA]
    told.yes(ADA)
    assert told.owed(Kind.STORY_PREVIEW) == [ADA, GRACE]
    assert told.owed(Kind.STORY_REVIEW) == []


@pytest.mark.parametrize(
    ("author", "whose", "hears"), [(ADA, ADA, []), (ADA, GRACE, [ADA]), (GRACE, ADA, [GRACE]), (GRACE, GRACE, [])]
)
def test_a_no_reaches_the_author_and_nobody_else(company: Company, author: str, whose: str, hears: list[str]) -> None:
    pair = company.pair(company.programme())
    told = Told(company, pair, company.write(pair, author, MONDAY))
    if whose == GRACE:
        told.yes(ADA)
    told.no(whose)
    assert told.owed(Kind.STORY_DECLINED) == hears
    assert told.owed(Kind.STORY_REVIEW) == []


def test_the_managers_no_reaches_the_author_too(told: Told) -> None:
    told.yes(ADA)
    told.yes(GRACE)
    told.not_post(MARGARET)
    assert told.owed(Kind.STORY_DECLINED) == [ADA]


def test_one_story_of_a_pair_at_a_time(told: Told) -> None:
    for step in WAYS[S.POSTED]:
        with pytest.raises(Gone, match="story_under_way"):
            told.company.write(told.pair, GRACE, MONDAY)
        step(told)
    told.company.write(told.pair, GRACE, MONDAY)  # the last one is posted: there is room for the next
    assert len(told.company.all(Story)) == 2


@pytest.mark.parametrize("who", [ADA, GRACE, MARGARET])
def test_a_copy_of_an_older_preview_is_no_yes_to_newer_words(told: Told, who: str) -> None:
    """Whoever presses it: what counts is the words in the message that was pressed."""
    told.change(ADA)
    turns = {ADA: stories.approve, GRACE: stories.approve, MARGARET: stories.post}
    for before in list(turns)[: list(turns).index(who)]:
        told.yes(before)
    waiting = told.company.dump()
    with pytest.raises(Gone, match="story_changed"):
        told.company.do(turns[who], actor(who), told.story, 1, MONDAY)
    assert told.company.dump() == waiting
    told.company.do(turns[who], actor(who), told.story, 2, MONDAY)
    assert told.company.dump() != waiting


@pytest.mark.parametrize("author", [ADA, GRACE])
def test_a_mentees_old_button_opens_no_draft_of_the_mentors(company: Company, author: str) -> None:
    pair = company.pair(company.programme())
    told = Told(company, pair, company.write(pair, author, MONDAY))
    told.yes(ADA)  # now Grace has a preview with a button that opens the words
    told.change(ADA)
    with pytest.raises(NotAllowed):
        company.do(stories.edit_form, actor(GRACE), told.story)
    told.yes(ADA)
    assert company.do(stories.edit_form, actor(GRACE), told.story).words == OTHER_WORDS


def test_an_older_version_cannot_be_changed(told: Told) -> None:
    told.change(ADA)
    with pytest.raises(Gone, match="story_changed"):
        told.company.do(stories.change, actor(ADA), told.story, 1, WORDS, MONDAY)


def test_a_pair_that_ends_takes_its_unposted_story_along(told: Told) -> None:
    told.yes(ADA)
    told.company.do(ways_out.end_pair, actor(GRACE), told.pair, MONDAY + HOUR)
    assert told.row.state is S.WITHDRAWN
    assert told.company.get(Pair, told.pair).state is PairState.ENDED
    with pytest.raises(Gone, match="pair_over"):
        told.company.write(told.pair, ADA, MONDAY)


def test_a_posted_story_outlives_its_pair_until_one_takes_it_back(told: Told) -> None:
    for step in WAYS[S.POSTED]:
        step(told)
    told.company.do(ways_out.end_pair, actor(GRACE), told.pair, MONDAY + HOUR)
    assert told.row.state is S.POSTED
    told.back(ADA)
    assert told.row.state is S.WITHDRAWN


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (
            StoryWords(" ", "\n", "\t", Appearance.NAMES),
            {"headline": "empty", "happened": "empty", "different": "empty"},
        ),
        (replace(WORDS, headline="x" * 151), {"headline": "too_long"}),
        (replace(WORDS, happened="x" * 2001, different=""), {"happened": "too_long", "different": "empty"}),
    ],
)
def test_every_wrong_field_is_named(told: Told, words: StoryWords, wrong: dict[str, str]) -> None:
    for attempt in (
        lambda: told.company.do(stories.write, actor(ADA), told.pair, words, MONDAY),
        lambda: told.company.do(stories.change, actor(ADA), told.story, 1, words, MONDAY),
    ):
        with pytest.raises(FieldErrors) as refused:
            attempt()
        assert {error.field: error.code for error in refused.value.errors} == wrong
        assert all(isinstance(error, UserError) for error in refused.value.errors)
