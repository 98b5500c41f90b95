"""Pausing, leaving and ending: what ends with it, who hears of it, and what stays."""

from datetime import UTC, datetime

import pytest

from bot.demo.company import ADA, CHARLIE, GRACE, LINUS, MARGARET
from bot.errors import Gone, NotAllowed, UserError
from bot.facts.enrolment import CONSENT_VERSION, JoinAnswer
from bot.services import booking, enrolment, home, proposals, stories, ways_out
from bot.services.refreshing import publish_home
from storage.enums import (
    Kind,
    MeetingState,
    OutgoingState,
    PairState,
    ParticipantState,
    ProposalState,
    Role,
    StoryState,
)
from storage.models import Meeting, Outgoing, Pair, Participant, Person, Proposal, Story
from tests.services.building import DAY, HOUR, MONDAY, TEAM_ID, WEEK, Company, actor, profile

LATER = MONDAY + DAY


@pytest.fixture
def programme(company: Company) -> int:
    return company.programme()


@pytest.fixture
def pair(company: Company, programme: int) -> int:
    return company.pair(programme)


def told(company: Company, kind: Kind) -> list[str]:
    return [row.target for row in company.all(Outgoing, kind=kind)]


# ending a pair


@pytest.mark.parametrize(("who", "other"), [(ADA, GRACE), (GRACE, ADA)])
def test_the_other_one_gets_a_neutral_word_and_nobody_else_hears(
    company: Company, pair: int, who: str, other: str
) -> None:
    before = {row.id for row in company.all(Outgoing)}
    company.do(ways_out.end_pair, actor(who), pair, LATER)
    new = [row for row in company.all(Outgoing) if row.id not in before]
    assert [(row.kind, row.target) for row in new] == [(Kind.ENDED, other)]
    assert company.get(Pair, pair).state is PairState.ENDED


@pytest.mark.parametrize("who", [MARGARET, LINUS, CHARLIE, ""])
def test_nobody_else_can_end_a_pair(company: Company, pair: int, who: str) -> None:
    before = company.dump()
    with pytest.raises(NotAllowed):
        company.do(ways_out.end_pair, actor(who), pair, LATER)
    with pytest.raises(NotAllowed):
        company.do(ways_out.end_pair, actor(ADA, team="T0ELSEWHERE"), pair, LATER)
    assert company.dump() == before


def test_it_ends_once(company: Company, pair: int) -> None:
    company.do(ways_out.end_pair, actor(ADA), pair, LATER)
    before = company.dump()
    for who in (ADA, GRACE):
        with pytest.raises(Gone, match="pair_over"):
            company.do(ways_out.end_pair, actor(who), pair, LATER + HOUR)
    assert company.dump() == before


def test_dates_and_unposted_stories_end_with_it_and_nobody_is_reminded(company: Company, pair: int) -> None:
    meeting = company.book(pair, MONDAY + WEEK, MONDAY)
    story = company.write(pair, ADA, MONDAY)
    company.do(ways_out.end_pair, actor(GRACE), pair, LATER)
    assert company.get(Meeting, meeting).state is MeetingState.CANCELLED
    assert company.get(Story, story).state is StoryState.WITHDRAWN
    assert company.get(Pair, pair).booking_due_at is None
    for row in company.all(Outgoing, state=OutgoingState.DUE):
        if row.kind is Kind.BOOK_AGAIN:
            facts = company.do(booking.reminder, actor(""), row.arguments, LATER, False)
            assert type(facts).__name__ == "NotWanted"


def test_a_held_meeting_stays_counted(company: Company, pair: int) -> None:
    meeting = company.meet(pair, MONDAY + DAY)
    company.do(ways_out.end_pair, actor(ADA), pair, MONDAY + WEEK)
    assert company.get(Meeting, meeting).state is MeetingState.HELD
    assert company.get(Pair, pair).met == 1


def test_a_pair_that_was_never_introduced_ends_without_a_word(company: Company, programme: int) -> None:
    pair = company.pair(programme, introduced=False)
    company.do(ways_out.end_pair, actor(ADA), pair, LATER)
    assert told(company, Kind.ENDED) == []


def test_a_completed_pair_cannot_end(company: Company) -> None:
    pair = company.pair(company.programme(meetings_planned=1))
    company.meet(pair, MONDAY + DAY)
    with pytest.raises(Gone, match="pair_over"):
        company.do(ways_out.end_pair, actor(ADA), pair, MONDAY + WEEK)


# leaving


def test_leaving_ends_every_pair_in_this_role_alone(company: Company, programme: int, pair: int) -> None:
    """Ada teaches and learns: she stops teaching."""
    teaches = company.get(Pair, pair).mentor_id
    learns = company.join(programme, ADA, Role.MENTEE)
    company.do(ways_out.leave, actor(ADA), teaches, LATER)
    assert company.get(Participant, teaches).state is ParticipantState.LEFT
    assert company.get(Participant, learns).state is ParticipantState.ENROLLED
    assert company.get(Pair, pair).state is PairState.ENDED
    assert told(company, Kind.ENDED) == [GRACE]


@pytest.mark.parametrize("leaves", [ADA, GRACE])
@pytest.mark.parametrize("mentor_said_yes", [False, True])
def test_leaving_withdraws_what_is_proposed_and_tells_nobody(
    company: Company, programme: int, leaves: str, mentor_said_yes: bool
) -> None:
    ids = {ADA: company.join(programme, ADA, Role.MENTOR), GRACE: company.join(programme, GRACE, Role.MENTEE)}
    proposal = company.propose(programme, ids[ADA], ids[GRACE])
    if mentor_said_yes:
        company.do(proposals.accept, actor(ADA), proposal, MONDAY)
    before = {row.id for row in company.all(Outgoing)}
    company.do(ways_out.leave, actor(leaves), ids[leaves], LATER)
    assert company.get(Proposal, proposal).state is ProposalState.WITHDRAWN
    assert {row.id for row in company.all(Outgoing)} == before
    for who in (ADA, GRACE):
        with pytest.raises(UserError):
            company.do(proposals.accept, actor(who), proposal, LATER)


def test_nobody_leaves_for_somebody_else_or_twice(company: Company, pair: int) -> None:
    participant = company.get(Pair, pair).mentor_id
    for who in (GRACE, MARGARET, CHARLIE, "U0NOBODY"):
        with pytest.raises(NotAllowed):
            company.do(ways_out.leave, actor(who), participant, LATER)
    company.do(ways_out.leave, actor(ADA), participant, LATER)
    with pytest.raises(Gone):
        company.do(ways_out.leave, actor(ADA), participant, LATER)


def test_who_takes_part_in_nothing_has_nothing_to_leave(company: Company) -> None:
    with pytest.raises(UserError, match="nothing_to_leave"):
        company.do(ways_out.leave_form, actor(CHARLIE))


def test_joining_again_is_the_same_participation_with_new_answers(company: Company, programme: int, pair: int) -> None:
    participant = company.get(Pair, pair).mentor_id
    company.do(ways_out.leave, actor(ADA), participant, LATER)
    assert company.join(programme, ADA, Role.MENTOR, LATER + DAY, goal="Once more") == participant
    again = company.get(Participant, participant)
    assert (again.state, again.goal, again.consented_at) == (ParticipantState.ENROLLED, "Once more", LATER + DAY)
    assert company.get(Pair, pair).state is PairState.ENDED


@pytest.mark.parametrize("refused", ["is_guest", "is_bot", "deactivated"])
def test_who_cannot_take_part_is_not_stored(company: Company, programme: int, refused: str) -> None:
    before = company.dump()
    answer = JoinAnswer((1,), "A goal", CONSENT_VERSION)
    with pytest.raises(UserError) as error:
        company.do(
            enrolment.join,
            actor("U0NEW"),
            programme,
            Role.MENTOR,
            answer,
            profile("U0NEW", refused=refused),
            MONDAY,
        )
    assert error.value.code == refused
    assert company.dump() == before


# pausing


def test_a_pause_ends_when_its_day_begins_where_the_person_is(company: Company, pair: int) -> None:
    for who, hour in ((ADA, 0), (GRACE, 5)):  # London; New York, five hours later
        paused = company.do(ways_out.pause, actor(who), "2026-03-05", MONDAY)
        assert paused.until == datetime(2026, 3, 5, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-02", "past"),  # today has begun
        ("2026-03-01", "past"),
        ("2027-03-10", "too_far"),
        ("2026-02-30", "no_date"),
        ("tomorrow", "no_date"),
        ("", "no_date"),
        ("2026-03-05T10:00", "no_date"),
    ],
)
def test_a_pause_that_cannot_be(company: Company, pair: int, until: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        company.do(ways_out.pause, actor(ADA), until, MONDAY)
    assert (refused.value.code, refused.value.field) == (code, "until")


def test_going_on_sooner(company: Company, pair: int) -> None:
    company.do(ways_out.pause, actor(ADA), "2026-04-01", MONDAY)
    company.do(ways_out.resume, actor(ADA), MONDAY + HOUR)
    assert [person.paused_until for person in company.all(Person, user_id=ADA)] == [None]
    company.do(ways_out.resume, actor(ADA), MONDAY + HOUR)  # and again, which changes nothing


def test_a_pause_is_nobody_elses_business(company: Company, programme: int, pair: int) -> None:
    """Neither the partner's nor the manager's Home says a word of it."""
    homes = {}
    for paused in (False, True):
        if paused:
            company.do(ways_out.pause, actor(GRACE), "2026-04-01", MONDAY)
        homes[paused] = [
            company.do(home.facts, actor(""), {"user": who, "may_create": True}, MONDAY, True)
            for who in (ADA, MARGARET)
        ]
    assert homes[False] == homes[True]


def test_home_of_both_is_published_again_when_a_pair_ends(company: Company, pair: int) -> None:
    for who in (ADA, GRACE):
        company.do(publish_home, TEAM_ID, who, MONDAY)
    company.do(ways_out.end_pair, actor(ADA), pair, LATER)
    assert [row.wanted for row in company.all(Outgoing, kind=Kind.HOME)] == [2, 2]


def test_a_posted_story_stays_when_somebody_leaves(company: Company, pair: int) -> None:
    """What both have published is theirs to take back, and nobody else's to lose."""
    story = company.write(pair, ADA, MONDAY)
    for who in (ADA, GRACE):
        company.do(stories.approve, actor(who), story, 1, MONDAY)
    company.do(stories.post, actor(MARGARET), story, 1, MONDAY)
    company.do(stories.posted, actor(""), {"story": story}, "C0STORIES", "1.1", MONDAY)
    company.do(ways_out.leave, actor(GRACE), company.get(Pair, pair).mentee_id, LATER)
    assert company.get(Story, story).state is StoryState.POSTED
    company.do(stories.take_back, actor(GRACE), story, LATER)
    assert company.get(Story, story).state is StoryState.WITHDRAWN
