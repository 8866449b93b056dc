"""交接: everything somebody owes, follows or is named for goes to named successors (1.15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chat import Address
from bot.commands.entitled import on_the_staff
from bot.domain.copies import replace
from bot.domain.facts import HandedOver
from bot.domain.handover import Debt, hand_on, is_on, named_in, renamed
from bot.domain.inquiry import Inquiry
from bot.domain.messages import PostKind
from bot.domain.office import Directory, Entry, OfficerId
from bot.ports.values import Draft, Filter, Part, Post
from bot.turns.owed import Owed
from bot.turns.owing import listed, owe, when_open
from bot.turns.record import record
from bot.turns.turn import Turn

HANDED = "handed"
_ALL = 1_000_000
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HandOver:
    """Hand over what *to* names by code (`Debt.code`), each to its successor."""

    former: OfficerId
    to: tuple[tuple[str, OfficerId], ...]
    by: OfficerId


def debts_of(turn: Turn, officer: OfficerId) -> tuple[Debt, ...]:
    """Everything he would leave behind: inquiries first, by reception."""
    work = turn.work
    inquiries = work.inquiries.find(Filter(open=True, newest_first=False, at_most=_ALL))
    today = turn.office.hours.today(turn.now)
    return (
        *(Debt("inquiry", str(i.id)) for i in inquiries if is_on(i, officer)),
        *(Debt("draft", _place(d.address)) for d in work.drafts.all() if d.officer == officer),
        *named_in(work.roster.directory, officer, today),
    )


def handed_over(command: HandOver, turn: Turn) -> dict[OfficerId, int]:
    """Do it; each successor gets one list. Return how many things each has taken over.

    What is no longer owed by the time of the press is passed over.

    Raises:
        HasLeft: a successor is not on the staff.
    """
    wanted = dict(command.to)
    taken: dict[OfficerId, list[Debt]] = {}
    for debt in debts_of(turn, command.former):
        to = wanted.get(debt.code)
        if to and on_the_staff(turn, to).id != command.former:
            _hand(turn, debt, command, to)
            taken.setdefault(to, []).append(debt)
    for to, debts in taken.items():
        _tell(turn, to, debts, command.former)
    return {to: len(debts) for to, debts in taken.items()}


def _hand(turn: Turn, debt: Debt, command: HandOver, to: OfficerId) -> None:
    if debt.kind == "inquiry":
        _hand_inquiry(turn, debt.inquiry, command, to)
        return
    if debt.kind == "draft":
        _hand_draft(turn, debt.key, command.former, to)
    else:
        entry = _entry(turn.work.roster.directory, debt)
        turn.work.put(renamed(entry, debt.kind, command.former, to))
    fact = HandedOver(inquiry=0, at=turn.now, by=command.by, former=command.former, to=to)
    turn.work.journal.append((fact,))


def _hand_inquiry(turn: Turn, number: int, command: HandOver, to: OfficerId) -> None:
    before = turn.inquiry(number)
    after, facts = hand_on(before, former=command.former, to=to, by=command.by, at=turn.now)
    _hand_items(turn, number, command.former, to)
    saved = record(turn, after, facts, before=before)
    for post in turn.work.posts.about(saved.id):
        if post.to == command.former:
            _close(turn, turn.latest(post), saved, to)


def _close(turn: Turn, post: Post, inquiry: Inquiry, to: OfficerId) -> None:
    """What stands in the former person's chat says who has it now, and nothing else of it."""
    if not post.shown and not post.message_id and len(post.parts) == 1:
        turn.drop(post)
        return
    gone = Part(HANDED, inquiry.id, args=(to,))
    parts = tuple(gone if part.inquiry == inquiry.id else part for part in post.parts)
    turn.show(replace(post, parts=parts))


def _hand_items(turn: Turn, inquiry: int, former: OfficerId, to: OfficerId) -> None:
    """What clocks have asked of him and no list has told yet is asked of his successor."""
    for item in turn.work.items.ready(_FAR, to=former):
        if item.inquiry == inquiry:
            turn.work.items.told((item.key,))
            turn.work.items.add(replace(item, key=f"{item.key}>{to}", to=to))


def _hand_draft(turn: Turn, place: str, former: OfficerId, to: OfficerId) -> None:
    """A begun paper goes on in the successor's chat; there it waits behind one of his own."""
    draft = next(d for d in _drafts(turn, former) if _place(d.address) == place)
    accounts = [a for a in turn.work.roster.accounts(to) if a.chat]
    here = Address(accounts[0].platform, accounts[0].chat) if accounts else draft.address
    if turn.work.drafts.get(here, to) is None:
        turn.work.drafts.drop(draft)
        turn.work.drafts.put(replace(draft, address=here, officer=to, reminded=False))


def _drafts(turn: Turn, officer: OfficerId) -> Iterable[Draft]:
    return (draft for draft in turn.work.drafts.all() if draft.officer == officer)


def _tell(turn: Turn, to: OfficerId, debts: list[Debt], former: OfficerId) -> None:
    """One list (1.15): the inquiries with their buttons, the rest by name."""
    inquiries = [debt.inquiry for debt in debts if debt.inquiry]
    others = tuple(debt.code for debt in debts if not debt.inquiry)
    head = Part("taken-over", args=(former, str(len(debts)), *others))
    items = listed(tuple(Part("taken-over-item", number) for number in inquiries))
    key = f"handover:{former}:{to}:{turn.now}"
    owed = Owed(
        to=to, parts=(head, *items), kind=PostKind.LIST, key=key, not_before=when_open(turn)
    )
    owe(turn, owed)


def _entry(directory: Directory, debt: Debt) -> Entry:
    shelf: dict[str, dict[str, Entry]] = {
        "head": {**directory.departments},
        "leader": {**directory.departments},
        "duty": {**directory.duties},
        "deputy": {**directory.officers},
        "absence": {**directory.absences},
        "day": {**directory.duty_days},
    }
    return shelf[debt.kind][debt.key]


def _place(address: Address) -> str:
    return f"{address.platform}/{address.chat}/{address.thread}"
