"""Sends what is owed: claim, post, mark, one message at a time. The only module that posts.

No transaction is open while Slack is called: the claim is committed before, the mark is written after. A mark that
cannot be written (the disk is full) stays in hand until it can be, and nothing else is sent meanwhile.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import outcomes
from bot.delivery.messages import MESSAGES, Sent
from bot.delivery.outcomes import CAUGHT, Outcome
from bot.delivery.pacing import Pacing
from bot.delivery.rendering import Content, render
from bot.facts.actor import Actor
from bot.facts.outgoing import Claim
from bot.facts.reader import Reader
from bot.services import outbox, workspaces
from bot.views import doctor
from storage.database import Database, Failure
from storage.enums import Recipient

log = structlog.get_logger()

FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 60.0
Mark = Callable[..., object]  # what is to be written about rows that were in hand: called with session and actor
READ = {kind: entry.read for kind, entry in MESSAGES.items()}
TOLD: dict[Any, Sent] = {kind: entry.sent for kind, entry in MESSAGES.items() if entry.sent}


class NotOpened(Exception):
    """A group DM was perhaps not opened: nothing was posted, so it is simply tried again."""


@dataclass
class Health:
    """How sending is: `stopped` is why nothing may be sent, `unsure` that Slack must answer `auth.test` first,
    `unreachable` that the last try did not even leave this machine."""

    stopped: str = ""
    unsure: bool = False
    unreachable: bool = False

    def stop(self, code: str) -> None:
        """Nothing more goes out until the process starts again."""
        self.stopped = code


class Sender:
    def __init__(self, database: Database, client: AsyncWebClient, clock: Clock, pacing: Pacing, team_id: str) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._pacing = pacing
        self._actor = Actor.system(team_id)
        self._marks: list[Mark] = []
        self._failures = 0  # in a row
        self.health = Health()
        self.stopping = False

    @property
    def unfinished(self) -> bool:
        """Whether something is left to do that is no row due: a mark to write, or Slack to be asked."""
        return bool(self._marks) or self.health.unsure

    async def drain(self) -> float | None:
        """Sends until nothing is due. Returns the seconds after which to look again, None if nothing is due."""
        while not self.stopping:
            await self._write_marks()
            due = await self._database.read(outbox.next_due, self._actor, self._clock.now())
            if self.health.stopped or not (due or self.health.unsure):
                return None
            wait = self._pacing.opens_at(_monotonic()) - _monotonic()
            if wait <= 0 and self.health.unsure:
                wait = await self._ask_whether_slack_answers()
            if wait > 0:
                return wait if due and not self.health.stopped else None
            waiting = self._pacing.waiting(_monotonic())
            claim, looked_at = await self._database.write(outbox.claim, self._actor, self._clock.now(), READ, waiting)
            if claim is not None:
                await self._send(claim)
            elif not looked_at:
                if not waiting or not due:
                    return None
                return max(0.01, self._pacing.first_free(_monotonic()) - _monotonic())
        return None

    async def _ask_whether_slack_answers(self) -> float:
        """After an outcome nobody can know, Slack must answer `auth.test` before anything more is sent. Returns the
        seconds to wait if it does not."""
        try:
            await self._client.auth_test()
        except CAUGHT as error:
            outcome = outcomes.classify(error, to_person=False)
            self.health.unreachable = outcome.kind is outcomes.Kind.AGAIN
            if outcome.kind is outcomes.Kind.STOPPED:
                self._stop(outcome.code)
                await self._write_marks()
            return self._back_off(outcome.seconds)
        self.health.unsure = self.health.unreachable = False
        return 0

    def _back_off(self, at_least: float = 0) -> float:
        """Exponential, on the monotonic clock, until something is sent again."""
        self._failures += 1
        seconds = max(at_least, backoff(self._failures))
        self._pacing.close(_monotonic() + seconds)
        return seconds

    def _stop(self, code: str) -> None:
        """The token or the app is refused: no row fails, nothing is sent, /healthz says why."""
        self.health.stop(code)
        log.error("sending.stopped", code=code)
        self._marks.append(partial(workspaces.stop, code=code))

    async def _send(self, claim: Claim) -> None:
        rendered = render(claim)
        now = self._clock.now()
        if rendered.claim is not None:
            mark = await self._post(rendered.claim, rendered.content)
            self._marks.append(mark)
        if rendered.broken:
            self._marks.append(partial(outbox.mark_held, rows=rendered.broken, code="unrenderable", now=now))
        if rendered.left:
            self._marks.append(partial(outbox.mark_again, rows=rendered.left))
        await self._write_marks()

    async def _post(self, claim: Claim, content: Content) -> Mark:
        """Posts; returns what is to be written down about it."""
        to_person = claim.recipient in (Recipient.PERSON, Recipient.HOME)
        try:
            channel, ts = await self._call(claim, content)
        except NotOpened:
            return self._not_sent(claim, Outcome(outcomes.Kind.AGAIN, "not_opened"))
        except CAUGHT as error:
            return self._not_sent(claim, outcomes.classify(error, to_person=to_person))
        except Exception as error:  # an answer that nobody expected: one message, and nobody knows
            log.exception("outgoing.unexpected", rows=claim.rows)
            return self._not_sent(claim, Outcome(outcomes.Kind.UNSURE, type(error).__name__))
        self._pacing.posted(claim.target, _monotonic())
        self._failures, self.health.unreachable = 0, False
        log.info("outgoing.sent", rows=claim.rows, kinds=[piece.kind for piece in claim.pieces], channel=channel)
        return partial(outbox.mark_sent, claimed=claim, channel=channel, ts=ts, now=self._clock.now(), told=TOLD)

    def _not_sent(self, claim: Claim, outcome: Outcome) -> Mark:
        log.warning("outgoing.refused", rows=claim.rows, outcome=outcome.kind, code=outcome.code)
        rows, now = claim.rows, self._clock.now()
        self.health.unreachable = outcome.kind is outcomes.Kind.AGAIN
        match outcome.kind:
            case outcomes.Kind.WAIT:
                self._pacing.close(_monotonic() + outcome.seconds)
                return partial(outbox.mark_again, rows=rows)
            case outcomes.Kind.AGAIN:
                self._back_off()
                return partial(outbox.mark_again, rows=rows)
            case outcomes.Kind.UNSURE:
                self.health.unsure = True
                self._back_off()
                return partial(outbox.mark_unsure, rows=rows, now=now)
            case outcomes.Kind.STOPPED:
                self._stop(outcome.code)
                return partial(outbox.mark_again, rows=rows)
            case outcomes.Kind.UNREACHABLE:
                return partial(outbox.mark_failed, rows=rows, code=outcome.code, now=now)
            case outcomes.Kind.GONE:
                return partial(outbox.mark_gone, rows=rows, code=outcome.code)
            case outcomes.Kind.HOLD:
                return partial(outbox.mark_held, rows=rows, code=outcome.code, now=now)

    async def finish(self) -> None:
        """Before the process ends: what could not be written down yet is tried once more."""
        try:
            await self._write_marks()
        except Failure:
            log.error("outgoing.unmarked", marks=len(self._marks))  # found claimed at the next start: unsure

    async def _write_marks(self) -> None:
        """Writes down what became of messages, in order. Raises Failure, and keeps what could not be written."""
        while self._marks:
            await self._database.write(self._marks[0], self._actor)
            self._marks.pop(0)

    async def _call(self, claim: Claim, content: Content) -> tuple[str, str]:
        if claim.recipient is Recipient.HOME:
            await self._client.views_publish(user_id=claim.target, view=content.view or {})
            return claim.target, ""
        if claim.recipient is Recipient.MESSAGE:
            assert claim.channel
            assert claim.ts
            await self._client.chat_update(
                channel=claim.channel, ts=claim.ts, text=content.text, blocks=content.blocks, parse="none"
            )
            return claim.channel, claim.ts
        channel = claim.channel
        if channel is None:
            channel = await self._open(claim.people)
        answer = await self._client.chat_postMessage(
            channel=channel, text=content.text, blocks=content.blocks, unfurl_links=False, unfurl_media=False
        )
        return str(answer["channel"]), str(answer["ts"])

    async def _open(self, people: tuple[str, ...]) -> str:
        """The group DM of these people; asking twice opens it once, so a lost reply is no doubt."""
        try:
            opened = await self._client.conversations_open(users=list(people))
        except CAUGHT as error:
            if outcomes.classify(error, to_person=True).kind is outcomes.Kind.UNSURE:
                raise NotOpened from error
            raise
        return str(opened["channel"]["id"])


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return float(min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** min(failures - 1, 10)))


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


async def send_test(client: AsyncWebClient, user_id: str) -> None:
    """Posts the doctor's test message. Past the outbox on purpose: it is owed to nobody, must work before the first
    start and while the bot runs, and shall say at once what Slack answers. Raises what the client raises."""
    said = doctor.test_message(Reader())
    await client.chat_postMessage(
        channel=user_id, text=said.text, blocks=said.blocks, unfurl_links=False, unfurl_media=False
    )
