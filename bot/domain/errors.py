"""A rule says no (Refusal), or an answer cannot be read (Unclear). Values only: words are templates.

The words of ``NotYours`` stand in ``templates/<lang>/refusals/not_yours.j2``, and so on.
"""

from dataclasses import dataclass

from bot.domain.office import OfficerId, Role


@dataclass(eq=False)
class Refusal(Exception):
    """Said to who asked for it; the turn's changes are undone."""


@dataclass(eq=False)
class Unclear(Exception):
    """An answer cannot be read; *why* names the hint, *wanted* what would do."""

    why: str
    wanted: str = ""


@dataclass(eq=False)
class Defect(Refusal):
    """The bot's own fault: said politely, logged in full."""


@dataclass(eq=False)
class NoSuchInquiry(Refusal):
    """No inquiry of that number."""

    number: str


@dataclass(eq=False)
class ChangedMeanwhile(Refusal):
    """Somebody else saved it between reading and saving."""

    number: str


@dataclass(eq=False)
class NotYours(Refusal):
    """Someone other than the holder tried to act on an inquiry."""

    number: str
    holder: OfficerId


@dataclass(eq=False)
class NotForYou(Refusal):
    """Someone not on the case asked to see it."""

    number: str
    first_responder: OfficerId


@dataclass(eq=False)
class NotYourRole(Refusal):
    """The command or button belongs to others: those of *roles*."""

    command: str
    roles: frozenset[Role] = frozenset()


@dataclass(eq=False)
class NotAllowedNow(Refusal):
    """The inquiry's state does not allow the step."""

    number: str
    state: str
    holder: OfficerId


@dataclass(eq=False)
class UsedButton(Refusal):
    """The button's step is over."""

    number: str
    holder: OfficerId
    state: str


@dataclass(eq=False)
class OldButton(Refusal):
    """The button speaks of the catalogue as it was; its card is shown anew."""

    number: str


@dataclass(eq=False)
class StillOwes(Refusal):
    """An account with open debts is not closed (1.15): *numbers* of what is still owed."""

    officer: OfficerId
    numbers: tuple[str, ...]


@dataclass(eq=False)
class ReasonNeeded(Refusal):
    """A referral returned without a reason is refused (9.4)."""

    number: str


@dataclass(eq=False)
class SecondReturn(Refusal):
    """After two returns only the head or leader names the officer (9.4)."""

    number: str
    decides: OfficerId


@dataclass(eq=False)
class NobodyThere(Refusal):
    """Nobody can be found for it: no officer, no head, no leader."""

    department: str


@dataclass(eq=False)
class HasLeft(Refusal):
    """The person named is no longer on the staff."""

    officer: OfficerId


@dataclass(eq=False)
class UrgedToday(Refusal):
    """At most so many urges a working day (4.6)."""

    number: str


@dataclass(eq=False)
class NothingToUrge(Refusal):
    """Not overdue and nothing owed by anybody else."""

    number: str
    holder: OfficerId


@dataclass(eq=False)
class TriedAlready(Refusal):
    """Attempts to reach count at most once a half-day (2.3)."""

    number: str


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    """Ten minutes are over, or somebody has acted since."""

    number: str


@dataclass(eq=False)
class NothingToUndo(Refusal):
    """No own step of the last ten minutes."""


@dataclass(eq=False)
class BadDate(Refusal):
    """A date that cannot be: in the past, or not a day."""

    said: str


@dataclass(eq=False)
class TooLong(Refusal):
    """A text over the limit."""

    limit: int
