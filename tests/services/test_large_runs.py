"""Runs of more pairs than one transaction may write: staged and approved a part at a time, whatever happens between."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.clock import Clock
from bot.delivery.jobs import Jobs
from bot.demo.company import ADA, CHARLIE, GRACE, LINUS, MARGARET
from bot.facts.actor import Actor
from bot.rules.matching import Match, MatchResult
from bot.services import matching, ways_out
from storage.database import Database, make_engine
from storage.enums import JobKind, JobState, Kind, ProposalState, Role, RunState
from storage.models import Job, MatchRun, Outgoing, Proposal
from tests.services.building import DAY, HOUR, MONDAY, TEAM_ID, Company, actor

MENTORS = (ADA, "U0ALAN", "U0JAMAL", "U0NOOR", "U0PRIYA")
MENTEES = (GRACE, LINUS, CHARLIE, "U0HEDY", "U0KAREN")
SYSTEM = Actor.system(TEAM_ID)
MANAGER = actor(MARGARET)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "BATCH", 2)


@pytest.fixture
def working(company: Company) -> tuple[int, MatchResult]:
    """A run under way, and what the solver will find: five pairs, the best first."""
    programme = company.programme()
    teaching = [company.join(programme, user, Role.MENTOR) for user in MENTORS]
    learning = [company.join(programme, user, Role.MENTEE) for user in MENTEES]
    company.do(matching.start, MANAGER, programme, MONDAY)
    matches = tuple(
        Match(str(mentor), str(mentee), 9000 - place, {})
        for place, (mentor, mentee) in enumerate(zip(teaching, learning, strict=True))
    )
    return company.all(MatchRun)[0].id or 0, MatchResult(matches, (), {}, total=45_000, optimal=True, gap=0)


def stage(company: Company, run_id: int, result: MatchResult, parts: Sequence[Sequence[Match]]) -> None:
    if len(parts) and parts[0] == matching.parts(result)[0]:
        company.do(matching.begin_staging, SYSTEM, run_id, result)
    for part in parts:
        company.do(matching.stage, SYSTEM, run_id, part)


def proposed(company: Company, run_id: int, result: MatchResult) -> None:
    stage(company, run_id, result, matching.parts(result))
    company.do(matching.store, SYSTEM, run_id, result, MONDAY)


def count(company: Company, state: ProposalState) -> int:
    return len(company.all(Proposal, state=state))


def questions(company: Company) -> int:
    """How many mentors are asked, or will be."""
    return len(company.all(Outgoing, kind=Kind.MENTOR_ASKED))


def jobs(company: Company) -> int:
    return len(company.all(Job, kind=JobKind.APPROVE, state=JobState.DUE))


def go_on(company: Company, run_id: int) -> None:
    """What the job does."""
    while company.do(matching.ask_next, SYSTEM, run_id, MONDAY):
        pass


def test_a_result_is_staged_in_parts_and_shown_at_once(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    assert [len(part) for part in matching.parts(result)] == [2, 2, 1]
    stage(company, run_id, result, matching.parts(result))
    assert company.get(MatchRun, run_id).state is RunState.WORKING
    assert company.all(Outgoing, kind=Kind.MATCH_SUMMARY) == []
    company.do(matching.store, SYSTEM, run_id, result, MONDAY)
    assert company.get(MatchRun, run_id).state is RunState.PROPOSED
    assert count(company, ProposalState.PROPOSED) == 5


def test_staging_that_was_killed_half_way_begins_again(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    stage(company, run_id, result, matching.parts(result)[:1])
    proposed(company, run_id, result)
    assert count(company, ProposalState.PROPOSED) == 5
    assert count(company, ProposalState.DISCARDED) == 2


def test_who_leaves_before_or_after_their_part_was_staged_is_left_out(
    company: Company, working: tuple[int, MatchResult]
) -> None:
    run_id, result = working
    first, *rest = matching.parts(result)
    stage(company, run_id, result, [first])
    for user in (ADA, "U0KAREN"):  # of the first pair, and of the last
        [(participant_id, _, _)] = company.do(ways_out.leave_form, actor(user)).options
        company.do(ways_out.leave, actor(user), participant_id, MONDAY)
    stage(company, run_id, result, rest)
    company.do(matching.store, SYSTEM, run_id, result, MONDAY)
    assert count(company, ProposalState.PROPOSED) == 3


def test_approving_asks_everybody_in_the_end(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    proposed(company, run_id, result)
    company.do(matching.approve, MANAGER, run_id, HOUR, MONDAY)
    assert (questions(company), jobs(company)) == (2, 1)
    assert company.get(MatchRun, run_id).state is RunState.PROPOSED
    go_on(company, run_id)
    assert company.get(MatchRun, run_id).state is RunState.APPROVED
    assert count(company, ProposalState.MENTOR_ASKED) == questions(company) == 5
    assert {row.due_at for row in company.all(Outgoing, kind=Kind.MENTOR_ASKED)} == {MONDAY + HOUR}


def test_a_second_approval_meanwhile_asks_nobody_twice(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    proposed(company, run_id, result)
    company.do(matching.approve, MANAGER, run_id, HOUR, MONDAY)
    company.do(matching.approve, MANAGER, run_id, HOUR, MONDAY)
    go_on(company, run_id)
    go_on(company, run_id)
    assert count(company, ProposalState.MENTOR_ASKED) == questions(company) == 5


def test_what_is_discarded_meanwhile_is_not_asked(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    proposed(company, run_id, result)
    company.do(matching.approve, MANAGER, run_id, HOUR, MONDAY)
    company.do(matching.discard, MANAGER, run_id, MONDAY)
    go_on(company, run_id)
    assert questions(company) == 2
    assert company.get(MatchRun, run_id).state is RunState.APPROVED


def test_an_undone_approval_is_not_gone_on_with(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    proposed(company, run_id, result)
    company.do(matching.approve, MANAGER, run_id, DAY, MONDAY)
    go_on(company, run_id)
    company.do(matching.undo, MANAGER, run_id, MONDAY)
    go_on(company, run_id)
    assert questions(company) == 0
    assert count(company, ProposalState.PROPOSED) == 5
    assert company.get(MatchRun, run_id).state is RunState.PROPOSED


def test_the_job_goes_on_until_everybody_is_asked(company: Company, working: tuple[int, MatchResult]) -> None:
    run_id, result = working
    proposed(company, run_id, result)
    company.do(matching.approve, MANAGER, run_id, HOUR, MONDAY)

    async def run_jobs() -> None:
        database = Database(make_engine(str(company.engine.url)))
        await Jobs(database, None, Clock(), TEAM_ID).run_due()  # type: ignore[arg-type]  # this job asks Slack nothing
        database.close()

    asyncio.run(run_jobs())
    assert questions(company) == 5
    assert jobs(company) == 0
