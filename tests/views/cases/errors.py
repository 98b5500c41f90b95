"""Errors as messages and as small modals; tests/views/test_errors.py reads every sentence."""

from bot.errors import NotAllowed, UserError
from bot.views import errors as views
from tests.views.case import Several, cases
from tests.views.cast import LONDON

WORD = UserError("unknown_word", word="hepl", command="/mentoring")
TOPIC = UserError("long_topic", field="topics", topic="A topic that goes on and on", most=60)

CASES = [
    *cases(views.message, "word", one=NotAllowed(), word=WORD, topic=TOPIC),
    *cases(views.modal, "topic", one=NotAllowed(), word=WORD, topic=TOPIC),
    *cases(views.as_modal, one=Several([views.message(NotAllowed(), LONDON)])),
    *cases(views.unknown, one="3fa2c1"),
    *cases(views.unsaved),
]
