"""Rounds go on: late joiners are looked after every week, and live pairs are tested again every night."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.enrolment import Waiting
from bot.facts.matching import Violation
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.rules import hours
from bot.rules.matching import Rule, broken_rules, organisation
from bot.services import access, candidates, programmes, runs
from bot.services.owing import owe_person
from storage import enrolment, jobs, outbox, pairs
from storage import matching as stored
from storage import programmes as stored_programmes
from storage.enums import JobKind, Kind, PairState, ParticipantState, Role, RunOrigin
from storage.models import Pair, Participant, Person, Programme

NIGHT = time(2)
OVER = ":over"
# What can change about a live pair through no doing of theirs. A personal do-not-match list is not among it: that
# would show the list to the managers.
CHANGES = (Rule.REPORTING_LINE, Rule.SAME_MANAGER, Rule.MANAGER_UNKNOWN, Rule.LEVEL, Rule.LANGUAGE, Rule.HOURS)


def keep_going(session: Session, programme: Programme, now: datetime) -> None:
    """From the first approved run on, the weekly and the nightly work are planned, each once."""
    zone = _zone(session, programme)
    jobs.ensure(session, programme.team_id, JobKind.WEEKLY, programme.id or 0, next_monday(now, zone))
    jobs.ensure(session, programme.team_id, JobKind.NIGHTLY, programme.id or 0, next_night(now, zone))


def _zone(session: Session, programme: Programme) -> ZoneInfo:
    managers = stored_programmes.managers(session, programme.id or 0)
    return ZoneInfo(managers[0].zone if managers else "UTC")


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """09:00 of the next Monday after today."""
    today = now.astimezone(zone).date()
    return hours.at_local(today + timedelta(days=7 - today.weekday()), hours.MORNING, zone)


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    return hours.at_local(now.astimezone(zone).date() + timedelta(days=1), NIGHT, zone)


def weekly(session: Session, actor: Actor, programme_id: int, now: datetime) -> None:
    """Starts a run for late joiners and who became free again, if both sides have somebody and no run is open."""
    programme = session.get_one(Programme, programme_id)
    jobs.add(session, programme.team_id, JobKind.WEEKLY, programme_id, next_monday(now, _zone(session, programme)))
    managers = stored_programmes.managers(session, programme_id)
    if not managers:
        return
    taken = stored.taken(session, programme_id)
    free = [
        participant
        for participant, person in enrolment.enrolled(session, programme_id)
        if participant.capacity > taken.get(participant.id or 0, 0)
        and not (person.paused_until is not None and person.paused_until > now)
    ]
    run_open = stored.running(session, programme_id) is not None
    if not run_open and len({participant.role for participant in free}) == len(Role):
        runs.begin(session, programme, managers[0], RunOrigin.WEEKLY, now)
    else:
        tell_who_waits(session, programme_id, free, now)


def tell_who_waits(session: Session, programme_id: int, left: Sequence[Participant], now: datetime) -> None:
    """Who has found nobody and has no partner yet is told so, once."""
    programme = session.get_one(Programme, programme_id)
    for participant in left:
        if participant.told_waiting or pairs.of_participant(session, participant.id or 0):
            continue
        participant.told_waiting = True
        owe_person(
            session,
            programme,
            session.get_one(Person, participant.person_id),
            Kind.STILL_WAITING,
            f"participant={participant.id}",
            at=now,
            subject=f"waiting={participant.id}",
            participant=participant.id,
        )


def waiting(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> Waiting | NotWanted:
    """What somebody is told who waits for a partner; not wanted once one is proposed to them."""
    participant = session.get(Participant, arguments["participant"])
    if participant is None or participant.state is not ParticipantState.ENROLLED:
        return NOT_WANTED
    if not again and stored.taken(session, participant.programme_id).get(participant.id or 0):
        return NOT_WANTED
    programme = session.get_one(Programme, participant.programme_id)
    return Waiting(programmes.facts(session, programme), participant.role)


def broken_pairs(session: Session, actor: Actor, programme_id: int, now: datetime) -> list[tuple[int, Rule]]:
    """The live pairs that break a hard rule now, with the first rule that they break. Reads only."""
    programme = session.get_one(Programme, programme_id)
    request = candidates.request(session, programme, now)
    mentors = {each.key: each for each in request.mentors}
    mentees = {each.key: each for each in request.mentees}
    lines = organisation(request)
    found = []
    for pair in pairs.in_programme(session, programme_id):
        mentor, mentee = mentors.get(str(pair.mentor_id)), mentees.get(str(pair.mentee_id))
        if pair.state is PairState.ACTIVE and mentor is not None and mentee is not None:
            broken = [rule for rule in broken_rules(mentor, mentee, request, lines) if rule in CHANGES]
            found += [(pair.id or 0, rule) for rule in broken[:1]]
    return found


def tell_violations(
    session: Session, actor: Actor, programme_id: int, found: Sequence[tuple[int, Rule]], now: datetime
) -> None:
    """Tells the managers quietly, once for each time that a pair breaks a rule, and plans the next night."""
    programme = session.get_one(Programme, programme_id)
    for row in outbox.of_kind(session, programme.team_id, Kind.VIOLATION):
        of = row.arguments["pair"], Rule(row.arguments["rule"])
        if row.arguments["programme"] == programme_id and of not in found and not row.key.endswith(OVER):
            row.key = f"{row.key}:{row.id}{OVER}"  # it holds again: the next time is news
    jobs.add(session, programme.team_id, JobKind.NIGHTLY, programme_id, next_night(now, _zone(session, programme)))
    for pair_id, rule in found:
        for manager in stored_programmes.managers(session, programme_id):
            owe_person(
                session,
                programme,
                manager,
                Kind.VIOLATION,
                f"pair={pair_id}:rule={rule}",
                at=now,
                subject=f"pair-rule={pair_id}",
                pair=pair_id,
                rule=rule,
            )


def violation(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> Violation | NotWanted:
    """What a manager is told about a live pair that breaks a rule."""
    pair = session.get(Pair, arguments["pair"])
    if pair is None or (pair.state is not PairState.ACTIVE and not again):
        return NOT_WANTED
    both = access.two(session, pair.mentor_id, pair.mentee_id)
    return Violation(
        pair_id=pair.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, pair.programme_id)),
        mentor=access.facts_of(both.mentor.person),
        mentee=access.facts_of(both.mentee.person),
        rule=Rule(arguments["rule"]),
        settled=pair.state is not PairState.ACTIVE,
    )
