"""What the assignee does: 签收, 联系, 退回, 移交, and where the inquirer is."""

from dataclasses import dataclass

from bot.commands.entitled import directs, held, on_the_staff
from bot.domain.errors import NobodyThere
from bot.domain.handling import (
    accept,
    contact,
    not_found_in,
    note,
    release_words,
    tell_presence,
)
from bot.domain.inquiry import Inquiry, Presence
from bot.domain.office import NOBODY, OfficerId
from bot.domain.passing import MOST_RETURNS, send_back, transfer
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class AcceptInquiry:
    """签收."""

    inquiry: int
    by: OfficerId


def accept_inquiry(command: AcceptInquiry, turn: Turn) -> Inquiry:
    """Sign for it."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = accept(inquiry, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class ContactInquirer:
    """联系了."""

    inquiry: int
    by: OfficerId


def contact_inquirer(command: ContactInquirer, turn: Turn) -> Inquiry:
    """Record the first contact."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = contact(inquiry, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class TellPresence:
    """带过去了, 在大厅等, 已离开."""

    inquiry: int
    presence: Presence
    by: OfficerId


def told_presence(command: TellPresence, turn: Turn) -> Inquiry:
    """Write down where the inquirer is."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = tell_presence(
        inquiry,
        presence=command.presence,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry),
    )
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class SendBack:
    """不是我的, with a reason."""

    inquiry: int
    reason: str
    by: OfficerId


def sent_back(command: SendBack, turn: Turn) -> Inquiry:
    """Return it; the second return goes to the head of the section it was last sent to (9.4)."""
    inquiry = held(turn, command.inquiry, command.by)
    roster = turn.work.roster
    above = (roster.head_of(inquiry.department), roster.leader_of(inquiry.department), roster.chief)
    head = next((who for who in above if who and who != inquiry.assignee), None)
    if head is None and len(inquiry.returns) + 1 >= MOST_RETURNS:
        raise NobodyThere(inquiry.department)
    after, facts = send_back(
        inquiry,
        reason=command.reason,
        head=head or NOBODY,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry),
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class TransferInquiry:
    """转交, 换人."""

    inquiry: int
    to: OfficerId
    by: OfficerId
    why: str = ""


def transfer_inquiry(command: TransferInquiry, turn: Turn) -> Inquiry:
    """Pass it on; a head or leader may, in the assignee's stead."""
    inquiry = held(turn, command.inquiry, command.by)
    officer = on_the_staff(turn, command.to)
    after, facts = transfer(
        inquiry,
        to=command.to,
        department=officer.department,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry, officer.department),
        why=command.why,
        entitled=directs(command.by, inquiry, turn.work.roster),
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class AddNote:
    """补: a remark, or a correction of *field*."""

    inquiry: int
    text: str
    by: OfficerId
    field: str = ""


def added_note(command: AddNote, turn: Turn) -> Inquiry:
    """Keep what was added, and what stood before a correction."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = note(inquiry, text=command.text, by=command.by, at=turn.now, field=command.field)
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class ReleaseWords:
    """文字可发."""

    inquiry: int
    by: OfficerId


def words_released(command: ReleaseWords, turn: Turn) -> Inquiry:
    """Keep that its words may leave; every card abroad shows them from now on."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = release_words(inquiry, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class NotAtDesk:
    """人不在."""

    inquiry: int
    whom: OfficerId
    by: OfficerId


def not_at_desk(command: NotAtDesk, turn: Turn) -> Inquiry:
    """Record the attempt to reach the officer."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = not_found_in(inquiry, whom=command.whom, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry)
