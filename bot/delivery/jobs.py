"""Runs work without a message: read, compute outside any transaction, write. A job found unfinished is run again."""

import structlog

from bot.clock import Clock
from bot.facts.actor import Actor
from bot.matching_child import MatchingFailed, solve_in_child
from bot.services import jobs, matching
from storage.database import Database

log = structlog.get_logger()


class Jobs:
    def __init__(self, database: Database, clock: Clock, team_id: str) -> None:
        self._database = database
        self._clock = clock
        self._actor = Actor.system(team_id)

    async def any_due(self) -> bool:
        return await self._database.read(jobs.next_due, self._actor, self._clock.now()) is not None

    async def run_due(self) -> None:
        """Runs what is due, one after the other."""
        while (job := await self._database.read(jobs.next_due, self._actor, self._clock.now())) is not None:
            await self._match(job.target_id, job.job_id, job.attempts)

    async def _match(self, run_id: int, job_id: int, attempts: int) -> None:
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
            await self._database.write(matching.store, self._actor, run_id, result, self._clock.now())
        await self._database.write(jobs.done, self._actor, job_id)
