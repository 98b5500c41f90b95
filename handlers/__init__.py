"""Slack in, one service call, one view out: one file per feature."""

from types import ModuleType

from handlers import (
    do_not_match,
    enrolment,
    feedback,
    help,
    home,
    launch,
    match_settings,
    matching,
    meetings,
    outbox,
    privacy,
    programmes,
    proposals,
    review,
    status,
    stories,
    ways_out,
)

FEATURES: tuple[ModuleType, ...] = (
    review,
    match_settings,
    launch,
    do_not_match,
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
