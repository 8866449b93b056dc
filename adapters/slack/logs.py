"""What Slack's libraries have to say, without the words of people, tokens and addresses in it."""

import logging

import structlog

log = structlog.get_logger(__name__)


class _Reticent(logging.Handler):
    """Tells where something was amiss: the texts may hold whole messages, or a secret address."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.warning("slack.library", where=record.funcName, error=error)


QUIET = logging.getLogger("shouwen.slack")
"""The logger handed to slack-bolt and slack-sdk."""
QUIET.setLevel(logging.WARNING)
QUIET.propagate = False
if not QUIET.handlers:
    QUIET.addHandler(_Reticent())
