"""One database for all tests of a process, which each of them finds as it was after the roster was loaded."""

import sqlite3
from collections.abc import Iterator

import pytest

from storage import migrate
from storage.database import make_engine
from tests.services.building import Company, company_at


@pytest.fixture(scope="session")
def shared_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Company, sqlite3.Connection]]:
    """A company whose roster is loaded, and a copy of its database. One engine, because it compiles each query once."""
    path = tmp_path_factory.mktemp("company") / "flipside.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    made = company_at(path)
    made.roster()
    first = sqlite3.connect(":memory:")
    connection = made.engine.raw_connection()
    connection.driver_connection.backup(first)  # type: ignore[union-attr]
    connection.close()
    yield made, first
    first.close()
    made.close()


@pytest.fixture
def company(shared_company: tuple[Company, sqlite3.Connection]) -> Company:
    """A company with nothing in it but the roster."""
    made, first = shared_company
    connection = made.engine.raw_connection()
    first.backup(connection.driver_connection)  # type: ignore[arg-type]
    connection.close()
    return made
