"""Booking, messages about a date, and the reminders."""

from dataclasses import replace

from bot.facts.meetings import BookingForm, BookingReminder, BookingStep, MeetingFacts, MeetingView, Stalled
from bot.views import meetings as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cast import ADA, BOLD, DAY, DELETED, FLIP, GRACE, MEETING, ORPHAN

FORM = BookingForm(
    pair_id=12,
    number=3,
    planned=6,
    minutes=60,
    other=ADA,
    earliest=DAY,
    suggested=MEETING,
    place="",
    meeting=None,
    version=0,
)
REMINDER = BookingReminder(
    pair_id=12, programme=FLIP, step=BookingStep.FIRST, other=ADA, number=3, booked_for=None, over=False
)
STALLED = Stalled(pair_id=12, programme=FLIP, mentor=ADA, mentee=GRACE, number=3, settled=False)
BOOKED = MeetingFacts(
    meeting_id=40,
    programme=FLIP,
    number=3,
    starts_at=MEETING,
    minutes=60,
    place="The café downstairs",
    role=Role.MENTEE,
    other=ADA,
    mine=True,
    moved=False,
    state=MeetingView.STANDS,
)
STATES = {state: replace(BOOKED, state=state) for state in MeetingView if state is not MeetingView.STANDS}

CASES = [
    *cases(
        views.booking_modal,
        "move",
        new=FORM,
        move=replace(FORM, meeting=40, version=2, place="The café downstairs"),
        other_deleted=replace(FORM, other=DELETED),
    ),
    *cases(
        views.reminder,
        "help",
        **{str(step): replace(REMINDER, step=step) for step in BookingStep},
        two_managers=replace(REMINDER, step=BookingStep.HELP, programme=BOLD),
        no_manager=replace(REMINDER, step=BookingStep.HELP, programme=ORPHAN),
        booked=replace(REMINDER, over=True, booked_for=MEETING),
        over=replace(REMINDER, over=True),
    ),
    *cases(
        views.stalled, one=STALLED, settled=replace(STALLED, settled=True), deleted=replace(STALLED, mentor=DELETED)
    ),
    *cases(
        views.booked,
        mine=BOOKED,
        theirs=replace(BOOKED, mine=False, role=Role.MENTOR, other=GRACE),
        moved_here=replace(BOOKED, moved=True),
        no_place=replace(BOOKED, place=""),
        to_book_again=replace(STATES[MeetingView.CANCELLED], rebook=12),
        **STATES,
    ),
    *cases(
        views.day_before,
        stands=BOOKED,
        no_place=replace(BOOKED, place=""),
        to_book_again=replace(STATES[MeetingView.CANCELLED], rebook=12),
        **STATES,
    ),
    *cases(views.called_off, one=replace(BOOKED, role=Role.MENTOR, other=GRACE, state=MeetingView.CANCELLED)),
]
