"""The fixed cast: Ada (mentor), Grace (mentee), Linus (mentee without a pair), Margaret (programme manager), Charlie
(must not see anything)."""

from collections.abc import Iterator

import pytest

from tests.office import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office() as opened:
        yield opened
