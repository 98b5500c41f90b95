"""Sends what is owed: claim, post, mark, one message at a time. The only module that posts.

No transaction is open while Slack is called: the claim is committed before, the mark is written after.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.delivery import outcomes
from bot.delivery.messages import MESSAGES, Sent, render
from bot.delivery.outcomes import CAUGHT, Outcome
from bot.delivery.pacing import Pacing
from bot.facts.actor import Actor
from bot.facts.outgoing import Claim
from bot.facts.reader import Reader
from bot.services import outbox, workspaces
from bot.views import doctor
from bot.views.message import Message
from storage.database import Database
from storage.enums import Recipient

log = structlog.get_logger()

FIRST_BACKOFF, LONGEST_BACKOFF = 1.0, 60.0
READ = {kind: entry.read for kind, entry in MESSAGES.items()}
TOLD: dict[Any, Sent] = {kind: entry.sent for kind, entry in MESSAGES.items() if entry.sent}


class NotOpened(Exception):
    """A group DM was perhaps not opened: nothing was posted, so it is simply tried again."""


@dataclass
class Health:
    """What /healthz says of sending: `stopped` is why nothing may be sent, `unsure` that Slack must answer first."""

    stopped: str = ""
    unsure: bool = False
    failures: int = 0

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
        self.health = Health()
        self.stopping = False

    async def drain(self) -> float | None:
        """Sends until nothing is due. Returns the seconds after which to look again, None if nothing is due."""
        while not self.stopping:
            wait = self._pacing.opens_at(_monotonic()) - _monotonic()
            if wait > 0:
                return wait if await self._anything_due() else None
            if not await self._may_send():
                return self._back_off() if not self.health.stopped else None
            waiting = self._pacing.waiting(_monotonic())
            claim, looked_at = await self._database.write(outbox.claim, self._actor, self._clock.now(), READ, waiting)
            if claim is not None:
                await self._send(claim)
            elif not looked_at:
                if waiting and await self._anything_due():
                    return max(0.01, self._pacing.first_free(_monotonic()) - _monotonic())
                return None
        return None

    async def _anything_due(self) -> bool:
        return await self._database.read(outbox.next_due, self._actor, self._clock.now())

    async def _may_send(self) -> bool:
        """After an outcome nobody can know, Slack must answer `auth.test` before anything more is sent."""
        if self.health.stopped:
            return False
        if not self.health.unsure:
            return True
        try:
            await self._client.auth_test()
        except CAUGHT as error:
            outcome = outcomes.classify(error, to_person=False)
            if outcome.kind is outcomes.Kind.STOPPED:
                await self.stop(outcome.code)
            return False
        self.health.unsure, self.health.failures = False, 0
        return True

    def _back_off(self) -> float:
        """Exponential, on the monotonic clock."""
        self.health.failures += 1
        seconds: float = min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** min(self.health.failures - 1, 10))
        self._pacing.close(_monotonic() + seconds)
        return seconds

    async def stop(self, code: str) -> None:
        """The token or the app is refused: no row fails, nothing is sent, /healthz says why."""
        self.health.stop(code)
        log.error("sending.stopped", code=code)
        await self._database.write(workspaces.stop, self._actor, code)

    async def _send(self, claim: Claim) -> None:
        try:
            rendered = render(claim)
        except Exception:  # a message that cannot be rendered fails alone
            log.exception("outgoing.unrenderable", rows=claim.rows)
            await self._database.write(outbox.mark_held, self._actor, claim, "unrenderable", self._clock.now())
            return
        try:
            channel, ts = await self._call(claim, rendered)
        except NotOpened:
            await self._mark(claim, Outcome(outcomes.Kind.AGAIN, "not_opened"))
            return
        except CAUGHT as error:
            await self._mark(claim, outcomes.classify(error, to_person=claim.recipient is Recipient.PERSON))
            return
        self._pacing.posted(claim.target, _monotonic())
        self.health.failures = 0
        await self._database.write(outbox.mark_sent, self._actor, claim, channel, ts, self._clock.now(), TOLD)
        log.info("outgoing.sent", rows=claim.rows, kinds=[piece.kind for piece in claim.pieces], channel=channel)

    async def _call(self, claim: Claim, rendered: Any) -> tuple[str, str]:
        if claim.recipient is Recipient.HOME:
            await self._client.views_publish(user_id=claim.target, view=rendered)
            return claim.target, ""
        assert isinstance(rendered, Message)
        content: dict[str, Any] = {
            "text": rendered.text,
            "blocks": rendered.blocks,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if claim.recipient is Recipient.MESSAGE:
            assert claim.channel
            assert claim.ts
            await self._client.chat_update(
                channel=claim.channel, ts=claim.ts, text=rendered.text, blocks=rendered.blocks, parse="none"
            )
            return claim.channel, claim.ts
        channel = claim.channel
        if channel is None:
            channel = await self._open(claim.people)
        answer = await self._client.chat_postMessage(channel=channel, **content)
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

    async def _mark(self, claim: Claim, outcome: Outcome) -> None:
        log.warning("outgoing.refused", rows=claim.rows, outcome=outcome.kind, code=outcome.code)
        now = self._clock.now()
        match outcome.kind:
            case outcomes.Kind.WAIT:
                self._pacing.close(_monotonic() + outcome.seconds)
                await self._database.write(outbox.mark_again, self._actor, claim)
            case outcomes.Kind.AGAIN:
                self._back_off()
                await self._database.write(outbox.mark_again, self._actor, claim)
            case outcomes.Kind.UNSURE:
                self.health.unsure = True
                await self._database.write(outbox.mark_unsure, self._actor, claim.rows, now)
            case outcomes.Kind.STOPPED:
                await self._database.write(outbox.mark_again, self._actor, claim)
                await self.stop(outcome.code)
            case outcomes.Kind.UNREACHABLE:
                await self._database.write(outbox.mark_failed, self._actor, claim, outcome.code, now)
            case outcomes.Kind.HOLD:
                await self._database.write(outbox.mark_held, self._actor, claim, outcome.code, now)
            case outcomes.Kind.GONE:
                await self._database.write(outbox.mark_gone, self._actor, claim, outcome.code)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()


async def send_test(client: AsyncWebClient, user_id: str) -> None:
    """Posts the doctor's test message. Past the outbox on purpose: it is owed to nobody, must work before the first
    start and while the bot runs, and shall say at once what Slack answers. Raises what the client raises."""
    said = doctor.test_message(Reader())
    await client.chat_postMessage(
        channel=user_id, text=said.text, blocks=said.blocks, unfurl_links=False, unfurl_media=False
    )
