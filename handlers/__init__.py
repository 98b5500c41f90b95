"""Slack in, one service call, one view out: one file per feature."""

from types import ModuleType

from handlers import (
    enrolment,
    feedback,
    help,
    home,
    matching,
    meetings,
    outbox,
    privacy,
    programmes,
    proposals,
    status,
    stories,
    ways_out,
)

FEATURES: tuple[ModuleType, ...] = (
    help,
    programmes,
    enrolment,
    matching,
    proposals,
    meetings,
    feedback,
    stories,
    home,
    ways_out,
    privacy,
    status,
    outbox,
)
