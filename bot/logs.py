"""Log lines: ids and codes, one JSON object a line; never a token, a message's text or feedback.

An exception's message may quote what somebody typed, and so may a library's line: of both only what cannot is logged.
"""

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from structlog.typing import EventDict, WrappedLogger

ROOT = f"{Path(__file__).resolve().parents[1]}/"
MOST_FRAMES = 15
MOST_CAUSES = 4
LONGEST_DETAIL = 200
SECRET = re.compile(r"\bx(ox[a-z]|app)-[\w.-]+|(?<=ticket=)\w+|(?<=://)[^/@\s]+(?=@)")


def configure(level: str, stream: TextIO | None = None) -> None:
    """Sends our own lines of this level, and other libraries' warnings, to stderr."""
    number = logging.getLevelNamesMapping()[level]
    out = _NeverInTheWay(stream or sys.stderr)
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # it logs whole payloads on a warning
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _exceptions,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(out),  # type: ignore[arg-type]  # it writes and flushes
    )
    sys.excepthook = _crashed


class _NeverInTheWay:
    """A stream on a full disk loses lines; it never stops a message or an ack."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(SECRET.sub("...", text))

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


class _Lines(logging.Formatter):
    """Other libraries' lines in the same form, cut where their own words end and values begin."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage()
        if record.name != "py.warnings":  # those begin with a file's name, and quote nobody
            said = re.split(r"[(:\n]", said, maxsplit=1)[0]
        line: dict[str, Any] = {
            "logger": record.name,
            "event": said.strip()[:LONGEST_DETAIL],
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = describe(record.exc_info[1])
        return json.dumps(line)


def _exceptions(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["exception"] = describe(error)
    return event


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    structlog.get_logger().critical("crashed", exc_info=error)


def describe(error: BaseException) -> list[dict[str, Any]]:
    """An exception and its causes: what they are and where, and only such details as quote nobody."""
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < MOST_CAUSES:
        said: dict[str, Any] = {"type": type(current).__qualname__}
        if detail := _detail(current):
            said["detail"] = detail[:LONGEST_DETAIL]
        said["where"] = _frames(current.__traceback__)
        chain.append(said)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def _detail(error: BaseException) -> str:
    """A code of ours or of Slack's, or the reason of the system or the database."""
    response = getattr(error, "response", None)  # slack_sdk's errors
    if response is not None:
        data = getattr(response, "data", None)
        code = data.get("error", "") if isinstance(data, dict) else ""
        return f"{getattr(response, 'status_code', '')} {code if re.fullmatch('[a-z_]+', str(code)) else ''}".strip()
    if isinstance(error, OperationalError | InterfaceError):
        return str(error.orig).partition("\n")[0]
    if isinstance(error, OSError):
        return error.strerror or ""
    code = getattr(error, "code", "")
    return code if isinstance(code, str) else ""


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.removeprefix(ROOT)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-MOST_FRAMES:]
