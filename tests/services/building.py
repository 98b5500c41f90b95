"""A programme built through the services alone, without Slack: for tests of the services, and as a world to click in.

Every deed is one transaction, as in the bot; `now` is an argument everywhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bot.demo.company import ADA, GRACE, MARGARET, PEOPLE, STORIES, TEAM
from bot.facts.actor import Actor
from bot.facts.enrolment import CONSENT_VERSION, JoinAnswer
from bot.facts.meetings import BookingAnswer, Outcome
from bot.facts.people import Profile
from bot.facts.programmes import ProgrammeForm
from bot.facts.stories import Appearance, StoryWords
from bot.services import check_ins, enrolment, meetings, pairs, programmes, proposals, stories, workspaces
from bot.services.people import RosterRow, import_roster
from storage import enrolment as stored_enrolment
from storage import meetings as stored_meetings
from storage import people as stored_people
from storage import programmes as stored_programmes
from storage import stories as stored_stories
from storage.database import make_engine
from storage.enums import ProposalState, Role, RunState
from storage.models import MatchRun, Pair, Participant, Programme, Proposal

P = ParamSpec("P")
R = TypeVar("R")

TEAM_ID = TEAM["id"]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TOPICS = ("AI tools", "Social media", "Belonging here")
WORDS = StoryWords("A director learns to prompt", "We tried it.", "We do it weekly.", Appearance.NAMES)


def actor(user_id: str, *, may_create: bool = False, team: str = TEAM_ID) -> Actor:
    return Actor(team, user_id, may_create)


def profile(user_id: str, **changes: Any) -> Profile:
    """What Slack says of somebody of the made-up company."""
    found = {person[0]: person for person in PEOPLE}.get(user_id)
    _, name, title, zone, locale, *_ = found or (user_id, user_id.title(), "", "UTC", "en-GB")
    known = {"name": name, "title": title, "zone": zone, "language": locale.replace("-", "_")}
    return Profile(user_id=user_id, **{**known, **changes})


def _hurry(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # a test that loses power is run again


class Company:
    """A database with nobody in it but the roster, and hands to build with."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        sa.event.listen(self.engine, "connect", _hurry)
        self.do(workspaces.start, actor(""), "U0FLIPSIDE")

    def close(self) -> None:
        self.engine.dispose()

    # one transaction

    def run(self, fn: Callable[[Session], R]) -> R:
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            result = fn(session)
            session.flush()
            return result

    def do(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """One service call, as one transaction."""
        return self.run(lambda session: fn(session, *args, **kwargs))

    def get(self, kind: type[R], row_id: int) -> R:
        """A row as it is now."""
        return self.run(lambda session: session.get_one(kind, row_id))

    def all(self, table: type[R], /, **where: Any) -> list[R]:
        """Rows by equal columns, oldest first."""
        return self.run(lambda session: list(session.scalars(sa.select(table).filter_by(**where))))

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every table as it is now."""
        tables = SQLModel.metadata.sorted_tables
        return self.run(
            lambda session: {
                table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
                for table in tables
            }
        )

    # people and programmes

    def roster(self) -> None:
        rows = [RosterRow(user, boss, department, level) for user, _, _, _, _, boss, department, level in PEOPLE]
        self.do(import_roster, actor(""), rows)

    def programme(
        self, manager: str = MARGARET, name: str = "Flip 2026", now: datetime = MONDAY, **changes: Any
    ) -> int:
        """A programme; returns its id."""
        values = {
            "goal": "See our company through younger eyes",
            "topics": TOPICS,
            "stories_channel": STORIES,
            "meetings_planned": 6,
            "weeks_between": 4,
            "minutes": 60,
        }
        form = ProgrammeForm(name=name, **{**values, **changes})
        self.do(programmes.create, actor(manager, may_create=True), form, profile(manager), now)
        return next(p.id or 0 for p in self.all(Programme, name=name))

    def join(
        self,
        programme_id: int,
        user_id: str,
        role: Role,
        now: datetime = MONDAY,
        goal: str = "",
        topics: tuple[str, ...] = TOPICS[:1],
    ) -> int:
        """Enrols somebody; returns the participant's id."""

        def joined(session: Session) -> int:
            ids = {topic.name: topic.id or 0 for topic in stored_programmes.topics(session, programme_id)}
            answer = JoinAnswer(
                tuple(ids[name] for name in topics), goal or f"What {user_id} came for", CONSENT_VERSION
            )
            enrolment.join(session, actor(user_id), programme_id, role, answer, profile(user_id), now)
            person = stored_people.find(session, TEAM_ID, user_id)
            assert person is not None
            participant = stored_enrolment.find(session, programme_id, person.id or 0, role)
            assert participant is not None
            return participant.id or 0

        return self.run(joined)

    # proposals and pairs

    def propose(self, programme_id: int, mentor_id: int, mentee_id: int, now: datetime = MONDAY) -> int:
        """A proposal of an approved run, with the mentor asked; returns its id."""

        def proposed(session: Session) -> int:
            manager = stored_programmes.managers(session, programme_id)[0]
            run = MatchRun(programme_id=programme_id, asked_by=manager.id or 0, asked_at=now, state=RunState.APPROVED)
            session.add(run)
            session.flush()
            proposal = Proposal(run_id=run.id or 0, mentor_id=mentor_id, mentee_id=mentee_id, score=100)
            session.add(proposal)
            session.flush()
            proposals.ask_mentor(session, session.get_one(Programme, programme_id), proposal, now)
            return proposal.id or 0

        return self.run(proposed)

    def users_of(self, pair: Pair | Proposal) -> tuple[str, str]:
        """(mentor, mentee) as Slack user ids."""

        def users(session: Session) -> tuple[str, str]:
            ids = []
            for participant_id in (pair.mentor_id, pair.mentee_id):
                participant = session.get_one(Participant, participant_id)
                person = session.get_one(stored_people.Person, participant.person_id)
                ids.append(person.user_id)
            return ids[0], ids[1]

        return self.run(users)

    def pair(
        self,
        programme_id: int,
        mentor: str = ADA,
        mentee: str = GRACE,
        now: datetime = MONDAY,
        *,
        introduced: bool = True,
    ) -> int:
        """Two people who have joined, said yes and been introduced; returns the pair's id."""
        mentor_id = self.join(programme_id, mentor, Role.MENTOR, now)
        mentee_id = self.join(programme_id, mentee, Role.MENTEE, now)
        proposal = self.propose(programme_id, mentor_id, mentee_id, now)
        self.do(proposals.accept, actor(mentor), proposal, now)
        self.do(proposals.accept, actor(mentee), proposal, now)
        assert self.get(Proposal, proposal).state is ProposalState.ACCEPTED
        pair_id = next(pair.id or 0 for pair in self.all(Pair, proposal_id=proposal))
        if introduced:
            self.do(pairs.introduced, actor(""), {"pair": pair_id}, f"C0GROUP{pair_id}", "1.0", now)
        return pair_id

    # meetings

    def book(self, pair_id: int, at: datetime, now: datetime, by: str = "", place: str = "") -> int:
        """Books the next date, or moves the one that stands, to a moment in UTC; returns the meeting's id."""
        who = by or self.users_of(self.get(Pair, pair_id))[1]
        zone = self.run(lambda session: stored_people.find(session, TEAM_ID, who)).zone
        local = at.astimezone(ZoneInfo(zone))
        answer = BookingAnswer(local.date().isoformat(), local.strftime("%H:%M"), place)
        ahead = self.do(stored_meetings.current, pair_id)
        meeting, version = (ahead.id, ahead.date_version) if ahead else (None, 0)
        self.do(meetings.book, actor(who), pair_id, meeting, version, answer, now)
        booked = self.do(stored_meetings.current, pair_id)
        assert booked is not None
        return booked.id or 0

    def say(
        self, meeting_id: int, user_id: str, outcome: Outcome, now: datetime, posted_at: datetime | None = None
    ) -> None:
        """What somebody says of a meeting, under a question of `posted_at`; None for whichever stands there now."""
        self.do(check_ins.answer, actor(user_id), meeting_id, outcome, posted_at, now)

    def meet(self, pair_id: int, at: datetime) -> int:
        """A meeting booked a day ahead and held, as the mentee says an hour after it; returns its id."""
        meeting = self.book(pair_id, at, at - DAY)
        self.say(meeting, self.users_of(self.get(Pair, pair_id))[1], Outcome.MET, at + 2 * HOUR)
        return meeting

    # stories

    def write(self, pair_id: int, by: str, now: datetime, words: StoryWords = WORDS) -> int:
        """A new story; returns its id."""
        self.do(stories.write, actor(by), pair_id, words, now)
        story = self.do(stored_stories.open_of_pair, pair_id)
        assert story is not None
        return story.id or 0


def company_at(path: Path) -> Company:
    """A company on the migrated SQLite file at `path`."""
    return Company(f"sqlite:///{path}")
