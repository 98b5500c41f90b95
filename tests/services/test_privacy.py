"""Deleting one's data: every table is dumped and searched, and nothing that says who it was or what they wrote is left.

Whatever is stored about somebody is made of words that stand nowhere else, so that a search finds every one of them.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.demo.company import ADA, CHARLIE, GRACE, LINUS, MARGARET
from bot.facts.actor import Actor
from bot.facts.feedback import FeedbackAnswer
from bot.facts.meetings import Outcome
from bot.facts.stories import Appearance, StoryWords
from bot.services import do_not_match, feedback, launch, people, privacy, programmes, stories
from bot.services.people import RosterRow, import_roster
from bot.services.refreshing import publish_home
from storage.enums import Kind, PairState, Role, StoryState
from storage.models import DoNotMatch, MatchRun, Outgoing, Pair, Participant, Person, Programme, Story
from tests.services.building import DAY, MONDAY, TEAM_ID, WEEK, Company, actor, profile

ADAS = {
    "name": "Ada Zanzibar",
    "title": "Apprentice of Tuvalu",
    "zone": "Pacific/Kiritimati",
    "language": "en_NZ",
    "department": "Department of Fiji",
    "goal": "A goal from Samoa",
    "place": "A place in Tonga",
    "learned": "Learned in Palau",
    "will_do": "Will do in Nauru",
    "headline": "Headline of Vanuatu",
    "happened": "Happened in Niue",
    "different": "Different in Tokelau",
    "user_id": ADA,
}
WORDS = StoryWords(ADAS["headline"], ADAS["happened"], ADAS["different"], Appearance.NAMES)


@pytest.fixture
def programme(company: Company) -> int:
    return company.programme()


@pytest.fixture
def pair(company: Company, programme: int) -> int:
    """Ada with everything that can be stored about her: roster, profile, goal, meeting, feedback, story, messages."""
    pair = company.pair(programme)
    company.do(import_roster, actor(""), [RosterRow(ADA, LINUS, ADAS["department"], 7)])
    company.join(programme, ADA, Role.MENTOR, MONDAY, goal=ADAS["goal"])
    known = {key: ADAS[key] for key in ("name", "title", "zone", "language")}
    company.do(people.store_profile, actor(ADA), profile(ADA, **known))
    meeting = company.book(pair, MONDAY + DAY, MONDAY, place=ADAS["place"])
    for who in (ADA, GRACE):
        company.say(meeting, who, Outcome.MET, MONDAY + 2 * DAY)
    company.do(feedback.rate, actor(ADA), meeting, 3, MONDAY + 2 * DAY)
    answer = FeedbackAnswer(2, ADAS["learned"], ADAS["will_do"])
    company.do(feedback.tell_more, actor(ADA), meeting, answer, MONDAY + 2 * DAY)
    company.write(pair, ADA, MONDAY + 2 * DAY, WORDS)
    company.do(publish_home, TEAM_ID, ADA, MONDAY)
    company.do(do_not_match.change, actor(ADA), [LINUS], MONDAY)
    return pair


def found(company: Company, *texts: str) -> dict[str, list[str]]:
    """In which tables each text stands."""
    tables = {name: str(rows) for name, rows in company.dump().items()}
    where = {text: [name for name, rows in tables.items() if text in rows] for text in texts}
    return {text: names for text, names in where.items() if names}


def delete(company: Company, who: str = ADA, now: timedelta = WEEK) -> None:
    company.do(privacy.delete_me, actor(who), MONDAY + now)


def test_all_of_it_is_stored_before(company: Company, pair: int) -> None:
    """Else that nothing is found afterwards would prove nothing."""
    assert set(found(company, *ADAS.values())) == set(ADAS.values())


def test_nothing_is_left_anywhere(company: Company, pair: int) -> None:
    delete(company)
    assert found(company, *ADAS.values()) == {}


def test_nothing_comes_back_when_it_is_pressed_twice_or_home_is_opened(company: Company, pair: int) -> None:
    delete(company)
    before = company.dump()
    delete(company)
    assert company.dump() == before
    company.do(people.refresh_profile, actor(ADA), profile(ADA), MONDAY + WEEK)  # a look at Home stores nobody
    assert company.dump() == before


def test_counts_stay_and_the_other_one_keeps_what_is_theirs(company: Company, pair: int) -> None:
    delete(company)
    now = company.get(Pair, pair)
    assert (now.state, now.met) == (PairState.ENDED, 1)
    grace = company.do(privacy.about_me, actor(GRACE))
    assert [(role.meetings, role.goal) for role in grace.roles] == [(1, "What U0GRACE came for")]
    assert Kind.ENDED in [row.kind for row in company.all(Outgoing, target=GRACE)]
    assert company.do(privacy.about_me, actor(ADA)).person is None


def test_a_posted_story_is_taken_out_of_the_channel(company: Company, pair: int) -> None:
    story = company.all(Story)[0].id or 0
    for who in (ADA, GRACE):
        company.do(stories.approve, actor(who), story, 1, MONDAY)
    company.do(stories.post, actor(MARGARET), story, 1, MONDAY)
    row = company.all(Outgoing, kind=Kind.STORY)[0]
    sent(company, row.id or 0, "C0STORIES", "1.1")
    company.do(stories.posted, actor(""), {"story": story}, "C0STORIES", "1.1", MONDAY)
    delete(company)
    assert found(company, *ADAS.values()) == {}
    assert company.get(Story, story).state is StoryState.WITHDRAWN
    updates = [row.target for row in company.all(Outgoing, kind=Kind.UPDATE)]
    assert "C0STORIES:1.1" in updates  # it is rendered again: a word that it was taken back


def test_messages_to_them_are_forgotten_and_messages_to_others_are_not(company: Company, pair: int) -> None:
    theirs = [row for row in company.all(Outgoing, target=ADA) if row.kind is Kind.BOOKED]
    sent(company, theirs[0].id or 0, "D0ADA", "2.2")
    others = [row.id for row in company.all(Outgoing) if row.target not in (ADA, "D0ADA:2.2")]
    delete(company)
    assert company.all(Outgoing, target=ADA) == []
    assert {row.id for row in company.all(Outgoing)} >= set(others)
    assert found(company, "D0ADA") == {}


def sent(company: Company, row_id: int, channel: str, ts: str) -> None:
    """The sender's mark, as if the message stood in Slack."""

    def marked(session: Session) -> None:
        row = session.get_one(Outgoing, row_id)
        row.state, row.channel, row.ts, row.sent_at = "sent", channel, ts, MONDAY  # type: ignore[assignment]

    company.run(marked)


def test_a_list_of_pairs_to_launch_forgets_them_too(company: Company, programme: int) -> None:
    company.do(launch.launch, actor(MARGARET), programme, f"{ADA}, {GRACE}\nU0ALAN, {LINUS}", MONDAY)
    run = company.all(MatchRun)[0].id or 0
    profiles = {user: profile(user) for user in (ADA, GRACE, "U0ALAN", LINUS)}
    company.do(launch.store, actor(""), run, profiles, MONDAY)
    delete(company)
    assert found(company, ADA, "Ada Lovelace") == {}
    assert company.do(launch.launch_list, actor(""), {"run": run}, MONDAY, True).pairs == 2


def test_ones_own_list_goes_and_the_lists_of_others_stay(company: Company, pair: int) -> None:
    """What Grace does not want is Grace's: it holds should the other one come back."""
    company.do(do_not_match.change, actor(GRACE), [ADA], MONDAY)
    delete(company)
    grace = company.all(Person, user_id=GRACE)[0].id
    assert [(row.person_id, row.other_user_id) for row in company.all(DoNotMatch)] == [(grace, ADA)]


def test_the_roster_of_others_keeps_who_their_manager_is(company: Company, programme: int) -> None:
    """Charlie reports to Grace: without that, Charlie could be matched into Grace's old line."""
    company.join(programme, GRACE, Role.MENTEE)
    delete(company, GRACE)
    assert found(company, "Grace Hopper", "Director of Operations") == {}
    assert [person.manager_user_id for person in company.all(Person, user_id=CHARLIE)] == [GRACE]


def test_the_last_manager_who_goes_leaves_the_programme_to_who_may_create(company: Company, programme: int) -> None:
    delete(company, MARGARET)
    assert company.get(Programme, programme).name == "Flip 2026"
    assert found(company, "Margaret Hamilton") == {}
    owner = company.do(programmes.which_managed, actor("U0EDITH", may_create=True))
    assert owner.name == "Flip 2026"


@pytest.mark.parametrize("who", ["U0NOBODY", ""])
def test_a_stranger_has_nothing_to_delete(company: Company, pair: int, who: str) -> None:
    before = company.dump()
    delete(company, who)
    company.do(privacy.delete_me, actor(ADA, team="T0ELSEWHERE"), MONDAY)
    assert company.dump() == before


def test_somebody_who_has_deleted_everything_can_begin_anew(company: Company, programme: int, pair: int) -> None:
    delete(company)
    company.join(programme, ADA, Role.MENTOR, MONDAY + 2 * WEEK)
    assert len([p for p in company.all(Participant, programme_id=programme) if p.role is Role.MENTOR]) == 2
    about = company.do(privacy.about_me, actor(ADA))
    assert [(role.pairs, role.meetings) for role in about.roles] == [(0, 0)]


# what is shown


def everything(part: Any) -> Iterator[str]:
    if isinstance(part, tuple | list):
        for each in part:
            yield from everything(each)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from everything(getattr(part, name))
    else:
        yield str(part)


def test_what_is_shown_about_oneself_is_ones_own(company: Company, pair: int) -> None:
    shown = " ".join(everything(company.do(privacy.about_me, actor(ADA))))
    for own in ("name", "title", "zone", "department", "goal"):
        assert ADAS[own] in shown
    assert "What U0GRACE came for" not in shown
    for who in (GRACE, MARGARET, CHARLIE):
        others = " ".join(everything(company.do(privacy.about_me, actor(who))))
        for own in ("title", "zone", "department", "goal", "learned", "will_do"):
            assert ADAS[own] not in others


def test_looking_changes_nothing(company: Company, pair: int) -> None:
    before = company.dump()
    for who in (ADA, GRACE, MARGARET, CHARLIE, "U0NOBODY"):
        company.do(privacy.about_me, Actor(TEAM_ID, who))
    assert company.dump() == before
