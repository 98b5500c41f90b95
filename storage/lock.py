"""One process per database. Held by the operating system or the server, so a killed process locks nobody out."""

import fcntl
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

ADVISORY = 7_145_823_096  # any number that no other application uses for its advisory locks


class Held(Protocol):
    def check(self) -> None:
        """Makes sure that the lock is still ours. Raises TakenAlready if another process has it by now."""

    def close(self) -> None: ...


class TakenAlready(Exception):
    """Another process runs on this database."""


def take(engine: Engine) -> Held:
    """Takes the lock until the returned object is closed or the process ends. Raises TakenAlready."""
    if engine.url.get_backend_name() == "sqlite":
        return _FileLock(Path(engine.url.database or "").resolve())
    return _ServerLock(engine)


class _FileLock:
    """A lock on a file beside the database. By its resolved name: two names of one file are one database."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}.lock").open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise TakenAlready from None

    def check(self) -> None:
        """The operating system takes it from nobody who is alive."""

    def close(self) -> None:
        self._file.close()


class _ServerLock:
    """An advisory lock. It lives as long as its connection: a server that was restarted has forgotten it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = self._take()

    def _take(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            taken = connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY})
        except BaseException:
            connection.close()
            raise
        if not taken:
            connection.close()
            raise TakenAlready
        return connection

    def check(self) -> None:
        try:
            if self._connection is None:
                self._connection = self._take()
            self._connection.scalar(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:  # the server is away, and nobody can write; once it is back the lock is taken again
            self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # not back into the pool: its end is what gives the lock back
            self._connection.close()
            self._connection = None
