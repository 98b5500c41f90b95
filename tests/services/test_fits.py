"""What changes between a proposal and a pair: people, lists, locks, turns. No pair that is not allowed by then."""

import pytest
import sqlalchemy as sa

from bot.demo.company import ADA, GRACE, LINUS, MARGARET
from bot.errors import UserError
from bot.facts.actor import Actor
from bot.rules.matching import MatchResult, Rule, solve
from bot.services import candidates, do_not_match, launch, matching, proposals, review, rounds, ways_out
from bot.services.people import RosterRow, import_roster
from storage.enums import Kind, PairState, ProposalState, Role, RunState
from storage.models import MatchRun, Outgoing, Pair, Participant, Person, Programme, Proposal
from tests.services.building import DAY, HOUR, MONDAY, TEAM_ID, WEEK, Company, actor, profile

SYSTEM = Actor.system(TEAM_ID)
MANAGER = actor(MARGARET)
ALAN, HEDY, JAMAL = "U0ALAN", "U0HEDY", "U0JAMAL"


@pytest.fixture
def programme(company: Company) -> int:
    return company.programme()


def enrol(company: Company, programme: int, mentors: tuple[str, ...], mentees: tuple[str, ...]) -> None:
    for role, users in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)):
        for user in users:
            company.join(programme, user, role)


def run_now(company: Company, programme: int, result: MatchResult | None = None) -> int:
    """A match run, solved and stored as the job does it; or stored with a result of the test's."""
    if not company.all(MatchRun, state=RunState.WORKING):
        company.do(matching.start, MANAGER, programme, MONDAY)
    run = company.all(MatchRun, state=RunState.WORKING)[-1].id or 0
    request = company.do(matching.request, SYSTEM, run, MONDAY)
    assert request is not None
    found = result or solve(request)
    company.do(matching.begin_staging, SYSTEM, run, found)
    for part in matching.parts(found):
        company.do(matching.stage, SYSTEM, run, part)
    company.do(matching.store, SYSTEM, run, found, MONDAY)
    return run


def approve(company: Company, run: int) -> None:
    company.do(matching.approve, MANAGER, run, HOUR, MONDAY)


def pairs(company: Company, *states: ProposalState) -> set[tuple[str, str]]:
    return {company.users_of(each) for each in company.all(Proposal) if each.state in states}


def reports_to(company: Company, user: str, boss: str) -> None:
    company.do(import_roster, SYSTEM, [RosterRow(user, boss, "Engineering", 1)])


# between the proposal and the approval


def test_a_personal_list_withdraws_what_is_proposed_without_a_word(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA,), (GRACE,))
    run = run_now(company, programme)
    company.do(do_not_match.change, actor(GRACE), [ADA], MONDAY)
    assert pairs(company, ProposalState.DISCARDED) == {(ADA, GRACE)}
    assert company.get(MatchRun, run).state is RunState.DISCARDED
    assert company.all(Outgoing, kind=Kind.MENTOR_ASKED) == []


def test_a_pair_in_one_reporting_line_by_now_is_not_approved(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA, ALAN), (GRACE, LINUS))
    run = run_now(company, programme)
    both = len(pairs(company, ProposalState.PROPOSED))
    (mentor, mentee), *_ = pairs(company, ProposalState.PROPOSED)
    reports_to(company, mentor, mentee)
    proposal = next(p for p in company.all(Proposal) if company.users_of(p) == (mentor, mentee))
    with pytest.raises(UserError, match="no_longer_fits"):
        company.do(review.approve_one, MANAGER, proposal.id or 0, HOUR, MONDAY)
    approve(company, run)
    assert (mentor, mentee) not in pairs(company, ProposalState.MENTOR_ASKED)
    facts = company.run(lambda session: matching.run_facts(session, session.get_one(MatchRun, run)))
    assert (facts.given_up, facts.pairs) == (1, both - 1)


def test_nobody_who_has_paused_meanwhile_is_asked(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA,), (GRACE,))
    run = run_now(company, programme)
    company.do(ways_out.pause, actor(ADA), "2026-03-23", MONDAY)
    approve(company, run)
    assert company.all(Outgoing, kind=Kind.MENTOR_ASKED) == []
    assert company.get(MatchRun, run).state is RunState.DISCARDED


def test_leaving_closes_a_run_that_has_nothing_left_to_approve(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA,), (GRACE, LINUS))
    run = run_now(company, programme)
    [(participant, _, _)] = company.do(ways_out.leave_form, actor(ADA)).options
    company.do(ways_out.leave, actor(ADA), participant, MONDAY)
    assert company.get(MatchRun, run).state is RunState.DISCARDED
    company.join(programme, ALAN, Role.MENTOR)
    company.do(matching.start, MANAGER, programme, MONDAY)  # a new one may begin


# between the approval and the pair


@pytest.mark.parametrize("who", [ADA, GRACE])
def test_a_yes_makes_no_pair_that_is_not_allowed_by_then(company: Company, programme: int, who: str) -> None:
    mentor, mentee = company.join(programme, ADA, Role.MENTOR), company.join(programme, GRACE, Role.MENTEE)
    proposal = company.propose(programme, mentor, mentee)
    if who == GRACE:
        company.do(proposals.accept, actor(ADA), proposal, MONDAY)
    reports_to(company, ADA, GRACE)
    company.do(proposals.accept, actor(who), proposal, MONDAY)
    assert company.get(Proposal, proposal).state is ProposalState.WITHDRAWN
    assert company.all(Pair) == []


def test_a_personal_list_withdraws_an_open_question(company: Company, programme: int) -> None:
    mentor, mentee = company.join(programme, ADA, Role.MENTOR), company.join(programme, GRACE, Role.MENTEE)
    proposal = company.propose(programme, mentor, mentee)
    company.do(proposals.accept, actor(ADA), proposal, MONDAY)
    company.do(do_not_match.change, actor(ADA), [GRACE], MONDAY)
    assert company.get(Proposal, proposal).state is ProposalState.WITHDRAWN


# nothing twice


def give(company: Company, capacity: int) -> None:
    def changed(session) -> None:  # type: ignore[no-untyped-def]
        for each in session.scalars(sa.select(Participant)):
            each.capacity = capacity

    company.run(changed)


def test_who_is_asked_about_somebody_is_not_proposed_to_them_again(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA,), (GRACE,))
    give(company, 2)
    approve(company, run_now(company, programme))
    assert run_now(company, programme)
    assert len(company.all(Proposal)) == 1


def test_an_earlier_pair_is_not_proposed_the_other_way_round(company: Company, programme: int) -> None:
    company.pair(programme)
    company.join(programme, GRACE, Role.MENTOR)
    company.join(programme, ADA, Role.MENTEE)
    request = company.run(
        lambda session: candidates.request(session, session.get_one(Programme, programme), MONDAY + WEEK)
    )
    grace = next(each.key for each in request.mentors if each.person == GRACE)
    ada = next(each.key for each in request.mentees if each.person == ADA)
    assert (grace, ada) in request.earlier


def test_a_swap_makes_no_pair_twice_and_leaves_locked_ones_alone(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA, ALAN), (GRACE, LINUS))
    give(company, 2)
    run_now(company, programme)
    by_users = {company.users_of(p): p.id or 0 for p in company.all(Proposal, state=ProposalState.PROPOSED)}
    assert len(by_users) == 4  # everybody with everybody
    with pytest.raises(UserError, match="swap_twice"):
        company.do(review.swap, MANAGER, by_users[ADA, GRACE], by_users[ALAN, LINUS], MONDAY)
    company.do(review.exclude, MANAGER, by_users[ADA, LINUS], MONDAY)
    company.do(review.lock, MANAGER, by_users[ALAN, LINUS], MONDAY)
    with pytest.raises(UserError, match="swap_locked"):
        company.do(review.swap, MANAGER, by_users[ADA, GRACE], by_users[ALAN, LINUS], MONDAY)


def test_a_lock_that_breaks_a_rule_by_now_is_given_up_with_its_seats(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA, ALAN), (GRACE, LINUS))
    run = run_now(company, programme)
    (mentor, mentee), *_ = pairs(company, ProposalState.PROPOSED)
    proposal = next(p for p in company.all(Proposal) if company.users_of(p) == (mentor, mentee))
    company.do(review.lock, MANAGER, proposal.id or 0, MONDAY)
    reports_to(company, mentor, mentee)
    company.do(matching.rerun, MANAGER, run, MONDAY)
    run_now(company, programme)
    proposed = pairs(company, ProposalState.PROPOSED)
    assert (mentor, mentee) not in proposed
    assert len({user for pair in proposed for user in pair}) == 2 * len(proposed)  # nobody has two
    facts = company.run(lambda session: matching.run_facts(session, session.get_one(MatchRun, run)))
    assert facts.unlocked == 1


# whose turn it is


def waited(company: Company) -> dict[str, int]:
    names = {person.id: person.user_id for person in company.all(Person)}
    return {names[each.person_id]: each.waited for each in company.all(Participant)}


def test_looking_at_a_result_or_throwing_it_away_changes_nobodys_turn(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA, ALAN), (GRACE,))
    run = run_now(company, programme)
    first = pairs(company, ProposalState.PROPOSED)
    for _ in range(3):
        company.do(matching.rerun, MANAGER, run, MONDAY)
        run_now(company, programme)
        assert pairs(company, ProposalState.PROPOSED) == first
    company.do(matching.discard, MANAGER, run, MONDAY)
    assert waited(company) == {ADA: 0, ALAN: 0, GRACE: 0}


def test_who_was_left_out_of_an_approved_result_comes_first(company: Company, programme: int) -> None:
    enrol(company, programme, (ADA, ALAN), (GRACE,))
    run = run_now(company, programme)
    [(mentor, _)] = pairs(company, ProposalState.PROPOSED)
    approve(company, run)
    left = ({ADA, ALAN} - {mentor}).pop()
    assert waited(company) == {mentor: 0, left: 1, GRACE: 0}


def test_after_a_pair_has_ended_the_mentor_comes_first(company: Company, programme: int) -> None:
    pair = company.pair(programme)
    company.do(ways_out.end_pair, actor(GRACE), pair, MONDAY)
    assert company.get(Pair, pair).state is PairState.ENDED
    assert waited(company) == {ADA: 2, GRACE: 1}


# a list of pairs that there are already


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{ADA}, {GRACE}", "launch_never"),
        (f"{GRACE}, {ADA}", "launch_never"),
        (f"{ALAN}, {HEDY}\n{HEDY}, {ALAN}", "launch_twice"),
        (f"{JAMAL}, {LINUS}", "launch_pair"),
        (f"{ALAN}, {HEDY}, met 3 of 8", "launch_of"),
    ],
)
def test_a_list_may_not_do_what_a_matching_may_not(company: Company, programme: int, text: str, code: str) -> None:
    enrol(company, programme, (ADA, JAMAL), (GRACE, LINUS))
    company.do(do_not_match.change, actor(GRACE), [ADA], MONDAY)
    ids = {person.user_id: person.id for person in company.all(Person)}
    mentor, mentee = (company.all(Participant, person_id=ids[user])[0].id or 0 for user in (JAMAL, LINUS))
    company.propose(programme, mentor, mentee)
    with pytest.raises(UserError, match=code):
        company.do(launch.launch, MANAGER, programme, text, MONDAY)


def test_a_declined_pair_is_not_launched_and_the_list_does_not_tell_of_a_no(company: Company, programme: int) -> None:
    company.do(launch.launch, MANAGER, programme, f"{ADA}, {GRACE}\n{ALAN}, {HEDY}", MONDAY)
    run = company.all(MatchRun)[-1].id or 0
    company.do(launch.store, SYSTEM, run, {user: profile(user) for user in (ADA, GRACE, ALAN, HEDY)}, MONDAY)
    proposal = next(p for p in company.all(Proposal) if company.users_of(p) == (ADA, GRACE))
    arguments = {"proposal": proposal.id, "role": Role.MENTOR}

    def sent(session) -> None:  # type: ignore[no-untyped-def]
        for row in session.scalars(sa.select(Outgoing).filter_by(kind=Kind.MENTOR_ASKED)):
            row.sent_at = MONDAY

    company.run(sent)
    company.do(proposals.asked, SYSTEM, arguments, "D0ADA", "1.0", MONDAY)
    company.do(proposals.decline, actor(ADA), proposal.id or 0, MONDAY + HOUR)

    def waiting(now) -> set[str]:  # type: ignore[no-untyped-def]
        listed = company.do(launch.launch_list, SYSTEM, {"run": run}, now, False)
        return {person.user_id for person in listed.waiting}  # type: ignore[union-attr]

    assert waiting(MONDAY + DAY) == {ADA, ALAN}
    assert waiting(MONDAY + 2 * WEEK) == {ALAN}
    with pytest.raises(UserError, match="launch_never"):
        company.do(launch.launch, MANAGER, programme, f"{ADA}, {GRACE}", MONDAY + DAY)


# every night


def test_a_violation_that_comes_back_is_told_again(company: Company, programme: int) -> None:
    pair = company.pair(programme)
    told = []
    for night, found in enumerate(
        ([(pair, Rule.SAME_MANAGER)], [(pair, Rule.SAME_MANAGER)], [], [(pair, Rule.SAME_MANAGER)])
    ):
        company.do(rounds.tell_violations, SYSTEM, programme, found, MONDAY + night * DAY)
        told.append(len(company.all(Outgoing, kind=Kind.VIOLATION)))
    assert told == [1, 1, 1, 2]
