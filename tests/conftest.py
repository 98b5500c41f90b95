"""The fixed cast: Ada (mentor), Grace (mentee), Linus (mentee without a pair), Margaret (programme manager), Charlie
(must not see anything)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import NAMES, NewDatabase, new_sqlite, postgresql
from tests.office import Office, open_office

settings.register_profile("flipside", deadline=None)  # a machine that is busy is no failure
settings.load_profile("flipside")


def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: at least four, as most tests wait for a bot or a server most of the time."""
    return max(4, os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demo's tests first: they share one demo, and what stands first is not shared out among processes."""
    items.sort(key=lambda item: item.path.parent.name != "demo")


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office() as opened:
        yield opened


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[NewDatabase]:
    """A PostgreSQL server for this process; each call makes an empty database."""
    with postgresql() as new:
        yield new


@pytest.fixture(params=NAMES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        return new_sqlite(tmp_path)
    new: NewDatabase = request.getfixturevalue("new_postgresql")
    return new()
