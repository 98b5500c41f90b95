"""One company with pairs at every stage, built before the bot starts, for the tests that click what they should not.

Nothing is due when the bot starts, and the clock stands still: whatever changes in the database, a click has changed.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, delete

from bot.demo.company import ADA, GENERAL, GRACE, LINUS, MARGARET
from bot.facts.meetings import Outcome
from bot.services import feedback, matching, proposals, stories
from storage import migrate
from storage import people as stored_people
from storage.database import make_engine
from storage.enums import Kind, OutgoingState, Recipient, Role, RunState, StoryState, Weight
from storage.models import Job, MatchRun, Outgoing, Proposal, Story
from tests.forging import Forge
from tests.office import MONDAY, Office, Person
from tests.services.building import DAY, HOUR, TEAM_ID, WEEK, Company, actor, company_at

EDITH = "U0EDITH"  # manages the second programme
ALAN, NOOR, MEI, JAMAL, PRIYA, TUNDE, SOPHIE, KATHERINE = (
    f"U0{name}" for name in ("ALAN", "NOOR", "MEI", "JAMAL", "PRIYA", "TUNDE", "SOPHIE", "KATHERINE")
)
HEDY, RADIA, KAREN, OMAR, TIM, DOROTHY = (f"U0{name}" for name in ("HEDY", "RADIA", "KAREN", "OMAR", "TIM", "DOROTHY"))
GUEST, GONE = "U0GUEST", "U0GONE"
ELSEWHERE = "T0ELSEWHERE"

Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class About:
    """What a click can be about: a row's id, and who has to do with it."""

    id: int
    mentor: str
    mentee: str
    other: str = ADA  # in another pair of the same programme
    manager: str = MARGARET
    other_manager: str = EDITH


class World:
    """The office, a forger in it, and what there is to click about."""

    def __init__(self, office: Office, about: dict[str, About]) -> None:
        self.office = office
        self.forge = Forge(office)
        self.about = about
        self._database = sqlite3.connect(office.folder / "flipside.db", isolation_level=None, timeout=10)
        self._database.execute("PRAGMA synchronous=OFF")
        self.first = self.tables()

    def close(self) -> None:
        self._database.close()

    def person(self, user_id: str) -> Person:
        """Somebody with an empty screen."""
        found = self.office.person(user_id)
        while found.has_modal():
            found.close()
        return found

    def tables(self) -> Tables:
        """Every row of every table."""
        self._database.execute("BEGIN")
        names = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        found = {name: self._database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() for (name,) in names}
        self._database.execute("COMMIT")
        return found

    def restore(self, to: Tables | None = None) -> None:
        """The database is again what it was when the bot started, or what it was in `to`."""
        wanted, now = to or self.first, self.tables()
        if now == wanted:
            return
        self._database.execute("BEGIN IMMEDIATE")
        for name, rows in wanted.items():
            if now[name] != rows:
                self._database.execute(f'DELETE FROM "{name}"')
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    self._database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        self._database.execute("COMMIT")

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """A statement of the test's own: to look at something, or to put the world into a state."""
        return self._database.execute(statement, values).fetchall()


def differing(before: Tables, after: Tables) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that came, went or changed, by table."""
    found = {name: [*set(after[name]) ^ set(before[name])] for name in before}
    return {name: rows for name, rows in found.items() if rows}


class Building:
    """Puts everything there is to click about into a company."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.then = MONDAY - 8 * WEEK
        self.about: dict[str, About] = {}
        company.roster()
        self.flip = company.programme(MARGARET, "Flip 2026", self.then)
        self.second = company.programme(EDITH, "Second Look", self.then)

    def pair(self, name: str, mentor: str, mentee: str) -> int:
        pair = self.company.pair(self.flip, mentor, mentee, self.then)
        self.about[f"pair_{name}"] = About(pair, mentor, mentee, other=ADA if mentor != ADA else MEI)
        for role, user in ((Role.MENTOR, mentor), (Role.MENTEE, mentee)):
            self.note(f"{role}_{name}", f"pair_{name}", self.company.join(self.flip, user, role, self.then))
        return pair

    def note(self, name: str, pair: str, row_id: int) -> None:
        """Something that belongs to a pair."""
        self.about[name] = replace(self.about[pair], id=row_id)

    def meetings(self) -> None:
        """A pair that should book, one with a date, one that is asked, one that rates, one that may say more."""
        company = self.company
        self.pair("to_book", ADA, GRACE)
        self.note("programme", "pair_to_book", self.flip)
        booked = company.book(self.pair("booked", MEI, LINUS), MONDAY + 9 * DAY, MONDAY - DAY)
        self.note("meeting_booked", "pair_booked", booked)
        begun = company.book(self.pair("begun", JAMAL, KAREN), MONDAY - 18 * HOUR, MONDAY - WEEK)
        self.note("meeting_begun", "pair_begun", begun)
        for name, mentor, mentee in (("met", PRIYA, OMAR), ("rated", TUNDE, DOROTHY)):
            meeting = company.book(self.pair(name, mentor, mentee), MONDAY - 2 * DAY, MONDAY - WEEK)
            self.note(f"meeting_{name}", f"pair_{name}", meeting)
            for user in (mentor, mentee):
                company.say(meeting, user, Outcome.MET, MONDAY - DAY)
                if name == "rated":
                    company.do(feedback.rate, actor(user), meeting, 4, MONDAY - DAY)

    def stories(self) -> None:
        """Four stories, each of which waits for another key; the last one is posted."""
        company, at = self.company, MONDAY - DAY
        states = (StoryState.WITH_MENTOR, StoryState.WITH_MENTEE, StoryState.WITH_MANAGER, StoryState.POSTED)
        for keys, (pair, state) in enumerate(zip(("booked", "begun", "met", "rated"), states, strict=True)):
            whose = self.about[f"pair_{pair}"]
            story = company.write(whose.id, whose.mentor, at)
            self.note(f"story_{state}", f"pair_{pair}", story)
            for who in (whose.mentor, whose.mentee)[:keys]:
                company.do(stories.approve, actor(who), story, 1, at)
            if state is StoryState.POSTED:
                company.do(stories.post, actor(MARGARET), story, 1, at)
                company.do(stories.posted, actor(""), {"story": story}, "C0STORIES", "1.000001", at)
            assert company.get(Story, story).state is state

    def proposals(self) -> None:
        """A mentor who is asked, a mentee who is asked, and two people who wait."""
        company = self.company
        for name, mentor, mentee in (("mentor_asked", ALAN, HEDY), ("mentee_asked", NOOR, RADIA)):
            ids = (
                company.join(self.flip, mentor, Role.MENTOR, self.then),
                company.join(self.flip, mentee, Role.MENTEE, self.then),
            )
            proposal = company.propose(self.flip, *ids, MONDAY - DAY)
            self.about[f"proposal_{name}"] = About(proposal, mentor, mentee)
            if name == "mentee_asked":
                company.do(proposals.accept, actor(mentor), proposal, MONDAY - DAY)
        company.join(self.flip, SOPHIE, Role.MENTOR, self.then)
        company.join(self.flip, TIM, Role.MENTEE, self.then)

    def runs(self) -> None:
        """Two match runs of the second programme: one waits for Edith's word, one can still be undone."""
        company, second = self.company, self.second
        mentors = [company.join(second, user, Role.MENTOR, self.then) for user in (KATHERINE, NOOR, MEI)]
        mentees = [company.join(second, user, Role.MENTEE, self.then) for user in (HEDY, TIM, OMAR)]

        def run_of(*pairs: tuple[int, int]) -> tuple[int, list[int]]:
            def waiting(session: Session) -> tuple[int, list[int]]:
                edith = stored_people.find(session, TEAM_ID, EDITH)
                assert edith is not None
                run = MatchRun(programme_id=second, asked_by=edith.id or 0, asked_at=MONDAY, state=RunState.PROPOSED)
                session.add(run)
                session.flush()
                made = [Proposal(run_id=run.id or 0, mentor_id=a, mentee_id=b, score=100) for a, b in pairs]
                session.add_all(made)
                session.flush()
                return run.id or 0, [proposal.id or 0 for proposal in made]

            return company.run(waiting)

        approved, _ = run_of((mentors[2], mentees[2]))
        company.do(matching.approve, actor(EDITH), approved, DAY, MONDAY)
        run, proposed = run_of(*zip(mentors[:2], mentees[:2], strict=True))
        whose = About(run, KATHERINE, HEDY, ADA, EDITH, MARGARET)
        self.about["run"] = whose
        self.about["run_approved"] = replace(whose, id=approved, mentor=MEI, mentee=OMAR)
        self.about["second_programme"] = replace(whose, id=second)
        self.about["proposed"], self.about["proposed_too"] = (replace(whose, id=row) for row in proposed)

    def outbox(self) -> None:
        """Nothing is due; one post to a channel waits for Margaret's word."""

        def held(session: Session) -> int:
            session.exec(delete(Outgoing).where(col(Outgoing.due_at) < MONDAY + 12 * HOUR))  # but what can be undone
            session.exec(delete(Job))
            row = Outgoing(
                team_id=TEAM_ID,
                key="invitation:held",
                kind=Kind.INVITATION,
                weight=Weight.ANSWER,
                recipient=Recipient.CHANNEL,
                target=GENERAL,
                arguments={"programme": self.flip},
                state=OutgoingState.HELD,
                due_at=MONDAY - DAY,
                attempts=1,
                problem="unsure",
            )
            session.add(row)
            session.flush()
            return row.id or 0

        self.about["held"] = replace(self.about["programme"], id=self.company.run(held))


def build(company: Company) -> dict[str, About]:
    """Two programmes: Margaret's with pairs at every stage, Edith's with a match run that waits for her word."""
    building = Building(company)
    building.meetings()
    building.stories()
    building.proposals()
    building.runs()
    building.outbox()
    return building.about


@contextmanager
def open_world() -> Iterator[World]:
    """The world with the bot running in it, a guest and somebody whose account is deactivated."""
    with tempfile.TemporaryDirectory(prefix="flipside-world-") as folder:
        office = Office(Path(folder), MONDAY, PROGRAMME_MANAGERS=f"{MARGARET},{EDITH}")
        try:
            engine = make_engine(f"sqlite:///{folder}/flipside.db")
            migrate.upgrade(engine)
            engine.dispose()
            company = company_at(Path(folder) / "flipside.db")
            about = build(company)
            company.close()
            office.post("user", id=GUEST, name="guest", real_name="Gus Guest", is_restricted=True)
            office.post("user", id=GONE, name="gone", real_name="Gone Girl", deleted=True)
            office.start()
            office.settle()
            world = World(office, about)
            yield world
            world.close()
        finally:
            office.close()
