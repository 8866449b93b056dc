"""Logs as JSON lines on standard error; never with an inquirer's name or number."""

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_UNSEEN = "1**********"


def log_lines(level: int = logging.INFO) -> None:
    """Write what is *level* or graver, our own and the libraries' alike, a JSON object a line."""
    shared = (
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_numbers,
    )
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Looked up at each line: whoever redirects standard error means ours too.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[clean, _without_numbers, render]
        )
    )
    # Libraries speak of their own affairs at INFO, and some of addresses that hold tokens.
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler])


def log_nothing_but_errors() -> None:
    """Keep a terminal readable: the demo's page says the rest."""
    log_lines(logging.ERROR)


def _without_numbers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hide what looks like a mobile number, wherever it slipped in (an exception's words)."""
    return {
        key: _MOBILE.sub(_UNSEEN, value) if isinstance(value, str) else value
        for key, value in event.items()
    }
