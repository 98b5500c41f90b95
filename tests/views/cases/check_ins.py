"""The question after a meeting, feedback, and the last words to a pair."""

from dataclasses import replace

from bot.facts.feedback import FeedbackForm
from bot.facts.meetings import CheckInFacts, CheckInState, PairEnd
from bot.views import check_ins as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cast import ADA, DELETED, FLIP, GRACE, MEETING

ASKED = CheckInFacts(meeting_id=40, programme=FLIP, number=2, starts_at=MEETING, other=GRACE, state=CheckInState.ASKED)
MOVED = replace(ASKED, state=CheckInState.MOVED)
NOT_HELD = replace(ASKED, state=CheckInState.NOT_HELD)
FEEDBACK = FeedbackForm(
    meeting_id=40,
    number=2,
    other=GRACE,
    free_to_speak=4,
    learned="That she reads every comment",
    will_do="Write down what I would change",
)
END = PairEnd(pair_id=12, programme=FLIP, other=GRACE, met=6, role=Role.MENTOR)

CASES = [
    *cases(
        views.check_in,
        asked=ASKED,
        other_deleted=replace(ASKED, other=DELETED),
        rate=replace(ASKED, state=CheckInState.RATE),
        tell_more=replace(ASKED, state=CheckInState.TELL_MORE),
        thanks=replace(ASKED, state=CheckInState.THANKS),
        moved=MOVED,
        moved_to_book=replace(MOVED, book=12),
        not_held=NOT_HELD,
        not_held_to_book=replace(NOT_HELD, book=12),
        closed=replace(ASKED, state=CheckInState.CLOSED),
    ),
    *cases(
        views.feedback_modal,
        "filled",
        empty=replace(FEEDBACK, free_to_speak=None, learned="", will_do=""),
        filled=FEEDBACK,
        other_deleted=replace(FEEDBACK, other=DELETED),
    ),
    *cases(
        views.completed,
        mentor=END,
        mentee=replace(END, other=ADA, role=Role.MENTEE),
        one_meeting=replace(END, met=1),
        other_deleted=replace(END, other=DELETED),
    ),
    *cases(views.ended, one=END, other_deleted=replace(END, other=DELETED)),
]
