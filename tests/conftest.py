"""The fixed cast: Ada (mentor), Grace (mentee), Linus (mentee without a pair), Margaret (programme manager), Charlie
(must not see anything)."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.office import Office, open_office

settings.register_profile("flipside", deadline=None)  # a machine that is busy is no failure
settings.load_profile("flipside")


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office() as opened:
        yield opened
