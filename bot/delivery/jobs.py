"""Runs work without a message: read, compute outside any transaction, write. A job found unfinished is run again."""

import asyncio

import structlog
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.errors import UserError
from bot.facts.actor import Actor
from bot.facts.people import Profile
from bot.matching_child import MatchingFailed, solve_in_child
from bot.services import check_ins, jobs, launch, matching, proposals, rounds, ways_out
from bot.slack import Slack
from storage.database import Database, is_to_blame
from storage.enums import JobKind

log = structlog.get_logger()

RETRY_SECONDS = 2.0


class Jobs:
    def __init__(self, database: Database, slack: Slack, clock: Clock, team_id: str) -> None:
        self._database = database
        self._clock = clock
        self._slack = slack
        self._actor = Actor.system(team_id)
        self._work = {
            JobKind.MATCH: self._match,
            JobKind.EXPIRE: self._expire,
            JobKind.WEEKLY: self._weekly,
            JobKind.NIGHTLY: self._nightly,
            JobKind.LAUNCH: self._launch,
            JobKind.APPROVE: self._approve,
            JobKind.UNREACHABLE: self._unreachable,
            JobKind.UNANSWERED: self._unanswered,
        }

    async def any_due(self) -> bool:
        return await self._database.read(jobs.next_due, self._actor, self._clock.now()) is not None

    async def anything_due(self) -> bool:
        """Whether any work or any message is due."""
        return await self._database.read(jobs.anything_due, self._actor, self._clock.now())

    async def run_due(self) -> None:
        """Runs what is due, one after the other."""
        while (job := await self._database.read(jobs.next_due, self._actor, self._clock.now())) is not None:
            try:
                await self._work[job.kind](job.target_id, job.job_id)
            except Exception as error:  # one job must not stop the others; it is tried once more, then given up
                if is_to_blame(error):
                    raise  # the database itself: no job is to blame
                log.exception("job.failed", job=job.job_id, kind=job.kind)
                await self._database.write(jobs.failed_once_more, self._actor, job.job_id)

    async def _expire(self, proposal_id: int, job_id: int) -> None:
        await self._database.write(proposals.expire, self._actor, proposal_id, self._clock.now())
        await self._database.write(jobs.done, self._actor, job_id)

    async def _unanswered(self, meeting_id: int, job_id: int) -> None:
        await self._database.write(
            jobs.done, self._actor, job_id, check_ins.close_unanswered, meeting_id, self._clock.now()
        )

    async def _weekly(self, programme_id: int, job_id: int) -> None:
        await self._database.write(jobs.done, self._actor, job_id, rounds.weekly, programme_id, self._clock.now())

    async def _nightly(self, programme_id: int, job_id: int) -> None:
        found = await self._database.read(rounds.broken_pairs, self._actor, programme_id, self._clock.now())
        await self._database.write(
            jobs.done, self._actor, job_id, rounds.tell_violations, programme_id, found, self._clock.now()
        )

    async def _approve(self, run_id: int, job_id: int) -> None:
        while await self._database.write(matching.ask_next, self._actor, run_id, self._clock.now()):
            pass
        await self._database.write(jobs.done, self._actor, job_id)

    async def _launch(self, run_id: int, job_id: int) -> None:
        """Asks Slack about everybody on a list, a few a second; what was asked before a crash is asked again."""
        asked = await self._database.read(launch.people_to_ask, self._actor, run_id)
        if asked is not None:
            profiles = {}
            for user_id in asked.user_ids:
                profiles[user_id] = await self._profile(user_id)
            await self._database.write(launch.store, self._actor, run_id, profiles, self._clock.now())
        await self._database.write(jobs.done, self._actor, job_id)

    async def _unreachable(self, person_id: int, job_id: int) -> None:
        """A message could not be delivered: whose account is deactivated takes part no more."""
        user_id = await self._database.read(ways_out.whom_to_ask_about, self._actor, person_id)
        if user_id and (await self._profile(user_id)).refused == "deactivated":
            await self._database.write(ways_out.deactivated, self._actor, user_id, self._clock.now())
        await self._database.write(jobs.done, self._actor, job_id)

    async def _profile(self, user_id: str) -> Profile:
        """What Slack says of somebody, however often it has to be asked."""
        while True:
            try:
                return await self._slack.profile(user_id)
            except SlackApiError as error:
                if error.response.status_code != 429:
                    return Profile(user_id, "", "", "UTC", "en_GB", refused="unknown")
                await asyncio.sleep(float(error.response.headers.get("Retry-After", 1)))
            except UserError:  # no answer in time
                await asyncio.sleep(RETRY_SECONDS)

    async def _match(self, run_id: int, job_id: int) -> None:
        request = await self._database.read(matching.request, self._actor, run_id, self._clock.now())
        if request is not None:
            try:
                result = await solve_in_child(request)
            except MatchingFailed as error:
                log.error("match.failed", run=run_id, code=error.code, detail=error.detail)
                if not await self._database.write(jobs.failed_once_more, self._actor, job_id):
                    return  # it is tried once more
                await self._database.write(matching.failed, self._actor, run_id, self._clock.now())
                return
            await self._database.write(matching.begin_staging, self._actor, run_id, result)
            for part in matching.parts(result):
                await self._database.write(matching.stage, self._actor, run_id, part)
            await self._database.write(matching.store, self._actor, run_id, result, self._clock.now())
        await self._database.write(jobs.done, self._actor, job_id)
