"""The web chat and demo page: Starlette, server-sent events, one page without a build step."""

import time
from collections.abc import Mapping

from adapters.web.desk import Clock, Person, StoryStep, Team, WebDesk
from adapters.web.server import WebAdapter
from bot.chat import Surroundings

__all__ = [
    "Clock",
    "Person",
    "StoryStep",
    "Team",
    "WebAdapter",
    "WebDesk",
    "connect",
]


def connect(settings: Mapping[str, object], around: Surroundings, *, desk: WebDesk) -> WebAdapter:
    """Return the adapter."""
    del settings  # it has none of its own
    # Message ids go on from the wall clock, so that they grow from run to run.
    return WebAdapter(around, desk, first_id=time.time_ns() // 1_000_000)
