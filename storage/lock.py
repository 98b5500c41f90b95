"""One process per database. Held by the operating system or the server, so a killed process locks nobody out."""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Engine

ADVISORY = 7_145_823_096  # any number that no other application uses for its advisory locks


class Held(Protocol):
    def close(self) -> None: ...


class TakenAlready(Exception):
    """Another process runs on this database."""


def take(engine: Engine) -> Held:
    """Takes the lock until the returned object is closed or the process ends. Raises TakenAlready."""
    if engine.url.get_backend_name() == "sqlite":
        path = Path(f"{engine.url.database}.lock")
        file = path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise TakenAlready from None
        return file
    connection = engine.connect()
    if not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY}):
        connection.close()
        raise TakenAlready
    with suppress(sa.exc.InvalidRequestError):
        connection.commit()  # the lock belongs to the connection, not to a transaction that would stay open
    return connection
