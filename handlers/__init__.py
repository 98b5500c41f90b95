"""Slack in, one service call, one view out: one file per feature."""

from types import ModuleType

from handlers import enrolment, help, matching, programmes, proposals

FEATURES: tuple[ModuleType, ...] = (help, programmes, enrolment, matching, proposals)
