"""One writer thread, a small pool of readers, one transaction per call.

A write function runs inside `BEGIN IMMEDIATE` in the one writer thread; nothing in it can call Slack, because nothing
in it is asynchronous. After a commit that owed somebody a message `on_owed` is called, so that the sender wakes.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlmodel import Session

P = ParamSpec("P")
R = TypeVar("R")

OWED = "owed"  # key in session.info: this transaction owes somebody a message or some work


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, FULL, foreign keys, BEGIN IMMEDIATE) or PostgreSQL; makes a SQLite file's folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 5})

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
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


class Database:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(reading=True)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self.on_owed: Callable[[], None] = lambda: None

    async def write(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(session, ...)` as one transaction in the writer thread; returns once it is on disk."""

        def transaction() -> tuple[R, bool]:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                result = fn(session, *args, **kwargs)
                session.flush()
                owed = bool(session.info.get(OWED))
            return result, owed

        result, owed = await asyncio.get_running_loop().run_in_executor(self._writer, transaction)
        if owed:
            self.on_owed()
        return result

    async def read(self, fn: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `fn(session, ...)` on a snapshot in a reader thread."""

        def snapshot() -> R:
            with Session(self._reading, expire_on_commit=False) as session, session.begin():
                return fn(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, snapshot)

    def close(self) -> None:
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()
