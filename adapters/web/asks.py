"""What the page needs of the office: its name, its past; for the demo people, clock and story."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.chat.page import Clock, Colleague, StoryStep, Team, Told


class PageAsks(Protocol):
    """The office behind the page, handed in by the app."""

    @property
    def office(self) -> str:
        """The office's name, as in the header."""

    @property
    def language(self) -> str:
        """``zh`` or ``en``: the page's language unless ``?lang=`` says otherwise."""

    def now(self) -> datetime:
        """Return the office's time, aware and in the office's zone."""

    async def history(self, chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        """Return the newest messages older than *before* (empty: of all), oldest first."""


class DemoAsks(PageAsks, Protocol):
    """The demo's office: anybody may be picked, and its clock wound."""

    @property
    def story(self) -> Sequence[StoryStep]:
        """The 90-second story; empty for none."""

    def people(self) -> Sequence[Colleague]:
        """Return everybody who can be picked, in the order shown."""

    def teams(self) -> Sequence[Team]:
        """Return the channels, in the order shown."""

    async def clock(self) -> Clock:
        """Return the time and the next alarm."""

    async def wind(self, to: str) -> Clock:
        """Wind by ``1h``, ``1wd``, ``5wd`` or to ``next``; all that fell due is then sent.

        Raises:
            ValueError: *to* is none of these; its words are shown.
        """
