"""What the demo's page asks of the office: who can be picked, the channels, the clock to wind."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.chat.page import Clock, Colleague, History, StoryStep, Team, Told
from bot.demo.story import story
from bot.domain.office import Directory
from bot.domain.rules import Office
from bot.serving.page import colleague


class DemoOffice:
    """The page's ``PageAsks``: field by field what ``adapters.web`` describes."""

    def __init__(
        self,
        office: Office,
        directory: Directory,
        *,
        name: str,
        now: Callable[[], datetime],
        next_alarm: Callable[[], Awaitable[datetime | None]],
        wind: Callable[[str], Awaitable[None]],
        history: History,
    ) -> None:
        """*name* is the header's; *wind* raises ValueError with the words to show."""
        self.office = name
        self.language = office.language
        self.story: tuple[StoryStep, ...] = story(office.language)
        self._hours = office.hours
        self._people = tuple(
            colleague(officer) for officer in directory.officers.values() if officer.active
        )
        self._teams = _teams(directory)
        self._now, self._next_alarm, self._wind = now, next_alarm, wind
        self._history = history

    def people(self) -> tuple[Colleague, ...]:
        """Everybody, as the directory lists them."""
        return self._people

    def teams(self) -> tuple[Team, ...]:
        """The channels, those with duties of their own first."""
        return self._teams

    def now(self) -> datetime:
        """The office's time."""
        return self._hours.local(self._now())

    async def history(self, chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        """What stood in a chat before the page was opened, or the demo started again."""
        return await self._history(chat, before=before, at_most=at_most)

    async def clock(self) -> Clock:
        """The time, and when the next alarm falls."""
        alarm = await self._next_alarm()
        return Clock(self.now(), self._hours.local(alarm) if alarm else None)

    async def wind(self, to: str) -> Clock:
        """Wind the clock; what fell due is sent when this returns.

        Raises:
            ValueError: *to* cannot be read; its words are shown.
        """
        await self._wind(to)
        return await self.clock()


def _teams(directory: Directory) -> tuple[Team, ...]:
    busy = {duty.department for duty in directory.duties.values()}
    listed = sorted(directory.departments.values(), key=lambda d: d.name not in busy)
    return tuple(Team(d.name, d.label) for d in listed)
