"""One table: for each kind of message, who reads its facts, which view shows it, and who is told that it is out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.views import View
from sqlmodel import Session

from bot.facts.actor import Actor
from bot.facts.reader import Reader
from bot.services import (
    booking,
    check_ins,
    held,
    home,
    launch,
    matching,
    meetings,
    pairs,
    programmes,
    proposals,
    rounds,
    stories,
    story_reading,
)
from bot.services.outbox import Read
from bot.views import check_ins as check_ins_view
from bot.views import enrolment as enrolment_view
from bot.views import home as home_view
from bot.views import launch as launch_view
from bot.views import matching as matching_view
from bot.views import meetings as meetings_view
from bot.views import outbox as outbox_view
from bot.views import pairs as pairs_view
from bot.views import programmes as programmes_view
from bot.views import proposals as proposals_view
from bot.views import stories as stories_view
from bot.views.message import Message
from storage.enums import Kind

Show = Callable[[Any, Reader], Message]
ShowHome = Callable[[Any, Reader], View]
Sent = Callable[[Session, Actor, Mapping[str, Any], str, str, datetime], None]


@dataclass(frozen=True)
class Entry:
    read: Read
    show: Show | ShowHome
    sent: Sent | None = None


MESSAGES: dict[Kind, Entry] = {
    Kind.HOME: Entry(home.facts, home_view.home),
    Kind.WELCOME: Entry(programmes.welcome, programmes_view.welcome),
    Kind.INVITATION: Entry(programmes.invitation, programmes_view.invitation),
    Kind.MATCH_SUMMARY: Entry(matching.summary, matching_view.summary),
    Kind.MENTOR_ASKED: Entry(proposals.card, proposals_view.card, proposals.asked),
    Kind.MENTEE_ASKED: Entry(proposals.card, proposals_view.card, proposals.asked),
    Kind.PROPOSAL_REMINDER: Entry(proposals.reminder, proposals_view.card),
    Kind.STILL_WAITING: Entry(rounds.waiting, enrolment_view.still_waiting),
    Kind.LAUNCH_LIST: Entry(launch.launch_list, launch_view.launch_list),
    Kind.VIOLATION: Entry(rounds.violation, matching_view.violation),
    Kind.INTRODUCTION: Entry(pairs.introduction, pairs_view.introduction, pairs.introduced),
    Kind.BOOK: Entry(booking.reminder, meetings_view.reminder, booking.reminded),
    Kind.NEW_DATE: Entry(booking.reminder, meetings_view.reminder, booking.reminded),
    Kind.CANCELLED: Entry(booking.reminder, meetings_view.reminder, booking.reminded),
    Kind.BOOK_AGAIN: Entry(booking.reminder, meetings_view.reminder, booking.reminded),
    Kind.BOOK_HELP: Entry(booking.reminder, meetings_view.reminder, booking.reminded),
    Kind.STALLED: Entry(booking.stalled, meetings_view.stalled),
    Kind.BOOKED: Entry(meetings.date_facts, meetings_view.booked),
    Kind.DAY_BEFORE: Entry(meetings.date_facts, meetings_view.day_before),
    Kind.CALLED_OFF: Entry(meetings.called_off, meetings_view.called_off),
    Kind.CHECK_IN: Entry(check_ins.facts, check_ins_view.check_in, check_ins.asked),
    Kind.COMPLETED: Entry(check_ins.pair_end, check_ins_view.completed),
    Kind.ENDED: Entry(check_ins.pair_end, check_ins_view.ended),
    Kind.STORY_OFFER: Entry(story_reading.offer_facts, stories_view.offer),
    Kind.STORY_PREVIEW: Entry(story_reading.preview, stories_view.preview),
    Kind.STORY_REVIEW: Entry(story_reading.review, stories_view.review),
    Kind.STORY_DECLINED: Entry(story_reading.declined, stories_view.declined),
    Kind.STORY: Entry(story_reading.story, stories_view.story, stories.posted),
    Kind.STORY_POSTED: Entry(story_reading.posted_facts, stories_view.posted),
    Kind.PROBLEM: Entry(held.problem, outbox_view.problem),
    Kind.UNSURE_POST: Entry(held.problem, outbox_view.unsure_post),
}
