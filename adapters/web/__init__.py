"""The web chat and demo page: Starlette, server-sent events, one page without a build step."""

import time

from adapters.web.desk import Clock, Person, StoryStep, Team, WebDesk
from adapters.web.server import WebAdapter, WebSettings

__all__ = [
    "Clock",
    "Person",
    "StoryStep",
    "Team",
    "WebAdapter",
    "WebDesk",
    "WebSettings",
    "connect",
]


def connect(settings: WebSettings, *, desk: WebDesk) -> WebAdapter:
    """Take the port and return the adapter; its `url` is right from here on.

    Raises:
        OSError: the port is taken.
        ValueError: the host is not a loopback address.
    """
    # Message ids go on from the wall clock, so that they grow from run to run.
    adapter = WebAdapter(settings, desk, first_id=time.time_ns() // 1_000_000)
    adapter.bind()
    return adapter
