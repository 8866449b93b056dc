"""催办, its answer, and the bot's own part in it (4.6)."""

from dataclasses import dataclass
from datetime import date

from bot.commands.entitled import directs, held
from bot.domain.errors import NotYours
from bot.domain.inquiry import Inquiry, UrgeKind
from bot.domain.office import NOBODY, OfficerId
from bot.domain.urging import answer_urge, formally_urge, urge
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class UrgeInquiry:
    """*by* empty: the bot in the first responder's place. *how*: bot or phone."""

    inquiry: int
    by: OfficerId
    how: UrgeKind = UrgeKind.BOT


def urge_inquiry(command: UrgeInquiry, turn: Turn) -> Inquiry:
    """The first responder, his deputy in force and those above may urge."""
    inquiry = turn.inquiry(command.inquiry)
    roster = turn.work.roster
    today = turn.office.hours.today(turn.now)
    entitled = {NOBODY, inquiry.follower, roster.acting(inquiry.follower, today)}
    if command.by not in entitled and not directs(command.by, inquiry, roster):
        raise NotYours(inquiry.number, inquiry.follower)
    after, facts = urge(
        inquiry, by=command.by, at=turn.now, office=turn.under(inquiry), how=command.how
    )
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class AnswerUrge:
    """The reason, and the day it will be done."""

    inquiry: int
    reason: str
    promised: date
    by: OfficerId


def answered_urge(command: AnswerUrge, turn: Turn) -> Inquiry:
    """Promise a date; the miss stays."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = answer_urge(
        inquiry,
        reason=command.reason,
        promised=command.promised,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry),
    )
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class UrgeFormally:
    """The ladder asks for a numbered 催办通知书."""

    inquiry: int


def urged_formally(command: UrgeFormally, turn: Turn) -> Inquiry:
    """Number the document in its own series of the year."""
    inquiry = turn.inquiry(command.inquiry)
    year = turn.office.hours.today(turn.now).year
    document = turn.under(inquiry).rules.formal_number.format(
        office=turn.under(inquiry).short, year=year, n=turn.work.next_number(f"formal/{year}")
    )
    after, facts = formally_urge(inquiry, document=document, at=turn.now)
    return record(turn, after, facts, before=inquiry)
