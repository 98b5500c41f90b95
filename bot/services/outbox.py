"""Claims and marks what the sender sends. Each function is one transaction; none is open while Slack is called."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.outgoing import Claim, Later, NotWanted, Piece
from bot.facts.reader import Reader
from bot.rules import hours, together
from bot.services.refreshing import render_again
from storage import jobs, outbox, pairs, people, programmes
from storage.database import is_to_blame
from storage.enums import JobKind, Kind, OutgoingState, Recipient, Weight
from storage.models import Outgoing, Pair, Participant, Person

log = structlog.get_logger()

Read = Callable[[Session, Actor, Mapping[str, Any], datetime, bool], object]
Told = Callable[[Session, Actor, Mapping[str, Any], str, str, datetime], None]

BATCH = 50
REPEAT_LATER = timedelta(hours=1)
UNSURE_ATTEMPTS = 3  # then a message is held and the managers are asked (ARCHITECTURE.md, the outbox)
TOGETHER = 4  # rows in one message: more would break Slack's fifty blocks
ALONE = (Kind.STORY_PREVIEW, Kind.STORY_REVIEW)  # as long as a message may be by themselves
REPEATABLE = (Recipient.HOME, Recipient.MESSAGE)  # doing it twice changes nothing


def claim(
    session: Session, actor: Actor, now: datetime, read: Mapping[Kind, Read], waiting: list[str]
) -> tuple[Claim | None, int]:
    """Takes the next message that is due, still wanted and allowed now.

    `waiting` names targets that pacing keeps waiting. Returns the claim, and how many rows were looked at: with no
    claim and no row looked at, nothing is due.
    """
    looked_at = 0
    for row in outbox.due(session, actor.team_id, now, waiting, BATCH):
        if row.state is not OutgoingState.DUE or row.due_at > now:
            continue  # moved together with an earlier one
        looked_at += 1
        claimed = _claim_again(session, actor, row, now, read) if row.recipient in REPEATABLE else None
        if claimed is None and row.recipient not in REPEATABLE:
            claimed = _claim_once(session, actor, row, now, read)
        if claimed is not None:
            return claimed, looked_at
    return None, looked_at


def _facts(
    session: Session, actor: Actor, row: Outgoing, now: datetime, read: Mapping[Kind, Read], again: bool
) -> object:
    arguments = {**row.arguments, "user": row.target} if row.recipient is Recipient.HOME else row.arguments
    try:
        with session.begin_nested():  # PostgreSQL refuses everything after an error, up to here
            return read[row.kind](session, actor, arguments, now, again)
    except Exception as error:  # one row that cannot be read must not stop the others
        if is_to_blame(error):
            raise
        log.exception("outgoing.unreadable", row=row.id, kind=row.kind)
        if not again:
            row.state, row.problem = OutgoingState.FAILED, "unreadable"
        return None


def _claim_again(
    session: Session, actor: Actor, row: Outgoing, now: datetime, read: Mapping[Kind, Read]
) -> Claim | None:
    """Home, or a message to be rendered again from all the rows that share it."""
    channel, ts = row.target.split(":", 1) if row.recipient is Recipient.MESSAGE else (None, None)
    copies: Sequence[Outgoing] = [row]
    if row.recipient is Recipient.MESSAGE:
        copies = outbox.in_message(session, actor.team_id, channel or "", ts or "")
    pieces = []
    for copy in copies:
        facts = _facts(session, actor, copy, now, read, True)
        if facts is None:  # better the whole message as it was than half of it
            row.state, row.problem = OutgoingState.FAILED, "unreadable"
            return None
        if not isinstance(facts, NotWanted | Later):
            pieces.append(Piece(copy.id or 0, copy.kind, facts, copy.arguments))
    if not pieces:
        row.state = OutgoingState.DROPPED
        return None
    reader = _reader_of(session, actor, copies[0])
    row.state = OutgoingState.CLAIMED
    return Claim(row.recipient, row.target, reader, tuple(pieces), (row.id or 0,), row.wanted, channel, ts)


def _claim_once(
    session: Session, actor: Actor, row: Outgoing, now: datetime, read: Mapping[Kind, Read]
) -> Claim | None:
    """A message to a person, a pair or a channel; what else is due to the same person goes with it."""
    person = people.find(session, actor.team_id, row.target) if row.recipient is Recipient.PERSON else None
    rows = [row]
    if row.recipient is Recipient.PERSON and row.weight is not Weight.ANSWER and row.kind not in ALONE:
        due = outbox.due_to_person(session, actor.team_id, row.target, now)
        rows = [each for each in due if each.kind not in ALONE][:TOGETHER]
    taken: list[tuple[Outgoing, Piece]] = []
    for each in rows:
        facts = _wanted_facts(session, actor, each, person, now, read)
        if facts is not None:
            taken.append((each, Piece(each.id or 0, each.kind, facts, each.arguments)))
    if not taken:
        return None
    for each, _ in taken:
        each.state, each.rendered = OutgoingState.CLAIMED, each.wanted
    channel, members = _place(session, row)
    return Claim(
        row.recipient,
        row.target,
        _reader_of(session, actor, row),
        tuple(piece for _, piece in taken),
        tuple(each.id or 0 for each, _ in taken),
        row.wanted,
        channel,
        None,
        members,
    )


def _wanted_facts(
    session: Session, actor: Actor, row: Outgoing, person: Person | None, now: datetime, read: Mapping[Kind, Read]
) -> object:
    """The row's facts, or None after it was dropped or moved."""
    if row.expires_at is not None and row.expires_at <= now:
        row.state = OutgoingState.DROPPED
        return None
    at = _allowed_at(session, row, person, now)
    if at > now:
        row.due_at = at
        return None
    facts = _facts(session, actor, row, now, read, False)
    if isinstance(facts, NotWanted):
        row.state = OutgoingState.DROPPED
        return None
    if isinstance(facts, Later):
        row.due_at = max(facts.at, now + timedelta(seconds=1))
        return None
    return facts


def _allowed_at(session: Session, row: Outgoing, person: Person | None, now: datetime) -> datetime:
    if row.recipient is Recipient.PAIR:
        _, *two = pairs.with_people(session, int(row.target))
        return together.allowed_at(row.weight, now, *(_reader(each).zone_info for each in two))
    return now if person is None else allowed_at(person, row.weight, now)


def allowed_at(person: Person, weight: Weight, when: datetime) -> datetime:
    """The first moment from `when` on at which the person may get a message of this weight."""
    zone = _reader(person).zone_info
    if weight is Weight.NUDGE:
        return hours.nudge_at(when, zone, person.last_nudged_at, person.paused_until)
    return hours.allowed_at(weight, when, zone)


def _place(session: Session, row: Outgoing) -> tuple[str | None, tuple[str, ...]]:
    """Where to post: a channel's or person's id, or who to open a group DM with."""
    if row.recipient is not Recipient.PAIR:
        return row.target, ()
    pair, mentor, mentee = pairs.with_people(session, int(row.target))
    return pair.channel, (mentor.user_id, mentee.user_id)


def _reader(person: Person | None) -> Reader:
    return Reader(person.language, person.zone) if person else Reader()


def _reader_of(session: Session, actor: Actor, row: Outgoing) -> Reader:
    """Who reads it; a pair's message is written for the mentor, a channel's for nobody in particular."""
    if row.recipient in (Recipient.PERSON, Recipient.HOME):
        return _reader(people.find(session, actor.team_id, row.target))
    if row.recipient is Recipient.PAIR:
        _, mentor, _ = pairs.with_people(session, int(row.target))
        return _reader(mentor)
    return Reader()


def mark_sent(
    session: Session, actor: Actor, claimed: Claim, channel: str, ts: str, now: datetime, told: Mapping[Kind, Told]
) -> None:
    """Writes down that a message is out, and where; whoever wants to know is told in the same transaction."""
    for row in outbox.by_id(session, claimed.rows):
        if row.recipient in REPEATABLE:
            row.rendered = claimed.wanted
            if row.wanted > row.rendered:
                row.state = OutgoingState.DUE  # asked for again while it was on its way
                continue
        row.state, row.sent_at, row.problem = OutgoingState.SENT, now, ""
        if row.recipient not in REPEATABLE:
            row.channel, row.ts = channel, ts
            catch_up(session, row, now)
        _count_nudge(session, actor, row, now)
        tell(session, actor, row, channel, ts, now, told)


def catch_up(session: Session, row: Outgoing, now: datetime) -> None:
    """The place of a message is known at last: what changed since it was rendered is shown there, too."""
    if row.wanted > row.rendered:
        render_again(session, row, now)


def _count_nudge(session: Session, actor: Actor, row: Outgoing, now: datetime) -> None:
    if row.weight is Weight.NUDGE and (person := people.find(session, actor.team_id, row.target)) is not None:
        person.last_nudged_at = now


def tell(
    session: Session, actor: Actor, row: Outgoing, channel: str, ts: str, now: datetime, told: Mapping[Kind, Told]
) -> None:
    """Whoever hangs on the message hears that it is out. That it is out stays true, whatever they make of it."""
    if row.kind not in told:
        return
    try:
        with session.begin_nested():
            told[row.kind](session, actor, row.arguments, channel, ts, now)
    except Exception as error:  # one row; the others of this message are marked all the same
        if is_to_blame(error):
            raise
        log.exception("outgoing.not_told", row=row.id, kind=row.kind)


def mark_again(session: Session, actor: Actor, rows: tuple[int, ...]) -> None:
    """Nothing left this machine, or Slack asked to wait: the rows are due again as they were."""
    for row in outbox.by_id(session, rows):
        row.state = OutgoingState.DUE


def mark_gone(session: Session, actor: Actor, rows: tuple[int, ...], code: str) -> None:
    """A message that was to be rendered again is not there any more: nothing is owed."""
    for row in outbox.by_id(session, rows):
        row.state, row.problem = OutgoingState.DROPPED, code


def mark_unsure(session: Session, actor: Actor, rows: tuple[int, ...], now: datetime) -> None:
    """Nobody can know whether it went out. To one person or one pair it is sent again, up to three times; a post to a
    channel is held at once and the managers are asked. What may be repeated is repeated, after three times later, so
    that it keeps nobody waiting. A nudge that may be out counts as one."""
    for row in outbox.by_id(session, rows):
        row.attempts += 1
        _count_nudge(session, actor, row, now)
        if row.recipient in REPEATABLE:
            row.state = OutgoingState.DUE
            if row.attempts >= UNSURE_ATTEMPTS:
                row.due_at = now + REPEAT_LATER
        elif row.recipient is not Recipient.CHANNEL and row.attempts < UNSURE_ATTEMPTS:
            row.state = OutgoingState.DUE
        else:
            _hold(session, actor, row, "unsure", now)


def mark_held(session: Session, actor: Actor, rows: tuple[int, ...], code: str, now: datetime) -> None:
    """The channel or the message itself is refused: it waits for the managers."""
    for row in outbox.by_id(session, rows):
        _hold(session, actor, row, code, now)


def mark_failed(session: Session, actor: Actor, rows: tuple[int, ...], code: str, now: datetime) -> None:
    """The person cannot be reached. The managers are told once per person."""
    for row in outbox.by_id(session, rows):
        row.state, row.problem = OutgoingState.FAILED, code
        _tell_managers(session, actor, row, Kind.PROBLEM, f"unreachable:{row.target}", now)
        if row.kind in (Kind.MENTOR_ASKED, Kind.MENTEE_ASKED):
            jobs.add(session, row.team_id, JobKind.EXPIRE, row.arguments["proposal"], now)
        for person_id in _readers(session, row):
            jobs.ensure(session, row.team_id, JobKind.UNREACHABLE, person_id, now)


def _readers(session: Session, row: Outgoing) -> list[int]:
    """The people whom a message is for."""
    if row.recipient is Recipient.PAIR:
        pair = session.get_one(Pair, int(row.target))
        return [session.get_one(Participant, key).person_id for key in (pair.mentor_id, pair.mentee_id)]
    person = people.find(session, row.team_id, row.target)
    return [person.id or 0] if person else []


def _hold(session: Session, actor: Actor, row: Outgoing, code: str, now: datetime) -> None:
    row.state, row.problem = OutgoingState.HELD, code
    if row.recipient in REPEATABLE:
        row.state = OutgoingState.FAILED
        return
    kind = Kind.UNSURE_POST if row.recipient is Recipient.CHANNEL and code == "unsure" else Kind.PROBLEM
    _tell_managers(session, actor, row, kind, f"held:row={row.id}:attempt={row.attempts}", now)


def _tell_managers(session: Session, actor: Actor, row: Outgoing, kind: Kind, why: str, now: datetime) -> None:
    programme_id = row.arguments.get("programme")
    if not programme_id or row.kind in (Kind.PROBLEM, Kind.UNSURE_POST):
        return  # a problem with a problem's message stands in the log; telling it again could go on for ever
    for manager in programmes.managers(session, programme_id):
        outbox.owe(
            session,
            team_id=actor.team_id,
            key=f"{kind}:{why}:programme={programme_id}:manager={manager.id}",
            subject=f"row={row.id}",
            kind=kind,
            weight=Weight.NOTICE,
            recipient=Recipient.PERSON,
            target=manager.user_id,
            due_at=now,
            arguments={"row": row.id, "programme": programme_id},
        )


def recover(session: Session, actor: Actor, now: datetime) -> int:
    """At start: a row found claimed was in the sender's hand when the process died. Returns how many there were."""
    rows = outbox.claimed(session, actor.team_id)
    mark_unsure(session, actor, tuple(row.id or 0 for row in rows), now)
    return len(rows)


def next_due(session: Session, actor: Actor, now: datetime) -> bool:
    """Whether anything is due now."""
    return bool(outbox.due(session, actor.team_id, now, (), 1))
