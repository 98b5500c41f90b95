"""One writer, readers with a snapshot, one transaction a call; on both databases."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from storage import migrate
from storage.database import OWED, Database, Failure, is_to_blame, make_engine, reason
from storage.models import Person

TEAM = "T0NORTHWIND"


def add(session: Session, user_id: str) -> int:
    person = Person(team_id=TEAM, user_id=user_id, name="A name that nobody shall read in a log")
    session.add(person)
    session.flush()
    return person.id or 0


def everybody(session: Session) -> list[str]:
    return sorted(session.exec(select(Person.user_id)).all())


def opened(url: str) -> Database:
    engine = make_engine(url)
    migrate.upgrade(engine)
    return Database(engine)


def test_a_write_is_all_or_nothing_and_a_read_sees_it(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        await database.write(add, "U0ADA")
        assert await database.read(everybody) == ["U0ADA"]

        def half(session: Session) -> None:
            add(session, "U0GRACE")
            raise LookupError

        with pytest.raises(LookupError):
            await database.write(half)
        assert await database.read(everybody) == ["U0ADA"]
        assert database.problem == ""
        database.close()

    asyncio.run(main())


def test_writes_come_one_after_the_other(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        inside, most = 0, 0

        def one(session: Session, number: int) -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            add(session, f"U0{number:03d}")
            inside -= 1

        await asyncio.gather(*(database.write(one, number) for number in range(50)))
        assert most == 1
        assert len(await database.read(everybody)) == 50
        database.close()

    asyncio.run(main())


def test_a_read_sees_one_moment_even_if_something_is_written_meanwhile(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        began, written = threading.Event(), threading.Event()

        def twice(session: Session) -> tuple[list[str], list[str]]:
            first = everybody(session)
            began.set()
            assert written.wait(10)
            session.expire_all()
            return first, everybody(session)

        reading = asyncio.create_task(database.read(twice))
        await asyncio.to_thread(began.wait, 10)
        await database.write(add, "U0ADA")
        written.set()
        assert await reading == ([], [])
        assert await database.read(everybody) == ["U0ADA"]
        database.close()

    asyncio.run(main())


def test_a_read_cannot_write(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        with pytest.raises(Failure):
            await database.read(add, "U0ADA")
        await database.write(add, "U0GRACE")
        assert await database.read(everybody) == ["U0GRACE"]
        database.close()

    asyncio.run(main())


def test_whoever_sends_is_told_after_the_commit_of_something_owed(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        told: list[int] = []
        database.on_owed = lambda: told.append(1)
        await database.write(add, "U0ADA")
        assert told == []

        def owing(session: Session) -> None:
            session.info[OWED] = True

        await database.write(owing)
        assert told == [1]
        database.close()

    asyncio.run(main())


def test_an_error_tells_neither_values_nor_blames_the_database_for_a_mistake_of_ours(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)
        await database.write(add, "U0ADA")
        with pytest.raises(sa.exc.IntegrityError) as caught:
            await database.write(add, "U0ADA")
        assert "A name that nobody" not in str(caught.value)
        assert not is_to_blame(caught.value)
        assert database.problem == ""
        assert "A name" not in reason(caught.value)
        database.close()

    asyncio.run(main())


def test_a_problem_is_known_until_something_can_be_written_again(database_url: str) -> None:
    async def main() -> None:
        database = opened(database_url)

        def broken(session: Session) -> None:
            raise sa.exc.OperationalError("SELECT 1", None, OSError("disk I/O error\nwith details"))

        with pytest.raises(Failure):
            await database.write(broken)
        assert database.problem == "disk I/O error"
        await database.write(add, "U0ADA")
        assert database.problem == "disk I/O error"  # not everything that is called a write writes
        await database.probe()
        assert database.problem == ""
        database.close()

    asyncio.run(main())


def test_times_and_json_come_back_as_they_were(database_url: str) -> None:
    moment = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=2)))

    async def main() -> None:
        database = opened(database_url)

        def keep(session: Session) -> None:
            session.add(Person(team_id=TEAM, user_id="U0ADA", paused_until=moment))

        await database.write(keep)
        (found,) = await database.read(lambda session: session.exec(select(Person.paused_until)).all())
        assert found == moment
        assert found is not None
        assert found.utcoffset() is not None
        assert found.astimezone(UTC).hour == 0
        database.close()

    asyncio.run(main())
