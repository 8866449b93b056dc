"""Clocks (时限): who owes what until when, and how far their ladder has been heard."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.copies import replace
from bot.domain.office import OfficerId


class ClockKind(StrEnum):
    """What a clock counts to; a ruleset names it so in ``[limits]`` and ``[ladder]``."""

    REFER = "refer"  # the referral (转办)
    URGENT = "urgent"  # an emergency, in minutes
    CONTACT = "contact"  # the first call to the inquirer
    FINISH = "finish"  # the answer (办结)
    DIRECT = "direct"  # the leader's decision (批办)
    FOLLOW_UP = "follow_up"  # the follow-up (回访)
    REDO = "redo"  # the answer after a bad grade
    SUPPLEMENT = "supplement"  # the inquirer's papers (补件)
    HALL = "hall"  # somebody waits in the hall
    PROMISE = "promise"  # the new date given in answer to an urge
    CALL = "call"  # what a visitor who came is called for
    HELP = "help"  # what is owed in place of an officer not at his desk (帮办)
    EXTENSION = "extension"  # the answer to a request for more time
    APPOINTMENT = "appointment"  # a date agreed with the inquirer

    @property
    def answers_the_inquirer(self) -> bool:
        """Its date is that of the matter itself: what is missed of it counts as late."""
        return self in (ClockKind.FINISH, ClockKind.REDO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One limit of one inquiry; moments UTC-aware.

    *heard* is the moment up to which rungs were told; *alarm* the next moment something is to be
    told, ``None`` for never. *quiet* is true once an urge was answered with reason and new date:
    the ladder rests, the miss stays. *fallback_at* is when the bot urges in the first
    responder's place.
    """

    kind: ClockKind
    owner: OfficerId
    started: datetime
    due: datetime
    heard: datetime
    alarm: datetime | None = None
    stopped: datetime | None = None
    paused: datetime | None = None
    quiet: bool = False
    missed: bool = False
    urgent: bool = False
    provisional: bool = False
    since: datetime | None = None  # what the limit counts from, where that is not `started`
    limit: str = ""  # ``5wd``; empty where a person gave the date
    fallback_at: datetime | None = None
    shift: timedelta = timedelta()  # by how much the steps still to come were put off
    place: int = -1  # of a clock that was put off, the last step taken
    taken: tuple[tuple[str, datetime], ...] = ()  # steps of the ladder, by view, when last taken

    @property
    def running(self) -> bool:
        """Neither stopped nor waiting for the inquirer or another unit."""
        return self.stopped is None and self.paused is None

    def taken_at(self, view: str) -> datetime | None:
        """When the step of this view was taken last; ``None`` if it never was."""
        return next((at for taken, at in self.taken if taken == view), None)

    def take(self, view: str, at: datetime) -> "Clock":
        """Remember that a step was really taken."""
        others = tuple(each for each in self.taken if each[0] != view)
        return replace(self, taken=(*others, (view, at)))

    def stop(self, at: datetime) -> "Clock":
        """Met or missed for good; nothing more is told of it."""
        missed = self.missed or at > self.due
        return replace(self, stopped=at, paused=None, alarm=None, fallback_at=None, missed=missed)
