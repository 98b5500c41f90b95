"""Launching pairs that a manager has already.

Each mentor gets one message that is invitation, consent and acceptance in one, then the mentee. Who said yes is
introduced; pairs that are under way elsewhere go on from where they are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.errors import UserError
from bot.facts.actor import Actor
from bot.facts.launch import LaunchLine, LaunchList, LaunchPeople
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.facts.people import Profile
from bot.facts.programmes import ProgrammeFacts
from bot.rules import pair_list
from bot.rules.matching import Candidate, MatchRequest, Rule, broken_rules
from bot.services import access, match_settings, matching, programmes, proposals, rounds, runs
from bot.services import people as people_service
from bot.services.owing import owe_person
from storage import enrolment, jobs, pairs, people
from storage import matching as stored
from storage import programmes as stored_programmes
from storage.enums import JobKind, Kind, ParticipantState, ProposalState, Role, RunOrigin, RunState, Weight
from storage.models import MatchRun, Participant, Person, Programme, Proposal

MOST_PAIRS = 1000
# What can be tested before anybody has joined: the organisation. The rest is the manager's own choice.
TESTED = (Rule.SAME_PERSON, Rule.REPORTING_LINE, Rule.SAME_MANAGER, Rule.MANAGER_UNKNOWN)


def form(session: Session, actor: Actor, programme_id: int) -> ProgrammeFacts:
    """The programme that pairs are launched in. Raises NotAllowed, or UserError while a matching is open."""
    programme = access.managed_programme(session, actor, programme_id)
    matching.check_none_open(session, programme_id)
    return programmes.facts(session, programme)


def launch(session: Session, actor: Actor, programme_id: int, text: str, now: datetime) -> int:
    """Takes over a list. Nobody is asked before Slack has been asked about everybody. Returns the number of pairs.
    Raises NotAllowed, or an error under `pairs` that names the first line that is wrong."""
    programme = access.managed_programme(session, actor, programme_id)
    matching.check_none_open(session, programme_id)
    lines = check(session, actor, programme, text)
    if actor.is_system or people.find(session, actor.team_id, actor.user_id) is None:
        asked_by = stored_programmes.managers(session, programme_id)[0]
    else:
        asked_by = access.me(session, actor)
    run = runs.add_run(session, programme, asked_by, RunOrigin.LAUNCH, RunState.WORKING, now)
    run.summary = {"lines": [[each.mentor, each.mentee, each.met] for each in lines], "unreachable": []}
    jobs.add(session, actor.team_id, JobKind.LAUNCH, run.id or 0, now)
    return len(lines)


def check(session: Session, actor: Actor, programme: Programme, text: str) -> list[LaunchLine]:
    """The pairs of a list. Raises UserError under `pairs` that names the first line that is wrong."""
    parsed, wrong = pair_list.parse(text)
    if wrong:
        raise UserError(f"launch_{wrong[0].code}", field="pairs", line=wrong[0].number, text=wrong[0].text[:60])
    if not parsed:
        raise UserError("launch_empty", field="pairs")
    if len(parsed) > MOST_PAIRS:
        raise UserError("launch_too_many", field="pairs", most=MOST_PAIRS)
    names = people.by_name(session, actor.team_id)
    managers = dict(people.in_roster(session, actor.team_id))
    refused, known = stored.never_again(session, actor.team_id, programme.id or 0)
    lists = people.do_not_match_of(session, actor.team_id)
    never, already = ({frozenset(pair) for pair in pairs_} for pairs_ in ([*refused, *lists], known))
    lines: list[LaunchLine] = []
    seen: set[frozenset[str]] = set()
    for each in parsed:
        line = LaunchLine(each.number, _who(each.mentor, names, each), _who(each.mentee, names, each), each.met)
        both = frozenset((line.mentor, line.mentee))
        if both in seen:
            raise UserError("launch_twice", field="pairs", line=line.line)
        if both in already:
            raise UserError("launch_pair", field="pairs", line=line.line)
        if both in never:
            raise UserError("launch_never", field="pairs", line=line.line)
        if each.planned not in (None, programme.meetings_planned):
            raise UserError("launch_of", field="pairs", line=line.line, planned=programme.meetings_planned)
        if line.met >= programme.meetings_planned:
            raise UserError("launch_met", field="pairs", line=line.line, text=str(line.met))
        broken = _broken(programme, line, managers)
        if broken is not None:
            raise UserError("launch_rule", field="pairs", line=line.line, rule=broken)
        seen.add(both)
        lines.append(line)
    return lines


def _who(text: str, names: Mapping[str, tuple[str, ...]], line: pair_list.Line) -> str:
    """The Slack user id that an id or a name means. Raises UserError under `pairs`."""
    if pair_list.PERSON.fullmatch(text) and text[0] in "UW" and text.isupper() and text.isalnum():
        return text
    found = names.get(text.casefold(), ())
    if len(found) != 1:
        code = "launch_two_people" if found else "launch_unknown_name"
        raise UserError(code, field="pairs", line=line.number, text=text[:60])
    return found[0]


def _broken(programme: Programme, line: LaunchLine, managers: Mapping[str, str]) -> Rule | None:
    mentor, mentee = Candidate("mentor", line.mentor), Candidate("mentee", line.mentee)
    request = MatchRequest((mentor,), (mentee,), managers, settings=match_settings.of(programme, programme.created_at))
    return next((rule for rule in broken_rules(mentor, mentee, request) if rule in TESTED), None)


def people_to_ask(session: Session, actor: Actor, run_id: int) -> LaunchPeople | None:
    """Whom the job asks Slack about; None if the run is not wanted any more."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return None
    return LaunchPeople(
        tuple(dict.fromkeys(user for mentor, mentee, _ in run.summary["lines"] for user in (mentor, mentee)))
    )


def store(session: Session, actor: Actor, run_id: int, profiles: Mapping[str, Profile], now: datetime) -> None:
    """Slack has answered about everybody: the mentors are asked. Who cannot take part is named in the list."""
    run = session.get(MatchRun, run_id)
    if run is None or run.state is not RunState.WORKING:
        return
    programme = session.get_one(Programme, run.programme_id)
    unreachable = [user for user, profile in profiles.items() if profile.refused]
    for mentor, mentee, met in run.summary["lines"]:
        if mentor in unreachable or mentee in unreachable:
            continue
        one, two = (
            _participant(session, actor, programme, profiles[user], role, now)
            for user, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE))
        )
        if any(two.id in (pair.mentee_id, pair.mentor_id) for pair in pairs.of_participant(session, one.id or 0)):
            continue  # they are a pair already
        proposal = Proposal(run_id=run_id, mentor_id=one.id or 0, mentee_id=two.id or 0, score=0, met_before=met)
        session.add(proposal)
        session.flush()
        proposals.ask_mentor(session, programme, proposal, now)
    run.state = RunState.APPROVED
    # who is with whom stands in the proposals now; a second list would outlive somebody's "Delete my data"
    run.summary = {"lines": [], "pairs": len(run.summary["lines"]), "unreachable": unreachable, "out": True}
    rounds.keep_going(session, programme, now)
    owe_person(
        session,
        programme,
        session.get_one(Person, run.asked_by),
        Kind.LAUNCH_LIST,
        f"run={run_id}",
        at=now,
        subject=f"launch={run_id}",
        weight=Weight.ANSWER,
        run=run_id,
    )


def _participant(
    session: Session, actor: Actor, programme: Programme, profile: Profile, role: Role, now: datetime
) -> Participant:
    """The participant, invited if they are not enrolled yet. A list may give somebody several partners."""
    person = people_service.store_profile(session, actor, profile)
    participant = enrolment.find(session, programme.id or 0, person.id or 0, role)
    if participant is None:
        participant = Participant(
            programme_id=programme.id or 0,
            person_id=person.id or 0,
            role=role,
            state=ParticipantState.INVITED,
            capacity=0,
            consent_version="",
            consented_at=now,
        )
        session.add(participant)
    elif participant.state is ParticipantState.LEFT:
        participant.state = ParticipantState.INVITED
    session.flush()
    seats = stored.taken(session, programme.id or 0).get(participant.id or 0, 0)
    participant.capacity = max(participant.capacity, seats + 1)
    return participant


def launch_list(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> LaunchList | NotWanted:
    """The live list of who is waited for."""
    run = session.get(MatchRun, arguments["run"])
    if run is None:
        return NOT_WANTED
    found = stored.proposals(session, run.id or 0)
    waiting = []
    for proposal in found:
        looks_open = proposals.looks_open(session, actor, proposal, now)
        both = access.two(session, proposal.mentor_id, proposal.mentee_id)
        if proposal.state is ProposalState.MENTOR_ASKED or (looks_open and not proposal.mentor_said_yes):
            waiting.append(access.facts_of(both.mentor.person))
        elif proposal.state is ProposalState.MENTEE_ASKED or looks_open:
            waiting.append(access.facts_of(both.mentee.person))
    return LaunchList(
        run_id=run.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, run.programme_id)),
        pairs=run.summary.get("pairs", len(run.summary["lines"])),
        working=run.state is RunState.WORKING,
        waiting=tuple(waiting),
        introduced=sum(1 for proposal in found if proposal.state is ProposalState.ACCEPTED),
        unreachable=tuple(run.summary["unreachable"]),
    )
