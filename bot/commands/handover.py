"""交接: everything somebody owes, follows or is named for goes to named successors (1.15)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.chat import Address
from bot.commands.entitled import on_the_staff
from bot.domain.facts import HandedOver
from bot.domain.handover import Debt, hand_on, is_on, named_in, renamed
from bot.domain.inquiry import Inquiry
from bot.domain.office import Directory, Entry, OfficerId
from bot.ports.values import Draft, Filter, Part, Post
from bot.turns.bundling import MOST_ITEMS
from bot.turns.record import post_to, record
from bot.turns.turn import Desk

HANDED = "handed"
_ALL = 1_000_000
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HandOver:
    """Hand over what *to* names by code (`Debt.code`), each to its successor."""

    former: OfficerId
    to: tuple[tuple[str, OfficerId], ...]
    by: OfficerId


def debts_of(desk: Desk, officer: OfficerId) -> tuple[Debt, ...]:
    """Everything he would leave behind: inquiries first, by reception."""
    work = desk.work
    inquiries = work.inquiries.find(Filter(open=True, newest_first=False, at_most=_ALL))
    today = desk.office.hours.today(desk.now)
    return (
        *(Debt("inquiry", str(i.id)) for i in inquiries if is_on(i, officer)),
        *(Debt("draft", _place(d.address)) for d in work.drafts.all() if d.officer == officer),
        *named_in(work.roster.directory, officer, today),
    )


def handed_over(command: HandOver, desk: Desk) -> dict[OfficerId, int]:
    """Do it; each successor gets one list. Return how many things each has taken over.

    What is no longer owed by the time of the press is passed over.

    Raises:
        HasLeft: a successor is not on the staff.
    """
    wanted = dict(command.to)
    taken: dict[OfficerId, list[Debt]] = {}
    for debt in debts_of(desk, command.former):
        to = wanted.get(debt.code)
        if to and on_the_staff(desk, to).id != command.former:
            _hand(desk, debt, command, to)
            taken.setdefault(to, []).append(debt)
    for to, debts in taken.items():
        _tell(desk, to, debts, command.former)
    return {to: len(debts) for to, debts in taken.items()}


def _hand(desk: Desk, debt: Debt, command: HandOver, to: OfficerId) -> None:
    if debt.kind == "inquiry":
        _hand_inquiry(desk, debt.inquiry, command, to)
        return
    if debt.kind == "draft":
        _hand_draft(desk, debt.key, command.former, to)
    else:
        entry = _entry(desk.work.roster.directory, debt)
        desk.work.put(renamed(entry, debt.kind, command.former, to))
    fact = HandedOver(inquiry=0, at=desk.now, by=command.by, former=command.former, to=to)
    desk.work.journal.append((fact,))


def _hand_inquiry(desk: Desk, number: int, command: HandOver, to: OfficerId) -> None:
    before = desk.dirty.get(number) or desk.work.inquiries.get(number)
    after, facts = hand_on(before, former=command.former, to=to, by=command.by, at=desk.now)
    _hand_items(desk, number, command.former, to)
    saved = record(desk, after, facts, before=before)
    for post in desk.work.posts.about(saved.id):
        if post.to == command.former:
            _close(desk, desk.turned.get(post.id, post), saved, to)


def _close(desk: Desk, post: Post, inquiry: Inquiry, to: OfficerId) -> None:
    """What stands in the former person's chat says who has it now, and nothing else of it."""
    if not post.shown and not post.message_id and len(post.parts) == 1:
        desk.work.posts.save(replace(post, state="dropped"))
        desk.turned.pop(post.id, None)
        return
    gone = Part(HANDED, inquiry.id, args=(to,))
    parts = tuple(gone if part.inquiry == inquiry.id else part for part in post.parts)
    desk.turn(replace(post, parts=parts))


def _hand_items(desk: Desk, inquiry: int, former: OfficerId, to: OfficerId) -> None:
    """What clocks have asked of him and no list has told yet is asked of his successor."""
    for item in desk.work.items.ready(_FAR):
        if item.to == former and item.inquiry == inquiry:
            desk.work.items.told((item.key,))
            desk.work.items.add(replace(item, key=f"{item.key}>{to}", to=to))


def _hand_draft(desk: Desk, place: str, former: OfficerId, to: OfficerId) -> None:
    """A begun paper goes on in the successor's chat; there it waits behind one of his own."""
    draft = next(d for d in _drafts(desk, former) if _place(d.address) == place)
    accounts = [a for a in desk.work.roster.accounts(to) if a.chat]
    here = Address(accounts[0].platform, accounts[0].chat) if accounts else draft.address
    if desk.work.drafts.get(here, to) is None:
        desk.work.drafts.drop(draft)
        desk.work.drafts.put(replace(draft, address=here, officer=to, reminded=False))


def _drafts(desk: Desk, officer: OfficerId) -> Iterable[Draft]:
    return (draft for draft in desk.work.drafts.all() if draft.officer == officer)


def _tell(desk: Desk, to: OfficerId, debts: list[Debt], former: OfficerId) -> None:
    """One list (1.15): the inquiries with their buttons, the rest by name."""
    inquiries = [debt.inquiry for debt in debts if debt.inquiry]
    others = tuple(debt.code for debt in debts if not debt.inquiry)
    head = Part("taken-over", args=(former, str(len(debts)), *others))
    items = tuple(Part("taken-over-item", number) for number in inquiries[:MOST_ITEMS])
    if len(inquiries) > MOST_ITEMS:
        items = (*items, Part("more-items", args=(str(len(inquiries) - MOST_ITEMS),)))
    heard = desk.office.hours.heard(desk.now)
    post_to(
        desk,
        to,
        (head, *items),
        kind="list",
        key=f"handover:{former}:{to}:{desk.now}",
        not_before=heard if heard > desk.now else None,
    )


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
