"""What the assignee's, the head's and the leader's buttons do."""

from datetime import date

from bot.commands.direct import DirectInquiry
from bot.commands.emergency import CalmDown, TakeInHand
from bot.commands.entitled import directs
from bot.commands.handle import (
    AcceptInquiry,
    AddNote,
    ContactInquirer,
    SendBack,
    TransferInquiry,
)
from bot.commands.urge import AnswerUrge
from bot.dialogs.talk import Talk
from bot.dialogs.where import tell_where
from bot.domain.errors import BadDate, NotYours
from bot.domain.inquiry import State
from bot.domain.office import OfficerId


def accept(talk: Talk, inquiry: int, _: str) -> None:
    """签收."""
    talk.do(AcceptInquiry(inquiry, talk.me.id))


def contact(talk: Talk, inquiry: int, _: str) -> None:
    """联系了."""
    talk.do(ContactInquirer(inquiry, talk.me.id))


def send_back(talk: Talk, inquiry: int, arg: str) -> None:
    """不是我的, for a reason of the list; any other is typed."""
    if arg == "other":
        talk.ask("reason-back", inquiry)
        return
    reason = talk.turn.views.wording.label("back", arg)
    talk.do(SendBack(inquiry, reason, talk.me.id))


def pass_on(talk: Talk, inquiry: int, arg: str) -> None:
    """转交, 换人; a leader with whom it lies directs instead (批办)."""
    found = talk.turn.inquiry(inquiry)
    if found.state is State.RAISED:
        talk.do(DirectInquiry(inquiry, OfficerId(arg), talk.me.id))
        return
    talk.do(TransferInquiry(inquiry, OfficerId(arg), talk.me.id))


def direct(talk: Talk, inquiry: int, arg: str) -> None:
    """交…: the person on the button."""
    talk.do(DirectInquiry(inquiry, OfficerId(arg), talk.me.id))


def lead(talk: Talk, inquiry: int, arg: str) -> None:
    """会办: first the lead."""
    talk.face(inquiry, f"helpers:{arg}/")


def helper(talk: Talk, inquiry: int, arg: str) -> None:
    """会办: tick or untick a helper."""
    chief, helpers = _helpers(talk, inquiry)
    talk.face(inquiry, f"helpers:{chief}/" + ",".join(sorted(helpers ^ {arg})))


def co_handle(talk: Talk, inquiry: int, _: str) -> None:
    """会办: one lead, the others beside him (2.10)."""
    chief, helpers = _helpers(talk, inquiry)
    if not helpers:
        talk.toast("toasts/tick_first")
        return
    named = tuple(OfficerId(h) for h in sorted(helpers))
    talk.do(DirectInquiry(inquiry, OfficerId(chief), talk.me.id, named))


def answer_self(talk: Talk, inquiry: int, _: str) -> None:
    """我来答复."""
    talk.ask("told-done", inquiry)


def today(talk: Talk, inquiry: int, _: str) -> None:
    """今天办结."""
    day = talk.turn.office.hours.today(talk.turn.now)
    reason = talk.turn.views.wording.label("delay", "today")
    talk.do(AnswerUrge(inquiry, reason, day, talk.me.id))


def because(talk: Talk, inquiry: int, arg: str) -> None:
    """回复原因, then the day."""
    if arg == "other":
        talk.ask("reason-late", inquiry)
        return
    talk.face(inquiry, f"dates:{arg}")


def promise(talk: Talk, inquiry: int, arg: str) -> None:
    """哪天办结: a day of the row, or typed."""
    code, _, day = arg.partition(",")
    if day == "other":
        talk.ask("date-late", inquiry, code)
        return
    reason = talk.turn.views.wording.label("delay", code)
    talk.do(AnswerUrge(inquiry, reason, _day(day), talk.me.id))


def limit(talk: Talk, inquiry: int, arg: str) -> None:
    """限期办结: a head or leader sets the day."""
    found = talk.turn.inquiry(inquiry)
    if not directs(talk.me.id, found, talk.turn.work.roster):
        raise NotYours(found.number, found.owes)
    reason = talk.turn.views.wording.label("delay", "ordered")
    talk.do(AnswerUrge(inquiry, reason, _day(arg), found.assignee))
    talk.toast("toasts/noted")


def look_into(talk: Talk, inquiry: int, _: str) -> None:
    """我过问: on record, and the assignee sees it."""
    found = talk.turn.inquiry(inquiry)
    if not directs(talk.me.id, found, talk.turn.work.roster):
        raise NotYours(found.number, found.owes)
    words = talk.turn.views.words("told/looks_into", talk.turn.work, head=talk.me).strip()
    talk.do(AddNote(inquiry, words, talk.me.id))
    talk.toast("toasts/noted")


def where(talk: Talk, inquiry: int, _: str) -> None:
    """看, 看经过: the seven lines."""
    tell_where(talk, talk.turn.inquiry(inquiry))


def _helpers(talk: Talk, inquiry: int) -> tuple[str, frozenset[str]]:
    _, _, choice = talk.part(inquiry).face.partition(":")
    chief, _, ticked = choice.partition("/")
    return chief, frozenset(t for t in ticked.split(",") if t)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadDate(text) from error


def take_in_hand(talk: Talk, inquiry: int, _: str) -> None:
    """我在处理."""
    talk.do(TakeInHand(inquiry, talk.me.id))
    talk.toast("toasts/in_hand")


def calm(talk: Talk, inquiry: int, _: str) -> None:
    """不急."""
    talk.do(CalmDown(inquiry, talk.me.id))
    talk.toast("toasts/calmed")
