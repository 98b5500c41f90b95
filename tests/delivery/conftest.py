"""Offices without a roster: who reports to whom plays no part here."""

from collections.abc import Iterator

import pytest

from tests.office import Office, open_office


@pytest.fixture
def office() -> Iterator[Office]:
    with open_office(roster=False) as opened:
        yield opened


@pytest.fixture
def refusing() -> Iterator[Office]:
    """An office in which Slack shall refuse messages as malformed."""
    with open_office(roster=False, may_be_refused=True) as opened:
        yield opened
