"""A migrated database in a file for each test; migrated once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrate
from storage.database import make_engine
from tests.services.building import Company, company_at


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with this version's tables."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def company(migrated: Path, tmp_path: Path) -> Iterator[Company]:
    """A company whose roster is loaded."""
    path = tmp_path / "flipside.db"
    shutil.copy(migrated, path)
    made = company_at(path)
    made.roster()
    yield made
    made.close()
