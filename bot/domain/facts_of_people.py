"""What has happened to people's accounts: facts about no inquiry, so that *inquiry* is 0."""

from dataclasses import dataclass

from bot.domain.facts import Fact
from bot.domain.office import OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBound(Fact):
    """An account was tied to *officer*; *by* empty: by himself."""

    officer: OfficerId
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEnded(Fact):
    """解绑 of an account of *officer*."""

    officer: OfficerId
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEnded(Fact):
    """A browser may come in as *officer* no more."""

    officer: OfficerId
    name: str
