"""What both say of a meeting, in every order: one "We met" counts it once, and nothing else counts it."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.company import ADA, GRACE
from bot.errors import Gone, NotAllowed, UserError
from bot.facts.home import NextStep
from bot.facts.meetings import Outcome
from bot.services import check_ins, feedback, home, meetings
from storage.enums import JobKind, Kind, MeetingState, OutgoingState, PairState
from storage.models import CheckIn, Feedback, Job, Meeting, Outgoing, Pair
from tests.services.building import DAY, HOUR, MONDAY, WEEK, Company, actor

AT = MONDAY + WEEK
AFTER = AT + 2 * HOUR
MET, MOVED, NOT_HELD = Outcome.MET, Outcome.MOVED, Outcome.NOT_HELD

# what the first says, what the second says -> how the meeting stands then
SETTLED = {
    (MET, MET): MeetingState.HELD,
    (MET, MOVED): MeetingState.HELD,
    (MET, NOT_HELD): MeetingState.HELD,
    (MOVED, MET): MeetingState.HELD,
    (NOT_HELD, MET): MeetingState.HELD,
    (MOVED, MOVED): MeetingState.MOVED,
    (MOVED, NOT_HELD): MeetingState.MOVED,
    (NOT_HELD, MOVED): MeetingState.NOT_HELD,
    (NOT_HELD, NOT_HELD): MeetingState.NOT_HELD,
}


@pytest.fixture
def pair(company: Company) -> int:
    return company.pair(company.programme())


@pytest.fixture
def meeting(company: Company, pair: int) -> int:
    return company.book(pair, AT, MONDAY)


@pytest.mark.parametrize(("first", "second"), list(SETTLED))
@pytest.mark.parametrize(("who", "other"), [(ADA, GRACE), (GRACE, ADA)])
def test_both_say_something(
    company: Company, pair: int, meeting: int, first: Outcome, second: Outcome, who: str, other: str
) -> None:
    company.say(meeting, who, first, AFTER)
    alone = company.get(Meeting, meeting).state
    company.say(meeting, other, second, AFTER + HOUR)
    assert company.get(Meeting, meeting).state is SETTLED[first, second]
    assert alone is check_ins.BECOMES[first]
    now = company.get(Pair, pair)
    met = MET in (first, second)
    assert now.met == (1 if met else 0)
    # a next date is wanted: weeks later after a meeting that was held, at once after one that was not
    assert now.booking_due_at is not None
    assert (now.booking_due_at > AFTER + WEEK) is met
    assert len(company.all(CheckIn)) == 2


@pytest.mark.parametrize("outcome", Outcome)
def test_the_same_answer_again_changes_nothing(company: Company, meeting: int, outcome: Outcome) -> None:
    company.say(meeting, ADA, outcome, AFTER)
    before = company.dump()
    company.say(meeting, ADA, outcome, AFTER + DAY)
    assert company.dump() == before


@pytest.mark.parametrize(("first", "then"), [pair for pair in product(Outcome, repeat=2) if pair[0] is not pair[1]])
def test_another_answer_afterwards_is_refused(company: Company, meeting: int, first: Outcome, then: Outcome) -> None:
    company.say(meeting, ADA, first, AFTER)
    before = company.dump()
    with pytest.raises(Gone, match="answered"):
        company.say(meeting, ADA, then, AFTER)
    assert company.dump() == before


@pytest.mark.parametrize("outcome", Outcome)
def test_nobody_can_say_how_it_was_before_it_begins(company: Company, meeting: int, outcome: Outcome) -> None:
    with pytest.raises(Gone, match="meeting_not_begun"):
        company.say(meeting, ADA, outcome, AT - HOUR)
    company.say(meeting, ADA, outcome, AT)


def test_an_answer_about_an_older_date_waits_for_the_newer_one(company: Company, pair: int, meeting: int) -> None:
    """Moved, booked again: the button of the older question says that there is another date now."""
    company.say(meeting, ADA, MOVED, AFTER)
    company.book(pair, AT + WEEK, AFTER)
    with pytest.raises(Gone, match="meeting_not_begun"):
        company.say(meeting, GRACE, MET, AFTER + HOUR)
    company.say(meeting, ADA, MET, AFTER + WEEK)  # asked again about the newer date, Ada may answer anew
    assert company.get(Pair, pair).met == 1


def test_an_older_dates_question_does_not_count_for_the_newer_date(company: Company, pair: int, meeting: int) -> None:
    company.say(meeting, ADA, MOVED, AFTER)
    company.book(pair, AT + WEEK, AFTER)
    before = company.dump()
    for outcome in Outcome:
        with pytest.raises(Gone, match="meeting_not_begun"):
            company.say(meeting, GRACE, outcome, AFTER + WEEK, posted_at=AFTER)
    assert company.dump() == before
    company.say(meeting, GRACE, NOT_HELD, AFTER + WEEK, posted_at=AFTER + WEEK)
    assert company.get(Meeting, meeting).state is MeetingState.NOT_HELD


def test_we_met_remembered_after_the_next_date_was_booked_counts_in_order(company: Company, pair: int) -> None:
    first = company.book(pair, AT, MONDAY)
    company.say(first, GRACE, NOT_HELD, AFTER)
    second = company.book(pair, AT + WEEK, AFTER)
    assert company.get(Meeting, second).number == 1
    company.say(first, ADA, MET, AFTER + DAY)
    assert (company.get(Meeting, first).number, company.get(Meeting, second).number) == (1, 2)
    assert company.get(Pair, pair).booking_due_at is None  # the next date stands already
    company.say(second, GRACE, MET, AFTER + 2 * WEEK)
    assert company.get(Pair, pair).met == 2


def test_the_last_meeting_completes_the_pair_and_nothing_more_is_asked(company: Company) -> None:
    pair = company.pair(company.programme(meetings_planned=2))
    company.meet(pair, AT)
    company.meet(pair, AT + 4 * WEEK)
    done = company.get(Pair, pair)
    assert (done.state, done.met, done.booking_due_at) == (PairState.COMPLETED, 2, None)
    kinds = [row.kind for row in company.all(Outgoing)]
    assert kinds.count(Kind.COMPLETED) == 2
    assert kinds.count(Kind.STORY_OFFER) == 2
    with pytest.raises(Gone, match="pair_over"):
        company.do(meetings.booking_form, actor(GRACE), pair, AT + 5 * WEEK)


def test_a_meeting_remembered_late_can_complete_the_pair_while_another_date_stands(company: Company) -> None:
    pair = company.pair(company.programme(meetings_planned=1))
    first = company.book(pair, AT, MONDAY)
    company.say(first, GRACE, NOT_HELD, AFTER)
    second = company.book(pair, AT + WEEK, AFTER)
    company.say(first, ADA, MET, AFTER + DAY)
    assert company.get(Pair, pair).state is PairState.COMPLETED
    assert company.get(Meeting, second).state is MeetingState.CANCELLED


def test_stories_are_offered_by_number_alone(company: Company) -> None:
    """After the third meeting and after the last, whatever anybody answered."""
    pair = company.pair(company.programme(meetings_planned=5))
    offers = []
    for number in range(1, 6):
        meeting = company.meet(pair, AT + 4 * number * WEEK)
        company.do(feedback.rate, actor(GRACE), meeting, number, AT + 4 * number * WEEK + DAY)
        offers.append(len(company.all(Outgoing, kind=Kind.STORY_OFFER)))
    assert offers == [0, 0, 2, 2, 4]


def home_step(company: Company, user_id: str, now: datetime) -> NextStep:
    ((step,),) = [
        [pair.step for pair in joined.pairs]
        for joined in company.do(home.facts, actor(user_id), {"user": user_id}, now, True).participations
    ]
    return step


def asked_for_a_date(company: Company) -> list[Outgoing]:
    """What the mentee is still to be sent to ask for the date that is wanted now."""
    last = max(row.arguments["round"] for row in company.all(Outgoing) if "round" in row.arguments)
    return [row for row in company.all(Outgoing, state=OutgoingState.DUE) if row.arguments.get("round") == last]


def test_that_they_have_not_met_stays_with_the_mentor_until_the_next_working_morning(
    company: Company, pair: int, meeting: int
) -> None:
    """Asked for a date at once, Grace would know what Ada has just said."""
    company.say(meeting, ADA, NOT_HELD, AFTER)  # Monday
    (owed,) = asked_for_a_date(company)
    assert (owed.kind, owed.due_at) == (Kind.BOOK, datetime(2026, 3, 10, 13, tzinfo=UTC))  # 09:00 in New York
    assert home_step(company, GRACE, AFTER + HOUR) is NextStep.ASKED
    assert home_step(company, GRACE, owed.due_at) is NextStep.BOOK
    assert home_step(company, ADA, AFTER + HOUR) is NextStep.LATER


def test_on_a_friday_it_waits_for_monday(company: Company, pair: int) -> None:
    friday = AT + 4 * DAY
    company.say(company.book(pair, friday, MONDAY), ADA, NOT_HELD, friday + 2 * HOUR)
    assert [row.due_at for row in asked_for_a_date(company)] == [datetime(2026, 3, 16, 13, tzinfo=UTC)]


@pytest.mark.parametrize("outcome", [MOVED, NOT_HELD])
def test_it_waits_no_longer_when_the_mentee_says_so_herself(
    company: Company, pair: int, meeting: int, outcome: Outcome
) -> None:
    company.say(meeting, ADA, NOT_HELD, AFTER)
    company.say(meeting, GRACE, outcome, AFTER + HOUR)
    assert company.get(Pair, pair).booking_due_at == AFTER + HOUR
    assert [row.kind for row in asked_for_a_date(company)] == [Kind.BOOK_AGAIN]  # a button stands in her answer
    assert home_step(company, GRACE, AFTER + HOUR) is NextStep.BOOK


def test_an_older_answer_does_not_hurry_the_next_date(company: Company, pair: int, meeting: int) -> None:
    company.say(meeting, ADA, NOT_HELD, AFTER)
    company.meet(pair, AT + WEEK)
    due = company.get(Pair, pair).booking_due_at
    company.say(meeting, GRACE, NOT_HELD, AT + WEEK + DAY)
    assert company.get(Pair, pair).booking_due_at == due


@pytest.mark.parametrize("outcome", [MOVED, NOT_HELD])
def test_the_mentors_home_does_not_show_what_the_mentee_has_said(
    company: Company, meeting: int, outcome: Outcome
) -> None:
    company.say(meeting, GRACE, outcome, AFTER)
    assert home_step(company, GRACE, AFTER) is NextStep.BOOK
    assert home_step(company, ADA, AFTER + HOUR) is NextStep.ASKED
    company.say(meeting, ADA, NOT_HELD, AFTER + 2 * HOUR)
    assert home_step(company, ADA, AFTER + 2 * HOUR) is NextStep.PARTNER_BOOKS


def test_home_says_whether_the_question_is_out(company: Company, pair: int) -> None:
    at = datetime(2026, 3, 9, 19, tzinfo=UTC)  # over at 20:00 in London: Ada is asked in the morning, Grace at once
    company.book(pair, at, MONDAY)
    for user_id in (ADA, GRACE):
        assert home_step(company, user_id, at - HOUR) is NextStep.MEETING
        assert home_step(company, user_id, at + 3 * HOUR) is NextStep.CHECK_IN
        assert home_step(company, user_id, at + DAY) is NextStep.ASKED


CLOSES = AT + 2 * HOUR + 2 * WEEK  # when the question about the meeting is old news


def test_a_meeting_of_which_nobody_says_anything_makes_booking_due_again(
    company: Company, pair: int, meeting: int
) -> None:
    (job,) = company.all(Job, kind=JobKind.UNANSWERED)
    assert (job.target_id, job.due_at) == (meeting, CLOSES)
    company.do(check_ins.close_unanswered, actor(""), meeting, CLOSES)
    assert company.get(Meeting, meeting).state is MeetingState.UNKNOWN
    assert company.get(Pair, pair).booking_due_at == CLOSES
    assert [row.kind for row in asked_for_a_date(company)] == [Kind.BOOK]
    assert (home_step(company, GRACE, CLOSES), home_step(company, ADA, CLOSES)) == (
        NextStep.BOOK,
        NextStep.PARTNER_BOOKS,
    )
    before = company.dump()
    company.do(check_ins.close_unanswered, actor(""), meeting, CLOSES)
    assert company.dump() == before
    company.book(pair, CLOSES + DAY, CLOSES)
    company.say(meeting, ADA, MET, CLOSES + HOUR)  # one "We met" counts it, also when it comes late
    assert company.get(Pair, pair).met == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_a_meeting_of_which_somebody_has_said_something_stays_as_it_is(
    company: Company, meeting: int, outcome: Outcome
) -> None:
    company.say(meeting, ADA, outcome, AFTER)
    before = company.dump()
    company.do(check_ins.close_unanswered, actor(""), meeting, CLOSES)
    assert company.dump() == before


def test_a_meeting_that_got_another_date_is_closed_two_weeks_after_that_one(
    company: Company, pair: int, meeting: int
) -> None:
    company.book(pair, AT + WEEK, MONDAY + HOUR)
    assert [job.due_at for job in company.all(Job, kind=JobKind.UNANSWERED)] == [CLOSES, CLOSES + WEEK]
    before = company.dump()
    company.do(check_ins.close_unanswered, actor(""), meeting, CLOSES)
    assert company.dump() == before
    company.do(check_ins.close_unanswered, actor(""), meeting, CLOSES + WEEK)
    assert company.get(Meeting, meeting).state is MeetingState.UNKNOWN


def test_who_is_asked_and_who_may_answer(company: Company, meeting: int) -> None:
    asked = company.all(Outgoing, kind=Kind.CHECK_IN)
    assert {row.target for row in asked} == {ADA, GRACE}
    assert all(row.due_at >= AFTER for row in asked)  # an hour after its end
    for user in ("U0MARGARET", "U0CHARLIE", "U0LINUS", ""):
        with pytest.raises(NotAllowed):
            company.say(meeting, user, MET, AFTER)
    with pytest.raises(NotAllowed):
        company.say(999, ADA, MET, AFTER)


# feedback


def test_five_buttons_only_after_we_met(company: Company, meeting: int) -> None:
    for outcome in (None, NOT_HELD):
        if outcome:
            company.say(meeting, ADA, outcome, AFTER)
        with pytest.raises(Gone):
            company.do(feedback.rate, actor(ADA), meeting, 5, AFTER)
    company.say(meeting, GRACE, MET, AFTER)
    company.do(feedback.rate, actor(GRACE), meeting, 5, AFTER)
    with pytest.raises(Gone):  # that the other one says that they met does not make Ada say so
        company.do(feedback.rate, actor(ADA), meeting, 5, AFTER)
    with pytest.raises(Gone, match="answered"):
        company.do(feedback.rate, actor(GRACE), meeting, 1, AFTER)
    assert [row.useful for row in company.all(Feedback)] == [5]


# whatever happens


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("book", "cancel", "close", *Outcome)),
            st.sampled_from((ADA, GRACE)),
            st.integers(0, 3),
            st.sampled_from((HOUR, DAY, WEEK, 3 * WEEK)),
        ),
        max_size=14,
    )
)
def test_whatever_happens_counts_add_up(company: Company, steps: list[tuple[str, str, int, object]]) -> None:
    """Any order of booking, moving, cancelling and answering leaves the pair's counts and dates consistent."""
    planned = 3
    pair = company.pair(company.programme(name=f"Flip {len(company.all(Pair))}", meetings_planned=planned))
    now: datetime = MONDAY
    for what, who, which, later in steps:
        now += later  # type: ignore[operator]
        known = company.all(Meeting, pair_id=pair)
        meeting = known[which % len(known)].id or 0 if known else 0
        try:
            if what == "book":
                company.book(pair, now + DAY, now, by=who)
            elif what == "cancel":
                company.do(meetings.cancel, actor(who), meeting, now)
            elif what == "close":
                company.do(check_ins.close_unanswered, actor(""), meeting, now)
            else:
                company.say(meeting, who, Outcome(what), now)
        except UserError:
            pass  # refused is fine; what is stored must be right
        consistent(company, pair, planned)


def consistent(company: Company, pair_id: int, planned: int) -> None:
    pair, known = company.get(Pair, pair_id), company.all(Meeting, pair_id=pair_id)
    held = [meeting for meeting in known if meeting.state is MeetingState.HELD]
    ahead = [meeting for meeting in known if meeting.state in (MeetingState.PLANNED, MeetingState.MOVED)]
    assert pair.met == len(held)
    assert sorted(meeting.number for meeting in held) == list(range(1, pair.met + 1))
    assert len(ahead) <= 1
    assert (pair.state is PairState.COMPLETED) == (pair.met >= planned)
    if pair.state is PairState.COMPLETED:
        assert not ahead
        assert pair.booking_due_at is None
    elif ahead and ahead[0].state is MeetingState.PLANNED:
        assert pair.booking_due_at is None
        assert ahead[0].number == pair.met + 1
    else:
        assert pair.booking_due_at is not None
    reminders = {Kind.BOOK, Kind.BOOK_AGAIN, Kind.NEW_DATE, Kind.CANCELLED}
    rounds = [
        row.arguments["round"]
        for row in company.all(Outgoing, state=OutgoingState.DUE)
        if row.kind in reminders and row.arguments["pair"] == pair_id
    ]
    assert len(rounds) == len(set(rounds))  # one reminder for each time that a date was asked for
