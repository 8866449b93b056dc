"""What the first responder's buttons do: whose is it, where is the visitor, what was told."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.chat.clean import whole_number
from bot.commands.conclude import ConcludeInquiry
from bot.commands.direct import RaiseInquiry
from bot.commands.follow_up import CalledBack, GradeInquiry, NotReached, ReopenInquiry
from bot.commands.handle import AddNote, NotAtDesk, TellPresence
from bot.commands.papers import CompletePapers, LackPapers
from bot.commands.refer import ReferInquiry
from bot.commands.undo import UndoStep
from bot.commands.urge import UrgeInquiry
from bot.dialogs import sheets
from bot.dialogs.talk import Talk
from bot.domain.errors import NobodyThere, NotAllowedNow, NothingToUrge, OldButton, UsedButton
from bot.domain.inquiry import BAD_GRADES, Grade, Outcome, Presence, UrgeKind
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rights import may_see
from bot.lines.candidates import UNIT
from bot.rendering.markup import key_of, named_by
from bot.turns.record import record

E = TypeVar("E", bound=StrEnum)


def to(talk: Talk, inquiry: int, arg: str) -> None:
    """Refer to the person on the button; an outside unit's matter ends with its address told."""
    code = _meant(talk, inquiry, arg, talk.part(inquiry).args)
    unit = talk.turn.work.roster.unit(code.removeprefix(UNIT)) if code.startswith(UNIT) else None
    if unit:
        outside(talk, inquiry, unit.name)
        return
    talk.do(ReferInquiry(inquiry, OfficerId(code), talk.me.id))


def give(talk: Talk, inquiry: int, arg: str) -> None:
    """Refer to the person by number."""
    talk.do(ReferInquiry(inquiry, OfficerId(arg), talk.me.id))


def mine(talk: Talk, inquiry: int, _: str) -> None:
    """我来办."""
    talk.do(ReferInquiry(inquiry, talk.me.id, talk.me.id))


def outside(talk: Talk, inquiry: int, arg: str) -> None:
    """Tell the inquirer where to go (3.5)."""
    unit = talk.turn.work.roster.unit(arg)
    if unit is None:
        raise NobodyThere(arg)
    words = talk.turn.views.words("told/outside", talk.turn.work, unit=unit).strip()
    command = ConcludeInquiry(
        inquiry=inquiry, outcome=Outcome.OUTSIDE, told=words, by=talk.me.id, outside=unit.name
    )
    talk.do(command)


def unit_at(talk: Talk, inquiry: int, arg: str) -> None:
    """The outside unit on the button."""
    outside(talk, inquiry, _meant(talk, inquiry, arg, talk.turn.work.roster.directory.units))


def answer(talk: Talk, inquiry: int, _: str) -> None:
    """就这样答了: the catalogue's answer, on the spot (9.2)."""
    found = talk.turn.inquiry(inquiry)
    duty = talk.turn.work.roster.duty(found.duty)
    told = duty.answer if duty else ""
    talk.do(ConcludeInquiry(inquiry=inquiry, outcome=Outcome.ANSWERED, told=told, by=talk.me.id))


def answer_own(talk: Talk, inquiry: int, _: str) -> None:
    """改一句, 当场答: what was answered is typed."""
    found = talk.turn.inquiry(inquiry)
    duty = talk.turn.work.roster.duty(found.duty)
    if duty and duty.answer and not talk.part(inquiry).face.startswith("answer"):
        talk.face(inquiry, "answer")
        return
    talk.ask("answer", inquiry)


def raise_it(talk: Talk, inquiry: int, _: str) -> None:
    """不清楚归谁, 请示."""
    talk.do(RaiseInquiry(inquiry, talk.me.id))


def presence(talk: Talk, inquiry: int, arg: str) -> None:
    """Where the visitor is; the telephone is asked only if he leaves without a result (4.3)."""
    found = talk.do(TellPresence(inquiry, meant(Presence, arg), talk.me.id))
    if found.presence is not Presence.GONE or found.inquirer.phone:
        return
    if talk.abroad:
        sheets.link(talk, inquiry, "")
    else:
        talk.ask("phone", inquiry)


def take_back(talk: Talk, inquiry: int, _: str) -> None:
    """撤回."""
    talk.do(UndoStep(talk.me.id, inquiry))
    talk.toast("toasts/undone")


def papers(talk: Talk, inquiry: int, arg: str) -> None:
    """缺材料: the papers of the matter's duty, to tick what was not brought."""
    found = talk.turn.inquiry(inquiry)
    duty = talk.turn.work.roster.duty(arg or found.duty)
    if duty is None or not duty.materials:
        talk.face(inquiry, f"which-duty:{whole_number(arg) or 0}")
        return
    talk.face(inquiry, f"papers:{duty.title}/")


def duty_at(talk: Talk, inquiry: int, arg: str) -> None:
    """Which duty it is, of those with papers."""
    duties = talk.turn.work.roster.directory.duties.values()
    title = _meant(talk, inquiry, arg, (d.title for d in duties if d.materials))
    talk.face(inquiry, f"papers:{title}/")


def tick(talk: Talk, inquiry: int, arg: str) -> None:
    """Tick or untick one missing paper."""
    title, ticked = _ticked(talk, inquiry)
    _meant(talk, inquiry, arg, _papers_of(talk, title))
    changed = ticked ^ {arg}
    talk.face(inquiry, f"papers:{title}/" + ",".join(sorted(changed)))


def notice(talk: Talk, inquiry: int, _: str) -> None:
    """出告知书."""
    title, ticked = _ticked(talk, inquiry)
    missing = tuple(name for name in _papers_of(talk, title) if key_of(name) in ticked)
    if not missing:
        talk.toast("toasts/tick_first")
        return
    talk.do(LackPapers(inquiry, title, missing, talk.me.id))


def complete(talk: Talk, inquiry: int, _: str) -> None:
    """已补齐."""
    talk.do(CompletePapers(inquiry, talk.me.id))


def settled(talk: Talk, inquiry: int, _: str) -> None:
    """完成: nothing more to do on this card just now."""
    talk.face(inquiry, "settled")


def outcome(talk: Talk, inquiry: int, arg: str) -> None:
    """Name the result; what the inquirer was told is typed, a withdrawal speaks for itself."""
    wanted = meant(Outcome, arg)
    if wanted in (Outcome.WITHDRAWN, Outcome.UNREACHED):
        words = talk.turn.views.words(f"told/{wanted.value}", talk.turn.work).strip()
        talk.do(ConcludeInquiry(inquiry=inquiry, outcome=wanted, told=words, by=talk.me.id))
        return
    talk.ask(f"told-{wanted.value}", inquiry)


def urge(talk: Talk, inquiry: int, _: str) -> None:
    """催办."""
    found = talk.turn.inquiry(inquiry)
    if not found.is_open:
        raise NothingToUrge(found.number, found.owes)
    talk.do(UrgeInquiry(inquiry, talk.me.id))
    talk.toast("toasts/urged", i=found)


def phoned(talk: Talk, inquiry: int, _: str) -> None:
    """已打电话催 counts as the urge."""
    talk.do(UrgeInquiry(inquiry, talk.me.id, how=UrgeKind.PHONE))


def grade(talk: Talk, inquiry: int, arg: str) -> None:
    """One tap for a good grade; a bad one is asked its reason."""
    value = meant(Grade, arg)
    if value in BAD_GRADES:
        talk.face(inquiry, f"bad:{arg}")
        return
    talk.do(GradeInquiry(inquiry, value, talk.me.id))


def grade_reason(talk: Talk, inquiry: int, arg: str) -> None:
    """Why the grade is bad: then redo, or explain once more."""
    talk.face(inquiry, f"redo:{arg}")


def redo(talk: Talk, inquiry: int, arg: str) -> None:
    """退…重办."""
    value, _, reason = arg.partition(",")
    found = talk.turn.inquiry(inquiry)
    roster = talk.turn.work.roster
    holder = found.assignee or found.first_handler or found.follower
    if not roster.officer(holder).active:
        holder = roster.head_of(found.department) or found.follower
    acting = roster.acting(holder, talk.turn.office.hours.today(talk.turn.now))
    words = talk.turn.views.wording.label("bad", reason)
    talk.do(ReopenInquiry(inquiry, acting or holder, meant(Grade, value), words, talk.me.id))


def explained(talk: Talk, inquiry: int, arg: str) -> None:
    """我再解释: the bad grade stands and it is closed."""
    value, _, reason = arg.partition(",")
    words = talk.turn.views.wording.label("bad", reason)
    talk.do(GradeInquiry(inquiry, meant(Grade, value), talk.me.id, words))


def not_reached(talk: Talk, inquiry: int, _: str) -> None:
    """没打通."""
    talk.do(NotReached(inquiry, talk.me.id))


def called_back(talk: Talk, inquiry: int, _: str) -> None:
    """已回电, 已告诉."""
    talk.do(CalledBack(inquiry, talk.me.id))


def not_at_desk(talk: Talk, inquiry: int, _: str) -> None:
    """人不在: the attempt is recorded, then the ways on."""
    found = talk.turn.inquiry(inquiry)
    if not found.assignee:
        raise NotAllowedNow(found.number, found.state, found.owes)
    talk.do(NotAtDesk(inquiry, found.assignee, talk.me.id))
    talk.face(inquiry, "not-in")


def doubt_fine(talk: Talk, inquiry: int, _: str) -> None:
    """就这样: the number stays as it is."""
    found = talk.turn.inquiry(inquiry)
    record(talk.turn, replace(found, doubts=()), (), before=found)


def carry_on(talk: Talk, inquiry: int, arg: str) -> None:
    """接着那件: this one is taken back, its words go to the one the visitor came about before."""
    found = talk.turn.inquiry(inquiry)
    if f"known:{arg}" not in talk.part(inquiry).args:
        raise UsedButton(found.number, found.owes, found.state)
    talk.do(UndoStep(talk.me.id, inquiry))
    former = talk.do(AddNote(int(arg), found.matter, talk.me.id))
    if may_see(talk.me, former, talk.turn.work.roster, talk.turn.office.hours.today(talk.turn.now)):
        talk.show("clerk", former.id)
    else:
        talk.say("replies/added", i=former)


def new_matter(talk: Talk, inquiry: int, _: str) -> None:
    """新事项: the earlier visit is not meant."""
    part = talk.part(inquiry)
    args = tuple(a for a in part.args if not a.startswith("known:"))
    talk.face(inquiry, part.face, args=args)


def meant(kind: type[E], value: str) -> E:
    """Read what a button stands for.

    Raises:
        UsedButton: no button of ours says that.
    """
    try:
        return kind(value)
    except ValueError as error:
        raise UsedButton("", NOBODY, "") from error


def _papers_of(talk: Talk, title: str) -> tuple[str, ...]:
    duty = talk.turn.work.roster.duty(title)
    return tuple(m.name for m in duty.materials) if duty else ()


def _meant(talk: Talk, inquiry: int, key: str, names: Iterable[str]) -> str:
    """What the button's key stands for.

    Raises:
        OldButton: nothing of that name any more, or a card from the time of positions.
    """
    found = named_by(key, names)
    if not found:
        raise OldButton(talk.turn.inquiry(inquiry).number)
    return found


def _ticked(talk: Talk, inquiry: int) -> tuple[str, frozenset[str]]:
    _, _, choice = talk.part(inquiry).face.partition(":")
    title, _, ticked = choice.rpartition("/")
    return title, frozenset(t for t in ticked.split(",") if t)
