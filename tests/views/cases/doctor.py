"""The test message of `python -m bot check --post`."""

from bot.views import doctor as views
from tests.views.case import cases

CASES = [*cases(views.test_message)]
