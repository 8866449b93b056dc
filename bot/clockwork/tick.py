"""What the clocks do when their moment has come: one tick is one turn or several, each committed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.clockwork.daily import do_daily, next_daily
from bot.commands import do
from bot.commands.emergency import ReferItself
from bot.commands.entitled import held
from bot.commands.resend import ResendPost
from bot.commands.undo import UNDO_FOR
from bot.commands.urge import UrgeFormally, UrgeInquiry
from bot.domain.errors import Refusal
from bot.domain.facts import RungReached
from bot.domain.inquiry import Inquiry
from bot.domain.ladder import FORMAL_URGE
from bot.domain.office import NOBODY
from bot.domain.ruleset import SELF_REFERRAL
from bot.domain.urging import fallback_due, hear
from bot.ports.store import Work
from bot.turns.codes import forget_shown
from bot.turns.record import flush_items, record
from bot.turns.slice import Slice
from bot.turns.turn import Turn

_DO: Mapping[str, Callable[[int], object]] = {
    FORMAL_URGE: UrgeFormally,
    SELF_REFERRAL: ReferItself,
}
"""What a step of a ladder does besides telling."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something said that waits a moment for more: when next, and what is done with it then."""

    next: Callable[[Work], datetime | None]
    due: Callable[[Turn], None]


def tick(turn: Turn, awaited: Awaited, piece: Slice, *, without: Collection[int] = ()) -> bool:
    """Let due clocks speak, then the day's first things; True if there is more to do at once.

    A *piece* of it: what is left over is done in the next turn. *without* are inquiries that were
    found to be the bot's own fault.
    """
    awaited.due(turn)
    forget_shown(turn)
    for stage in (
        _undo_is_over,
        _send_wanted_again,
        partial(_hear_due, without=without),
        do_daily,
        flush_items,
    ):
        stage(turn, piece)
        if piece.spent:
            return True
    return False


def next_alarm(turn: Turn, awaited: Awaited) -> datetime | None:
    """When the next tick has something to do; ``None``: nothing is owed by anybody."""
    work = turn.work
    moments = [
        work.inquiries.next_alarm(),
        work.posts.next_held(work.now),
        work.items.next_held(work.now),
        awaited.next(work),
        next_daily(turn),
    ]
    return min((m for m in moments if m is not None), default=None)


def _hear_due(turn: Turn, piece: Slice, *, without: Collection[int]) -> None:
    found = turn.work.inquiries.due(turn.now, piece.left + len(without))
    for inquiry in [each for each in found if each.id not in without][: piece.left]:
        _hear(turn, inquiry)
        piece.spend()


def _hear(turn: Turn, inquiry: Inquiry) -> None:
    urge_now = fallback_due(inquiry, at=turn.now)
    if urge_now:
        _urge_in_his_place(turn, inquiry)
        inquiry = held(turn, inquiry.id, NOBODY)
    after, facts = hear(inquiry, at=turn.now, office=turn.under(inquiry))
    record(turn, after, facts)
    for fact in facts:
        if isinstance(fact, RungReached) and fact.rung in _DO:
            do(_DO[fact.rung](inquiry.id), turn)
    turn.aged(inquiry.id)


def _undo_is_over(turn: Turn, piece: Slice) -> None:
    """Ten minutes after a step its [撤回] goes from the cards that still show it."""
    for last in turn.work.undos.oldest(piece.left):
        if turn.now - last.at <= UNDO_FOR:
            return
        turn.work.undos.drop(last.inquiry)
        turn.look_again(last.inquiry)
        piece.spend()


def _send_wanted_again(turn: Turn, piece: Slice) -> None:
    """What was wanted again at the terminal (`shouwen outbox retry`)."""
    for post in turn.work.posts.wanted_again()[: piece.left]:
        do(ResendPost(post.id), turn)
        piece.spend()


def _urge_in_his_place(turn: Turn, inquiry: Inquiry) -> None:
    """系统代催; where a rule of the urge stands against it, only the waiting ends."""
    try:
        do(UrgeInquiry(inquiry.id, NOBODY), turn)
    except Refusal:
        clocks = tuple(replace(c, fallback_at=None) for c in inquiry.clocks)
        record(turn, replace(inquiry, clocks=clocks), ())
