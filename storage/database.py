"""One writer thread, a small pool of readers, one transaction per call.

A write function runs inside `BEGIN IMMEDIATE` in the one writer thread; nothing in it can call Slack, because nothing
in it is asynchronous. After a commit that owed somebody a message `on_owed` is called, so that the sender wakes.
A disk that is full, a database that is locked or a server that is away is an error of one call, never of the process:
`problem` says what it was until `probe` could write again.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeGuard, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlmodel import Session

P = ParamSpec("P")
R = TypeVar("R")

OWED = "owed"  # key in session.info: this transaction owes somebody a message or some work
LOCKED_SECONDS = 2.0  # how long another process's lock is waited for: less than the three seconds of an ack
REASON_LENGTH = 120

Failure = sa.exc.DBAPIError  # what a call raises when the database fails
MISTAKES = (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.ProgrammingError)  # of ours, and of one call


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, FULL, foreign keys, BEGIN IMMEDIATE) or PostgreSQL; makes a SQLite file's folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)  # no typed text in an error's message
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, connect_args={"check_same_thread": False, "timeout": LOCKED_SECONDS}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own begin below, not the driver's lazy one
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A read and then a write in a deferred transaction can fail at once with "database is locked".
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _for_reading(engine: Engine) -> Engine:
    """The same engine for reads: one snapshot a transaction, and no way to write in it."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def is_to_blame(error: Exception) -> TypeGuard[Failure]:
    """Whether the database itself failed: full, locked, away. What was to be done can be done later."""
    return isinstance(error, Failure) and not isinstance(error, MISTAKES)


def reason(error: Failure) -> str:
    """What the database said, in one short line without any value of a row."""
    return (str(error.orig).splitlines() or [""])[0][:REASON_LENGTH]


class Database:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = _for_reading(engine)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self.on_owed: Callable[[], None] = lambda: None
        self.problem = ""  # why a call failed, if the database was to blame; until `probe` succeeds

    async def write(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(session, ...)` as one transaction in the writer thread; returns once it is on disk.

        Raises Failure if the database fails: then nothing was changed.
        """

        def transaction() -> tuple[R, bool]:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                result = fn(session, *args, **kwargs)
                session.flush()
                owed = bool(session.info.get(OWED))
            return result, owed

        result, owed = await self._run(self._writer, transaction)
        if owed:
            self.on_owed()
        return result

    async def read(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(session, ...)` on a snapshot in a reader thread. Raises Failure if the database fails."""

        def snapshot() -> R:
            with Session(self._reading, expire_on_commit=False) as session, session.begin():
                return fn(session, *args, **kwargs)

        return await self._run(self._readers, snapshot)

    async def probe(self) -> None:
        """After a problem: really writes to the disk, and leaves nothing there. Raises Failure if that fails."""

        def touch(session: Session) -> None:  # SQLite writes nothing for a row that is set to what it is
            connection = session.connection()
            connection.exec_driver_sql("INSERT INTO submission (view, at) VALUES ('probe', '2000-01-01')")
            connection.exec_driver_sql("DELETE FROM submission WHERE view = 'probe'")

        await self.write(touch)
        self.problem = ""

    @staticmethod
    def trouble(error: Exception) -> str:
        """What an error of a call says of the database; empty if that is not to blame."""
        return reason(error) if is_to_blame(error) else ""

    async def _run(self, threads: ThreadPoolExecutor, call: Callable[[], R]) -> R:
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, call)
        except Failure as error:
            self.problem = self.trouble(error) or self.problem
            raise

    def close(self) -> None:
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()
