"""外出 and 回来 in one line, and what becomes of what is in hand (10.6)."""

from bot import lines
from bot.commands import do
from bot.commands.away import ComeBack, GoAway, in_hands_of
from bot.commands.handle import TransferInquiry
from bot.dialogs.talk import Talk
from bot.domain.messages import PostKind
from bot.domain.office import NOBODY, OfficerId
from bot.ports.values import Part
from bot.turns.owing import listed


def away(talk: Talk, text: str) -> None:
    """「外出 明天到周三 开会」; without dates the way to say it is told."""
    hours, now = talk.turn.office.hours, talk.turn.now
    period = lines.parse_period(text, today=hours.today(now), working=hours.calendar.is_working)
    if period is None or period[1] < hours.today(now):
        talk.say("replies/away_how")
        return
    first, last, message = period
    absence = do(GoAway(officer=talk.me.id, first=first, last=last, message=message), talk.turn)
    in_hand = in_hands_of(talk.turn, talk.me.id)
    deputy = absence.deputy
    args = (first.isoformat(), last.isoformat(), deputy, str(len(in_hand)), message)
    talk.show("away", args=args)


def back(talk: Talk, _: str) -> None:
    """「回来」."""
    found = do(ComeBack(talk.me.id), talk.turn)
    talk.say("replies/back" if found else "replies/not_away")


def hand_all(talk: Talk, _: int, arg: str) -> None:
    """都交…: everything in hand goes to the deputy; no date moves."""
    for inquiry in in_hands_of(talk.turn, talk.me.id):
        talk.do(TransferInquiry(inquiry.id, OfficerId(arg), talk.me.id, why="away"))
    talk.face(0, "handed")


def hand_each(talk: Talk, _: int, arg: str) -> None:
    """逐件选: one line an inquiry, each with its button."""
    parts = tuple(
        Part("hand-item", inquiry.id, args=(arg,)) for inquiry in in_hands_of(talk.turn, talk.me.id)
    )
    if parts:
        talk.show_parts(listed(parts), kind=PostKind.LIST)
    talk.face(0, "chosen")


def keep(talk: Talk, inquiry: int, _: str) -> None:
    """不交，我跟."""
    talk.face(inquiry, "kept")


def hand_over(talk: Talk, inquiry: int, arg: str) -> None:
    """交…, one inquiry."""
    talk.do(TransferInquiry(inquiry, OfficerId(arg) or NOBODY, talk.me.id, why="away"))
