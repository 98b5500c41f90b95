"""An office for the command line: the sandbox and the bot, which a test may break."""

from collections.abc import Iterator

import pytest

from tests.office import Office


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for a whole file; tests leave it as they find it. What Slack refuses here, it shall refuse."""
    office = Office(tmp_path_factory.mktemp("office"))
    try:
        office.load_roster()
        office.start()
        yield office
    finally:
        office.close()
