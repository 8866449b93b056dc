"""Who somebody is according to Slack, and the direct message he is written to in."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.slack.api import Api
from adapters.slack.errors import NO_ANSWER, code_of

log = structlog.get_logger(__name__)

MOST_REMEMBERED = 10_000
USER = re.compile(r"[UW][A-Z0-9]{2,}")
"""What an account's id looks like; a chat of that name is the person's direct message."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person's name as Slack shows it, and the e-mail the workspace vouches for ("": none)."""

    name: str = ""
    email: str = ""


class People:
    """Asks Slack once for each person, and remembers."""

    def __init__(self, api: Api, *, seconds: float) -> None:
        """*seconds*: how long a message may wait for its sender's name."""
        self.team = ""
        self._api = api
        self._seconds = seconds
        self._known: dict[str, Known] = {}
        self._chats: dict[str, str] = {}
        self._complained: set[str] = set()

    async def of(self, user: str) -> Known:
        """Return who it is; nothing, where Slack does not say or not soon enough."""
        if user in self._known:
            return self._known[user]
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._api.read("users.info", user=user)
            known = known_from(answer["user"], self.team)
        except (*NO_ANSWER, KeyError) as error:
            code = code_of(error) or type(error).__name__
            if code not in self._complained:
                self._complained.add(code)
                log.warning("slack.person_unknown", error=code)
            return Known()
        _remember(self._known, user, known)
        return known

    async def names(self, text: str) -> dict[str, str]:
        """Return what the people mentioned in a text are called, by id."""
        mentioned = set(re.findall(rf"<@({USER.pattern})[|>]", text))
        return {user: (await self.of(user)).name for user in sorted(mentioned)}

    async def chat(self, user: str) -> str:
        """Return the direct message with a person, opened if it was not.

        Raises:
            SlackClientError, ClientError, TimeoutError, OSError: it cannot be had now, or ever.
        """
        if user not in self._chats:
            answer = await self._api.call("conversations.open", users=user)
            _remember(self._chats, user, str(answer["channel"]["id"]))
        return self._chats[user]


def known_from(user: Mapping[str, Any], team: str) -> Known:
    """Read a user of ``users.info``.

    An address is taken from the workspace's own people alone: a guest from another workspace has
    whatever address his own administrator gave him.
    """
    profile = user.get("profile", {})
    name = profile.get("display_name") or profile.get("real_name") or user.get("name", "")
    foreign = user.get("is_stranger") or not _is_of(user, team)
    doubtful = foreign or user.get("deleted") or user.get("is_email_confirmed") is False
    return Known(name, "" if doubtful else profile.get("email", ""))


def _is_of(user: Mapping[str, Any], team: str) -> bool:
    teams = user.get("enterprise_user", {}).get("teams", [])
    return user.get("team_id") == team or team in teams


def _remember(kept: dict[str, Any], key: str, value: object) -> None:
    """Keep it; of too many the oldest is forgotten."""
    kept[key] = value
    if len(kept) > MOST_REMEMBERED:
        del kept[next(iter(kept))]
