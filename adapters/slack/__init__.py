"""Slack: Socket Mode or HTTP in, Block Kit out, slack-bolt and slack-sdk as transport only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.slack.settings import GaveUp, Pace, SlackSettings, WrongAppToken, WrongToken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adapters.slack.adapter import Slack
    from bot.chat import Surroundings

__all__ = ["GaveUp", "Pace", "SlackSettings", "WrongAppToken", "WrongToken", "connect"]


def connect(
    settings: Mapping[str, object], around: Surroundings, *, pace: Pace | None = None
) -> Slack:
    """Make the adapter; nothing is sent before ``run``.

    *settings* are the fields of `SlackSettings`; *pace* replaces the waiting times.

    Raises:
        ValueError: a key is missing, unknown or one too many.
    """
    # Reading payloads and checking settings must not cost the import of the whole SDK.
    from adapters.slack.adapter import Slack  # noqa: PLC0415 - the whole SDK

    return Slack(SlackSettings.of(settings), around, pace=pace or Pace())
