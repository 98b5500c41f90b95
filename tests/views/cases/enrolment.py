"""Joining: which role, the modal, the welcome."""

from dataclasses import replace

from bot.facts.enrolment import AskRole, Joined, JoinForm, Waiting
from bot.views import enrolment as views
from storage.enums import Role
from tests.views.case import cases
from tests.views.cast import BOLD, FLIP, ORPHAN

TOPICS = tuple(enumerate(FLIP.topics, start=5))
MENTEE = JoinForm(FLIP, Role.MENTEE, TOPICS)
MOST = JoinForm(
    FLIP, Role.MENTOR, tuple((n, f"Topic {n}") for n in range(1, 21)), tuple(range(20, 0, -1)), "How you decide"
)
JOINED = Joined(FLIP, Role.MENTEE, changed=False)

CASES = [
    *cases(
        views.ask_role,
        one=AskRole(FLIP),
        empty=AskRole(ORPHAN),
        many=AskRole(BOLD),
        mentor=AskRole(FLIP, (Role.MENTOR,)),
        mentee=AskRole(FLIP, (Role.MENTEE,)),
        both=AskRole(FLIP, tuple(Role)),
    ),
    *cases(
        views.join_modal,
        "many",
        one=replace(MENTEE, topic_options=TOPICS[:1]),
        mentee=MENTEE,
        mentor=replace(MENTEE, role=Role.MENTOR),
        again=replace(MENTEE, topics=(6, 5), goal="How juniors really work with AI"),
        many=MOST,
    ),
    *cases(
        views.joined,
        mentee=JOINED,
        mentor=replace(JOINED, role=Role.MENTOR),
        changed=replace(JOINED, changed=True),
        no_manager=replace(JOINED, programme=ORPHAN),
        managers=replace(JOINED, programme=BOLD),
    ),
    *cases(views.still_waiting, mentor=Waiting(FLIP, Role.MENTOR), mentee=Waiting(BOLD, Role.MENTEE)),
]
