"""Seats: who may have how many partners at once, and what takes or frees a seat."""

import pytest

from bot.demo.company import ADA, GRACE, LINUS, MARGARET
from bot.services import candidates, matching, proposals, ways_out
from storage.enums import ProposalState, Role, RunState
from storage.models import MatchRun, Pair, Participant, Programme, Proposal
from tests.services.building import DAY, MONDAY, WEEK, Company, actor

ALAN = "U0ALAN"


@pytest.fixture
def programme(company: Company) -> int:
    return company.programme()


def seats(company: Company, programme_id: int) -> dict[str, int]:
    """How many free seats the matching gives each person."""
    request = company.run(
        lambda session: candidates.request(session, session.get_one(Programme, programme_id), MONDAY + WEEK)
    )
    return {candidate.person: candidate.capacity for candidate in (*request.mentors, *request.mentees)}


def give(company: Company, participant_id: int, capacity: int) -> None:
    def changed(session) -> None:  # type: ignore[no-untyped-def]
        session.get_one(Participant, participant_id).capacity = capacity

    company.run(changed)


def test_who_joins_has_one_seat(company: Company, programme: int) -> None:
    company.join(programme, ADA, Role.MENTOR)
    company.join(programme, GRACE, Role.MENTEE)
    assert seats(company, programme) == {ADA: 1, GRACE: 1}


def test_an_open_proposal_takes_a_seat_on_both_sides_and_a_no_frees_it(company: Company, programme: int) -> None:
    ids = company.join(programme, ADA, Role.MENTOR), company.join(programme, GRACE, Role.MENTEE)
    proposal = company.propose(programme, *ids)
    assert seats(company, programme) == {ADA: 0, GRACE: 0}
    company.do(proposals.accept, actor(ADA), proposal, MONDAY)
    assert seats(company, programme) == {ADA: 0, GRACE: 0}
    company.do(proposals.decline, actor(GRACE), proposal, MONDAY)
    assert seats(company, programme) == {ADA: 1, GRACE: 1}


def test_a_live_pair_takes_one_seat_and_not_two(company: Company, programme: int) -> None:
    """The accepted proposal that it came from does not count beside it."""
    pair = company.pair(programme)
    give(company, company.get(Pair, pair).mentor_id, 2)
    assert seats(company, programme) == {ADA: 1, GRACE: 0}


def test_a_mentor_with_two_seats_has_two_mentees_and_no_third(company: Company, programme: int) -> None:
    pair = company.get(Pair, company.pair(programme))
    give(company, pair.mentor_id, 2)
    second = company.propose(programme, pair.mentor_id, company.join(programme, LINUS, Role.MENTEE))
    company.do(proposals.accept, actor(ADA), second, MONDAY)
    company.do(proposals.accept, actor(LINUS), second, MONDAY)
    assert seats(company, programme) == {ADA: 0, GRACE: 0, LINUS: 0}
    assert len(company.all(Pair)) == 2


def test_a_mentee_may_have_two_mentors(company: Company, programme: int) -> None:
    pair = company.get(Pair, company.pair(programme))
    give(company, pair.mentee_id, 2)
    second = company.propose(programme, company.join(programme, ALAN, Role.MENTOR), pair.mentee_id)
    company.do(proposals.accept, actor(ALAN), second, MONDAY)
    company.do(proposals.accept, actor(GRACE), second, MONDAY)
    assert seats(company, programme) == {ADA: 0, ALAN: 0, GRACE: 0}


@pytest.mark.parametrize("who", [ADA, GRACE])
def test_an_ended_pair_frees_both(company: Company, programme: int, who: str) -> None:
    pair = company.pair(programme)
    company.do(ways_out.end_pair, actor(who), pair, MONDAY + DAY)
    assert seats(company, programme) == {ADA: 1, GRACE: 1}


def test_a_completed_pair_frees_both(company: Company) -> None:
    programme = company.programme(meetings_planned=1)
    company.meet(company.pair(programme), MONDAY + DAY)
    assert seats(company, programme) == {ADA: 1, GRACE: 1}


def test_fewer_seats_than_partners_is_no_seat_and_not_a_negative_one(company: Company, programme: int) -> None:
    give(company, company.get(Pair, company.pair(programme)).mentor_id, 0)
    assert seats(company, programme)[ADA] == 0


def test_who_has_left_is_no_candidate_and_who_is_paused_is_marked(company: Company, programme: int) -> None:
    mentor = company.join(programme, ADA, Role.MENTOR)
    company.join(programme, GRACE, Role.MENTEE)
    company.do(ways_out.leave, actor(ADA), mentor, MONDAY)
    company.do(ways_out.pause, actor(GRACE), "2026-04-01", MONDAY)
    request = company.run(lambda session: candidates.request(session, session.get_one(Programme, programme), MONDAY))
    assert request.mentors == ()
    assert [mentee.paused for mentee in request.mentees] == [True]
    later = MONDAY + 6 * WEEK
    request = company.run(lambda session: candidates.request(session, session.get_one(Programme, programme), later))
    assert [mentee.paused for mentee in request.mentees] == [False]


def test_both_roles_have_a_seat_each(company: Company, programme: int) -> None:
    company.pair(programme)
    company.join(programme, ADA, Role.MENTEE)
    request = company.run(lambda session: candidates.request(session, session.get_one(Programme, programme), MONDAY))
    assert [(one.person, one.capacity) for one in request.mentors] == [(ADA, 0)]
    assert [(one.person, one.capacity) for one in request.mentees] == [(GRACE, 0), (ADA, 1)]


def test_another_programmes_pairs_take_no_seat_here(company: Company, programme: int) -> None:
    company.pair(programme)
    other = company.programme(name="Another one")
    company.join(other, ADA, Role.MENTOR)
    company.join(other, GRACE, Role.MENTEE)
    assert seats(company, other) == {ADA: 1, GRACE: 1}


def test_a_discarded_run_frees_its_seats(company: Company, programme: int) -> None:
    ids = company.join(programme, ADA, Role.MENTOR), company.join(programme, GRACE, Role.MENTEE)

    def proposed(session) -> int:  # type: ignore[no-untyped-def]
        asked_by = session.get_one(Participant, ids[0]).person_id
        run = MatchRun(programme_id=programme, asked_by=asked_by, asked_at=MONDAY, state=RunState.PROPOSED)
        session.add(run)
        session.flush()
        session.add(Proposal(run_id=run.id, mentor_id=ids[0], mentee_id=ids[1], score=1))
        return run.id

    run = company.run(proposed)
    assert seats(company, programme) == {ADA: 0, GRACE: 0}
    company.do(matching.discard, actor(MARGARET), run, MONDAY)
    assert seats(company, programme) == {ADA: 1, GRACE: 1}
    assert {proposal.state for proposal in company.all(Proposal)} == {ProposalState.DISCARDED}


def test_never_the_same_two_again_after_a_no_or_a_pair(company: Company, programme: int) -> None:
    pair = company.pair(programme)
    company.do(ways_out.end_pair, actor(ADA), pair, MONDAY)
    declined = company.propose(
        programme, company.join(programme, ALAN, Role.MENTOR), company.join(programme, LINUS, Role.MENTEE)
    )
    company.do(proposals.decline, actor(ALAN), declined, MONDAY)
    request = company.run(lambda session: candidates.request(session, session.get_one(Programme, programme), MONDAY))
    person = {candidate.key: candidate.person for candidate in (*request.mentors, *request.mentees)}
    never = {(person[mentor], person[mentee]) for mentor, mentee in (*request.forbidden, *request.earlier)}
    assert never == {(ADA, GRACE), (ALAN, LINUS)}
