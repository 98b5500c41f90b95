"""Both commands' help."""

from bot.views import help as views
from tests.views.case import cases

CASES = [*cases(views.participants), *cases(views.managers)]
