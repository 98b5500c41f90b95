"""What a manager sees of a message that could not be delivered."""

from dataclasses import replace

from bot.facts.outgoing import Problem
from bot.views import outbox as views
from storage.enums import Kind
from tests.views.case import cases

UNSURE = Problem(row_id=77, kind=Kind.STORY, code="unsure", user_id=None, channel="C0STORIES", settled=False)
IN_CHANNEL = replace(UNSURE, code="not_in_channel")
PAIR = Problem(78, Kind.INTRODUCTION, "unsure", None, None, settled=False)
PERSON = Problem(79, Kind.BOOK, "user_disabled", "U0GRACE", None, settled=False)

CASES = [
    *cases(views.unsure_post, one=UNSURE, settled=replace(UNSURE, settled=True)),
    *cases(
        views.problem,
        not_in_channel=IN_CHANNEL,
        channel_not_found=replace(IN_CHANNEL, code="channel_not_found"),
        is_archived=replace(IN_CHANNEL, code="is_archived"),
        refused=replace(IN_CHANNEL, code="invalid_blocks"),
        pair=PAIR,
        pair_unreachable=replace(PAIR, code="invalid_user_combination"),
        person=replace(PERSON, code="unsure"),
        person_refused=replace(PERSON, code="unrenderable"),
        unreachable=PERSON,
        dm_gone=replace(PERSON, code="channel_not_found"),
        settled=replace(IN_CHANNEL, settled=True),
    ),
    *cases(views.link_modal, one=77),
]
