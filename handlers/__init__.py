"""Slack in, one service call, one view out: one file per feature."""

from types import ModuleType

from handlers import enrolment, feedback, help, matching, meetings, programmes, proposals, stories

FEATURES: tuple[ModuleType, ...] = (help, programmes, enrolment, matching, proposals, meetings, feedback, stories)
