"""What a manager sees of a message that could not be delivered."""

from dataclasses import replace

from bot.facts.outgoing import Problem
from bot.views import outbox as views
from storage.enums import Kind
from tests.views.case import cases

UNSURE = Problem(row_id=77, kind=Kind.STORY, code="unsure", user_id=None, channel="C0STORIES", settled=False)
IN_CHANNEL = replace(UNSURE, code="not_in_channel")

CASES = [
    *cases(views.unsure_post, one=UNSURE, settled=replace(UNSURE, settled=True)),
    *cases(
        views.problem,
        not_in_channel=IN_CHANNEL,
        channel_not_found=replace(IN_CHANNEL, code="channel_not_found"),
        is_archived=replace(IN_CHANNEL, code="is_archived"),
        refused=replace(IN_CHANNEL, code="invalid_blocks"),
        pair=Problem(78, Kind.INTRODUCTION, "unsure", None, None, settled=False),
        unreachable=Problem(79, Kind.BOOK, "user_disabled", "U0GRACE", None, settled=False),
        settled=replace(IN_CHANNEL, settled=True),
    ),
    *cases(views.link_modal, one=77),
]
