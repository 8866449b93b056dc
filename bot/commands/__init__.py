"""What can be done to an inquiry: commands, and who handles them."""

from typing import Any

from bot.commands.accounts import (
    BindAccount,
    EndAccounts,
    EndDevice,
    PreferAccount,
    account_bound,
    account_preferred,
    accounts_ended,
    device_ended,
)
from bot.commands.away import ComeBack, GoAway, come_back, gone_away
from bot.commands.conclude import ConcludeInquiry, conclude_inquiry
from bot.commands.direct import DirectInquiry, RaiseInquiry, direct_inquiry, raise_inquiry
from bot.commands.emergency import (
    CalmDown,
    ReferItself,
    TakeInHand,
    calmed,
    referred_itself,
    taken_in_hand,
)
from bot.commands.follow_up import (
    CalledBack,
    GradeInquiry,
    GradeLater,
    NotReached,
    ReopenInquiry,
    called,
    grade_inquiry,
    graded_later,
    not_reached,
    reopen_inquiry,
)
from bot.commands.handle import (
    AcceptInquiry,
    AddNote,
    ContactInquirer,
    NotAtDesk,
    ReleaseWords,
    SendBack,
    TellPresence,
    TransferInquiry,
    accept_inquiry,
    added_note,
    contact_inquirer,
    not_at_desk,
    sent_back,
    told_presence,
    transfer_inquiry,
    words_released,
)
from bot.commands.handover import HandOver, handed_over
from bot.commands.materials import (
    AttachFiles,
    FileFetched,
    MoveFiles,
    attached_files,
    file_fetched,
    moved_files,
)
from bot.commands.papers import CompletePapers, LackPapers, completed_papers, lacking_papers
from bot.commands.refer import ReferInquiry, refer_inquiry
from bot.commands.register import RegisterInquiry, register_inquiry
from bot.commands.resend import DropPost, ResendPost, dropped, resent
from bot.commands.undo import UndoStep, undone
from bot.commands.urge import (
    AnswerUrge,
    UrgeFormally,
    UrgeInquiry,
    answered_urge,
    urge_inquiry,
    urged_formally,
)
from bot.turns.turn import Turn

HANDLERS: dict[type, Any] = {
    RegisterInquiry: register_inquiry,
    ReferInquiry: refer_inquiry,
    AcceptInquiry: accept_inquiry,
    ContactInquirer: contact_inquirer,
    TellPresence: told_presence,
    SendBack: sent_back,
    TransferInquiry: transfer_inquiry,
    AddNote: added_note,
    NotAtDesk: not_at_desk,
    ReleaseWords: words_released,
    RaiseInquiry: raise_inquiry,
    DirectInquiry: direct_inquiry,
    ConcludeInquiry: conclude_inquiry,
    GradeInquiry: grade_inquiry,
    GradeLater: graded_later,
    NotReached: not_reached,
    ReopenInquiry: reopen_inquiry,
    CalledBack: called,
    LackPapers: lacking_papers,
    CompletePapers: completed_papers,
    AttachFiles: attached_files,
    FileFetched: file_fetched,
    MoveFiles: moved_files,
    UrgeInquiry: urge_inquiry,
    AnswerUrge: answered_urge,
    UrgeFormally: urged_formally,
    UndoStep: undone,
    GoAway: gone_away,
    ComeBack: come_back,
    BindAccount: account_bound,
    PreferAccount: account_preferred,
    EndAccounts: accounts_ended,
    EndDevice: device_ended,
    HandOver: handed_over,
    ReferItself: referred_itself,
    TakeInHand: taken_in_hand,
    CalmDown: calmed,
    ResendPost: resent,
    DropPost: dropped,
}


def do(command: object, turn: Turn) -> Any:  # noqa: ANN401 - each handler has its own
    """Carry out a command within the turn; what the handler returns."""
    return HANDLERS[type(command)](command, turn)
