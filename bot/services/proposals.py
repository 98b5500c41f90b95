"""Two yeses: the mentor is asked first, the mentee sees a card only after the mentor's yes. A no is told to nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.errors import Gone, NotAllowed
from bot.facts.actor import Actor
from bot.facts.enrolment import CONSENT_VERSION
from bot.facts.outgoing import NOT_WANTED, NotWanted
from bot.facts.proposals import CardState, ProposalCard
from bot.rules import hours, states
from bot.rules.matching import Rule, broken_rules, organisation
from bot.services import access, booking, candidates, closing, programmes, reasons, rounds
from bot.services.owing import owe_pair, owe_person
from bot.services.refreshing import refresh, refresh_home
from storage import enrolment, jobs, outbox, pairs
from storage import matching as stored
from storage.enums import JobKind, Kind, OutgoingState, PairState, ParticipantState, ProposalState, Role, Weight
from storage.models import MatchRun, Pair, Participant, Programme, Proposal

REMIND_AFTER = 3  # working days
ASKED = (Kind.MENTOR_ASKED, Kind.MENTEE_ASKED)
EXPIRE_AFTER = 5  # working days: then both are free again


def ask_mentor(session: Session, programme: Programme, proposal: Proposal, at: datetime) -> None:
    """Asks the mentor, at `at` or when they may be reached after it. The caller has checked who approves."""
    _ask(session, programme, proposal, Role.MENTOR, at)


def ask_mentors(
    session: Session, programme: Programme, run: MatchRun, found: Sequence[Proposal], at: datetime, now: datetime
) -> int:
    """Asks the mentors of an approved run's pairs. A pair that breaks a hard rule by now (somebody paused, moved to
    another team, has a list) is given up instead. Returns how many were. The caller has checked who approves."""
    ids = {participant for proposal in found for participant in (proposal.mentor_id, proposal.mentee_id)}
    request = candidates.request(session, programme, now, run_id=run.id, only=ids)
    sides = {each.key: each for each in (*request.mentors, *request.mentees)}
    seats = {key: each.capacity for key, each in sides.items()}
    lines = organisation(request)
    given_up = 0
    for proposal in found:
        keys = str(proposal.mentor_id), str(proposal.mentee_id)
        fits = all(seats.get(key, 0) > 0 for key in keys) and not broken_rules(
            sides[keys[0]], sides[keys[1]], request, lines
        )
        if not fits:
            proposal.state = ProposalState.DISCARDED
            given_up += 1
            continue
        for key in keys:
            seats[key] -= 1
            session.get_one(Participant, int(key)).waited = 0
        _ask(session, programme, proposal, Role.MENTOR, at)
    return given_up


def _ask(session: Session, programme: Programme, proposal: Proposal, role: Role, at: datetime) -> None:
    mentor = role is Role.MENTOR
    proposal.state = ProposalState.MENTOR_ASKED if mentor else ProposalState.MENTEE_ASKED
    owe_person(
        session,
        programme,
        access.two(session, proposal.mentor_id, proposal.mentee_id).side(role).person,
        Kind.MENTOR_ASKED if mentor else Kind.MENTEE_ASKED,
        f"proposal={proposal.id}",
        at=at,
        subject=subject(proposal, role),
        proposal=proposal.id,
        role=role,
    )


def asked(session: Session, actor: Actor, arguments: Mapping[str, Any], channel: str, ts: str, now: datetime) -> None:
    """The question is out: one reminder is planned, and the day on which an open answer expires."""
    proposal = session.get_one(Proposal, arguments["proposal"])
    run = session.get_one(MatchRun, proposal.run_id)
    role = Role(arguments["role"])
    if role is Role.MENTOR and not run.summary.get("out", False):  # from now on the approval cannot be undone
        run.summary = {**run.summary, "out": True}
        refresh(session, actor.team_id, f"run={run.id}", now)
    person = access.two(session, proposal.mentor_id, proposal.mentee_id).side(role).person
    zone = ZoneInfo(person.zone)
    owe_person(
        session,
        session.get_one(Programme, run.programme_id),
        person,
        Kind.PROPOSAL_REMINDER,
        f"proposal={proposal.id}",
        at=hours.working_days_later(now, REMIND_AFTER, zone),
        subject=subject(proposal, role),
        weight=Weight.NUDGE,
        proposal=proposal.id,
        role=role,
    )
    expires = hours.working_days_later(now, EXPIRE_AFTER, zone)
    jobs.add(session, actor.team_id, JobKind.EXPIRE, proposal.id or 0, expires)


def expire(session: Session, actor: Actor, proposal_id: int, now: datetime) -> None:
    """No answer in five working days: both are free again, and come first in the next round. A question that went out
    later has its own day. Called by the job runner."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is not None and proposal.state is ProposalState.DECLINED:
        refresh(session, actor.team_id, f"launch={proposal.run_id}", now)
    if proposal is None or proposal.state not in (ProposalState.MENTOR_ASKED, ProposalState.MENTEE_ASKED):
        return
    role = Role.MENTOR if proposal.state is ProposalState.MENTOR_ASKED else Role.MENTEE
    asked = outbox.about(session, actor.team_id, subject(proposal, role))
    failed = any(row.state is OutgoingState.FAILED and row.kind in ASKED for row in asked)  # it never arrived
    if not failed and not _open_long_enough(session, actor, proposal, role, now):
        return
    proposal.state = ProposalState.EXPIRED
    _free(session, actor, proposal, now)
    refresh(session, actor.team_id, subject(proposal, role), now)


def _free(session: Session, actor: Actor, proposal: Proposal, now: datetime, *, quietly: bool = False) -> None:
    """Both are free again, and come first in the next round. `quietly`: the list of a launch does not show it yet."""
    for participant_id in (proposal.mentor_id, proposal.mentee_id):
        side = access.side(session, participant_id)
        side.participant.waited += 1
        refresh_home(session, actor.team_id, side.person.user_id, now)
    if not quietly:
        refresh(session, actor.team_id, f"launch={proposal.run_id}", now)


def looks_open(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> bool:
    """Whether a declined proposal still looks like one without an answer: a no and silence end on the same day."""
    if proposal.state is not ProposalState.DECLINED:
        return False
    role = Role.MENTEE if proposal.mentor_said_yes else Role.MENTOR
    return not _open_long_enough(session, actor, proposal, role, now)


def _open_long_enough(session: Session, actor: Actor, proposal: Proposal, role: Role, now: datetime) -> bool:
    """Whether five working days have passed since the question went out."""
    zone = ZoneInfo(access.two(session, proposal.mentor_id, proposal.mentee_id).side(role).person.zone)
    sent = [
        row.sent_at
        for row in outbox.about(session, actor.team_id, subject(proposal, role))
        if row.kind in ASKED and row.sent_at is not None
    ]
    return bool(sent) and hours.working_days_later(sent[0], EXPIRE_AFTER, zone) <= now


def subject(proposal: Proposal, role: Role) -> str:
    """One per side: an answer of one must not show in the other's card, not even as "(edited)"."""
    return f"proposal={proposal.id}:{role}"


def card(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> ProposalCard | NotWanted:
    """The card about the other one, for the mentor or the mentee."""
    proposal = session.get(Proposal, arguments["proposal"])
    if proposal is None:
        return NOT_WANTED
    role = Role(arguments["role"])
    state = _state(proposal, role)
    if state is not CardState.OPEN and not again:
        return NOT_WANTED
    other = access.two(session, proposal.mentor_id, proposal.mentee_id).side(
        Role.MENTEE if role is Role.MENTOR else Role.MENTOR
    )
    mine = access.two(session, proposal.mentor_id, proposal.mentee_id).side(role)
    run = session.get_one(MatchRun, proposal.run_id)
    pair = pairs.of_proposal(session, proposal.id or 0) if state is CardState.YES else None
    over = mine.participant.state is ParticipantState.LEFT or (pair is not None and pair.state is PairState.ENDED)
    if over and (pair is None or pair.introduced_at is None):
        state = CardState.CLOSED
    introduced = pair is not None and pair.introduced_at is not None
    first_date_missing = introduced and pair is not None and pair.booking_round == 1 and pair.booking_due_at is not None
    return ProposalCard(
        proposal_id=proposal.id or 0,
        programme=programmes.facts(session, session.get_one(Programme, run.programme_id)),
        role=role,
        state=state,
        other=access.facts_of(other.person),
        other_goal=other.participant.goal,
        reasons=reasons.from_json(proposal.reasons),
        introduced=introduced,
        pair_to_book=pair.id if pair and first_date_missing and role is Role.MENTEE else None,
        invited=mine.participant.state is ParticipantState.INVITED,
        met_before=proposal.met_before,
    )


def reminder(
    session: Session, actor: Actor, arguments: Mapping[str, Any], now: datetime, again: bool
) -> ProposalCard | NotWanted:
    """The card once more, three working days later."""
    facts = card(session, actor, arguments, now, again)
    return facts if isinstance(facts, NotWanted) else replace(facts, reminder=True)


def _state(proposal: Proposal, role: Role) -> CardState:
    asked = ProposalState.MENTOR_ASKED if role is Role.MENTOR else ProposalState.MENTEE_ASKED
    if proposal.state is asked:
        return CardState.OPEN
    if proposal.state is ProposalState.ACCEPTED or (role is Role.MENTOR and proposal.mentor_said_yes):
        return CardState.YES
    return CardState.NO if proposal.state is ProposalState.DECLINED else CardState.CLOSED


def accept(session: Session, actor: Actor, proposal_id: int, now: datetime) -> None:
    """A yes. The mentor's asks the mentee; the mentee's makes the pair. Raises NotAllowed, Gone on a stale button."""
    proposal, role, programme = _mine(session, actor, proposal_id)
    if _breaks_a_rule_by_now(session, programme, proposal, now):
        _withdraw(session, actor, proposal, now)
        return
    _enrol(access.two(session, proposal.mentor_id, proposal.mentee_id).side(role).participant, now)
    if role is Role.MENTOR:
        _advance(proposal, ProposalState.MENTEE_ASKED)
        proposal.mentor_said_yes = True
        _ask(session, programme, proposal, Role.MENTEE, now)
    else:
        _advance(proposal, ProposalState.ACCEPTED)
        _make_pair(session, programme, proposal, now)
    refresh(session, actor.team_id, f"launch={proposal.run_id}", now)
    refresh(session, actor.team_id, subject(proposal, role), now)
    refresh_home(session, actor.team_id, actor.user_id, now)


NEVER_MIND_WHEN = (Rule.REPORTING_LINE, Rule.SAME_MANAGER, Rule.DO_NOT_MATCH)


def _breaks_a_rule_by_now(session: Session, programme: Programme, proposal: Proposal, now: datetime) -> bool:
    """Whether the two must not become a pair any more; what else has changed since the approval is no reason."""
    ids = {proposal.mentor_id, proposal.mentee_id}
    request = candidates.request(session, programme, now, run_id=proposal.run_id, only=ids)
    return any(
        rule in NEVER_MIND_WHEN
        for mentor in request.mentors
        for mentee in request.mentees
        for rule in broken_rules(mentor, mentee, request)
    )


def _enrol(participant: Participant, now: datetime) -> None:
    """A yes to a launched pair is invitation, consent and acceptance in one."""
    if participant.state is ParticipantState.INVITED:
        participant.state = ParticipantState.ENROLLED
        participant.consent_version, participant.consented_at = CONSENT_VERSION, now


def decline(session: Session, actor: Actor, proposal_id: int, now: datetime) -> None:
    """A no, which is told to nobody: both are free again. Raises NotAllowed, Gone on a stale button."""
    proposal, role, _ = _mine(session, actor, proposal_id)
    _advance(proposal, ProposalState.DECLINED)
    _free(session, actor, proposal, now, quietly=True)
    refresh(session, actor.team_id, subject(proposal, role), now)
    refresh_home(session, actor.team_id, actor.user_id, now)


def withdraw(session: Session, actor: Actor, participant_id: int, now: datetime) -> None:
    """Somebody leaves or ends: their open proposals are withdrawn, quietly. The caller has checked who may."""
    for proposal in stored.open_of(session, participant_id):
        _withdraw(session, actor, proposal, now)
        mine = Role.MENTOR if proposal.mentor_id == participant_id else Role.MENTEE
        refresh(session, actor.team_id, subject(proposal, mine), now)


def withdraw_between(session: Session, actor: Actor, others: Collection[str], now: datetime) -> None:
    """Somebody wants never to be paired with these people: what is open between them is withdrawn, quietly."""
    for mine in enrolment.of_person(session, access.me(session, actor).id or 0):
        for proposal in stored.open_of(session, mine.id or 0):
            both = access.two(session, proposal.mentor_id, proposal.mentee_id)
            if {both.mentor.person.user_id, both.mentee.person.user_id} & set(others):
                _withdraw(session, actor, proposal, now)


def _withdraw(session: Session, actor: Actor, proposal: Proposal, now: datetime) -> None:
    asked = proposal.state
    if asked is ProposalState.PROPOSED:  # nobody knows of it
        _advance(proposal, ProposalState.DISCARDED)
        session.flush()
        closing.close_if_done(session, session.get_one(MatchRun, proposal.run_id), now)
        return
    _advance(proposal, ProposalState.WITHDRAWN)
    _free(session, actor, proposal, now)
    for role, state in ((Role.MENTOR, ProposalState.MENTOR_ASKED), (Role.MENTEE, ProposalState.MENTEE_ASKED)):
        if asked is state:
            refresh(session, actor.team_id, subject(proposal, role), now)


def _mine(session: Session, actor: Actor, proposal_id: int) -> tuple[Proposal, Role, Programme]:
    """The proposal whose answer is the actor's to give. Raises NotAllowed for others, Gone when it is answered."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotAllowed()
    both = access.two(session, proposal.mentor_id, proposal.mentee_id)
    role = both.of(actor)
    if role is None or proposal.state in (ProposalState.PROPOSED, ProposalState.DISCARDED):
        raise NotAllowed()
    if role is Role.MENTEE and proposal.state is ProposalState.MENTOR_ASKED:
        raise NotAllowed()  # the mentee knows of nothing yet
    if _state(proposal, role) is not CardState.OPEN:
        raise Gone("answered")
    run = session.get_one(MatchRun, proposal.run_id)
    return proposal, role, session.get_one(Programme, run.programme_id)


def _advance(proposal: Proposal, then: ProposalState) -> None:
    if not states.may_become(proposal.state, then):
        raise Gone("answered")
    proposal.state = then


def _make_pair(session: Session, programme: Programme, proposal: Proposal, now: datetime) -> None:
    assert programme.id is not None
    assert proposal.id is not None
    pair = Pair(
        programme_id=programme.id,
        proposal_id=proposal.id,
        mentor_id=proposal.mentor_id,
        mentee_id=proposal.mentee_id,
        state=PairState.ACTIVE,
        accepted_at=now,
        met=proposal.met_before,
    )
    session.add(pair)
    session.flush()
    rounds.keep_going(session, programme, now)
    if proposal.met_before:  # under way elsewhere: they know each other, and go on from there
        pair.introduced_at = now
        booking.ask(session, programme, pair, now, Kind.BOOK)
        return
    both = access.two(session, proposal.mentor_id, proposal.mentee_id)
    owe_pair(
        session,
        programme,
        pair,
        Kind.INTRODUCTION,
        at=day_of_both(now, ZoneInfo(both.mentor.person.zone), ZoneInfo(both.mentee.person.zone)),
    )


def day_of_both(now: datetime, mentor: ZoneInfo, mentee: ZoneInfo) -> datetime:
    """The first moment in both people's day within the next day; for far zones, in the mentor's."""
    at = now
    for _ in range(4):
        later = hours.allowed_at(Weight.NOTICE, hours.allowed_at(Weight.NOTICE, at, mentor), mentee)
        if later == at:
            return at
        at = later
    return hours.allowed_at(Weight.NOTICE, now, mentor)
