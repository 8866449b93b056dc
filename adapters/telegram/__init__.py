"""Telegram: polling or a webhook in, HTML messages out, python-telegram-bot as transport only."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from adapters.telegram.settings import (
    GaveUp,
    NoPublicUrl,
    Pace,
    TelegramSettings,
    TokenInUse,
    WebhookRefused,
    WrongToken,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram.request import BaseRequest

    from adapters.telegram.adapter import Telegram
    from bot.chat import Surroundings

__all__ = [
    "GaveUp",
    "NoPublicUrl",
    "Pace",
    "TelegramSettings",
    "TokenInUse",
    "WebhookRefused",
    "WrongToken",
    "connect",
]


def connect(
    settings: Mapping[str, object],
    around: Surroundings,
    *,
    request: BaseRequest | None = None,
    pace: Pace | None = None,
) -> Telegram:
    """Make the adapter; nothing is sent before ``run``.

    *settings* are the fields of `TelegramSettings`. *request* replaces the HTTP client (for a
    benchmark), *pace* the waiting times.

    Raises:
        ValueError: naming the key that is missing, unknown or not understood.
    """
    # Reading payloads and checking settings must not cost the import of the whole SDK.
    from adapters.telegram.adapter import Telegram  # noqa: PLC0415

    # PTB 22 warns at each 429 unless told that a timedelta is expected.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    # httpx tells every address, and so the token, at INFO; PTB tells what it cannot parse.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    given = TelegramSettings.of(settings)
    return Telegram(given, around, request=request, pace=pace or Pace())
