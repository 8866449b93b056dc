"""The office's own page and the demo's: Starlette, server-sent events, no build step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.web.asks import PageAsks
    from adapters.web.server import WebAdapter
    from bot.chat import Surroundings
    from bot.chat.page import Entrance

__all__ = ["connect", "first_message_id"]


def connect(
    settings: Mapping[str, object],
    around: Surroundings,
    *,
    asks: PageAsks,
    entrance: Entrance | None = None,
    first_id: int = 0,
) -> WebAdapter:
    """Return the adapter; without an *entrance* it is the demo's page.

    Message ids begin with *first_id*, which must be above those of every earlier run.
    """
    from adapters.web.server import WebAdapter  # noqa: PLC0415 - checking settings needs no server

    del settings  # it has none of its own
    return WebAdapter(around, asks, first_id=first_id or first_message_id(), entrance=entrance)


def first_message_id() -> int:
    """Milliseconds of the wall clock: larger from run to run while the clock goes forward."""
    return time.time_ns() // 1_000_000
