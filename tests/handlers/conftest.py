"""One world for all tests of a file; each test finds it as it was at the start."""

from collections.abc import Iterator

import pytest

from tests.handlers.world import World, open_world


@pytest.fixture(scope="module")
def shared_world() -> Iterator[World]:
    with open_world() as opened:
        yield opened


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    """The shared world, put back after the test."""
    yield shared_world
    shared_world.restore()


@pytest.fixture
def unchanged(world: World) -> Iterator[World]:
    """A world in which nothing may change in the test."""
    yield world
    assert world.tables() == world.first
