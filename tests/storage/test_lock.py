"""One process per database, on both; a process that is killed locks nobody out."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bot.demo.process import ROOT
from storage import lock
from storage.database import make_engine
from tests.databases import NewDatabase

HOLDER = """
    import sys
    from storage import lock
    from storage.database import make_engine

    held = lock.take(make_engine(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield holder
    finally:
        holder.kill()
        holder.communicate()


def test_a_second_process_is_refused_until_the_first_one_ends(database_url: str) -> None:
    engine = make_engine(database_url)
    with held_elsewhere(database_url) as holder:
        with pytest.raises(lock.TakenAlready):
            lock.take(engine)
        holder.communicate()  # its input ends, and so does it
        lock.take(engine).close()
    engine.dispose()


def test_a_killed_process_locks_nobody_out(database_url: str) -> None:
    engine = make_engine(database_url)
    with held_elsewhere(database_url) as holder:
        holder.kill()
        holder.wait()
        for _ in range(50):  # PostgreSQL notices that the connection broke within moments
            try:
                lock.take(engine).close()
            except lock.TakenAlready:
                continue
            break
        else:
            raise AssertionError("still locked")
    engine.dispose()


def test_closing_gives_it_back(database_url: str) -> None:
    engine = make_engine(database_url)
    held = lock.take(engine)
    held.check()
    held.close()
    held.close()
    with held_elsewhere(database_url):
        pass
    engine.dispose()


def test_two_databases_are_two_locks(database_url: str, tmp_path: Path) -> None:
    other = make_engine(f"sqlite:///{tmp_path}/other.db")
    engine = make_engine(database_url)
    held = [lock.take(engine), lock.take(other)]
    for each in held:
        each.close()
    engine.dispose()
    other.dispose()


def test_two_names_of_one_sqlite_file_are_one_database(tmp_path: Path) -> None:
    (tmp_path / "real.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    first, second = (make_engine(f"sqlite:///{tmp_path}/{name}.db") for name in ("real", "link"))
    held = lock.take(first)
    with pytest.raises(lock.TakenAlready):
        lock.take(second)
    held.close()


def test_a_server_that_forgot_the_lock_is_asked_again(new_postgresql: NewDatabase) -> None:
    url = new_postgresql()
    engine = make_engine(url)
    held = lock.take(engine)
    kill_connections(url)
    held.check()  # this one finds out ...
    held.check()  # ... and this one takes it again
    other = make_engine(url)
    with pytest.raises(lock.TakenAlready):
        lock.take(other)
    kill_connections(url)
    held.check()
    stolen = lock.take(other)
    with pytest.raises(lock.TakenAlready):
        held.check()
    stolen.close()
    engine.dispose()
    other.dispose()


def kill_connections(url: str) -> None:
    """As if the server had been restarted."""
    parts = make_url(url)
    with psycopg.connect(
        host=str(parts.query["host"]), user=parts.username, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [parts.database]
        )
