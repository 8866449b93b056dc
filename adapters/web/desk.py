"""What the page needs of the office: its name, its past; for the demo people, clock and story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat.page import Told


@dataclass(frozen=True)
class Person:
    """Somebody of the office; *key* is the staff number (工号), *line* the role shown."""

    key: str
    name: str
    title: str
    department: str
    room: str
    line: str


@dataclass(frozen=True)
class Team:
    """A department's channel (科室群); *key* is the department."""

    key: str
    name: str


@dataclass(frozen=True)
class Clock:
    """The office's time, and when the next alarm falls; both aware, in the office's zone."""

    now: datetime
    next: datetime | None


@dataclass(frozen=True, kw_only=True)
class StoryStep:
    """One step of the 90-second story: at most one of *say*, *press*, *wind*, else only a look.

    *who* is the person whose phone is shown and who acts; *team* the channel shown beside it; both
    stay as they were when empty. *say* is typed and sent; ``{number}`` in it stands for the number
    of the first card of the story. *press* is the beginning of a button's label, looked for from
    the newest message of the chat upwards. With *in_team* both happen in the channel. *wind* is
    handed to the clock.
    """

    caption: str
    caption_en: str = ""
    who: str = ""
    team: str = ""
    say: str = ""
    press: str = ""
    wind: str = ""
    in_team: bool = False


class WebDesk(Protocol):
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


class DemoDesk(WebDesk, Protocol):
    """The demo's office: anybody may be picked, and its clock wound."""

    @property
    def story(self) -> Sequence[StoryStep]:
        """The 90-second story; empty for none."""

    def people(self) -> Sequence[Person]:
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
