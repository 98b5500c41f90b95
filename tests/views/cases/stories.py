"""A story: the offer, the modal, the previews, the post and what comes after it."""

from dataclasses import replace

from bot.facts.stories import Appearance, KeyState, StoryFacts, StoryForm, StoryOffer, StoryWords
from bot.views import stories as views
from tests.views.case import cases
from tests.views.cast import ADA, DELETED, FLIP, GRACE, MEETING

WORDS = StoryWords(
    headline="The day I stopped printing",
    happened="Ada showed me how her team writes.\nI had never seen a shared page.",
    different="Our board papers are one page now.",
    appearance=Appearance.NAMES,
)
NAMELESS = replace(WORDS, appearance=Appearance.ROLES)
OFFER = StoryOffer(pair_id=12, programme=FLIP, other=ADA, met=3, written=False)
FORM = StoryForm(pair_id=12, programme=FLIP, other=ADA, words=None)
STORY = StoryFacts(
    story_id=8,
    version=1,
    programme=FLIP,
    mentor=ADA,
    mentee=GRACE,
    author=GRACE,
    words=WORDS,
    state=KeyState.ASKED,
)
POSTED = replace(STORY, state=KeyState.YES, posted_at=MEETING)
RECEIPTS = {str(state): replace(STORY, state=state) for state in KeyState if state is not KeyState.ASKED}
WIPED = replace(
    STORY, state=KeyState.CLOSED, taken_back=True, mentor=DELETED, words=StoryWords("", "", "", Appearance.NAMES)
)

CASES = [
    *cases(
        views.offer,
        one=OFFER,
        once=replace(OFFER, met=1),
        written=replace(OFFER, written=True),
    ),
    *cases(
        views.story_modal,
        "change",
        new=FORM,
        change=replace(FORM, words=WORDS, story_id=8, version=2),
        change_nameless=replace(FORM, words=NAMELESS, story_id=8, version=2),
    ),
    *cases(
        views.story,
        names=POSTED,
        roles=replace(POSTED, words=NAMELESS),
        taken_back=replace(POSTED, taken_back=True),
        wiped=WIPED,
        somebody_deleted=replace(POSTED, mentor=DELETED),
    ),
    *cases(views.preview, asked=STORY, roles=replace(STORY, words=NAMELESS), wiped=WIPED, **RECEIPTS),
    *cases(views.review, asked=STORY, wiped=WIPED, **RECEIPTS),
    *cases(views.declined, one=replace(STORY, state=KeyState.CLOSED), wiped=WIPED),
    *cases(views.posted, one=POSTED, taken_back=replace(POSTED, taken_back=True)),
]
