"""Command words: the first word of a text, or the whole of it, names what is wanted.

Words stand in ``templates/<language>/words.toml``; Latin names serve the "/" menus.
"""

import re
from collections.abc import Callable

from bot.commands.direct import RaiseInquiry
from bot.commands.undo import UndoStep
from bot.commands.urge import UrgeInquiry
from bot.dialogs import (
    absence,
    accounts,
    binding,
    devices,
    forming,
    handover,
    home,
    leaving_alone,
    looking,
    remarks,
    undelivered,
)
from bot.dialogs.digesting import today_here
from bot.dialogs.talk import Talk
from bot.domain.facts import CatalogueGap
from bot.domain.rights import COMMANDS, must_be_allowed

NUMBER = re.compile(r"\d{4}-\d{2,}")
_LAST_GAPS = 7
Command = Callable[[Talk, str], None]


def undo(talk: Talk, rest: str) -> None:
    """撤回."""
    number = NUMBER.search(rest)
    wanted = looking.by_number(talk, number[0]).id if number else 0
    inquiry = talk.do(UndoStep(talk.me.id, wanted))
    talk.say("replies/undone", i=inquiry)


def urge(talk: Talk, rest: str) -> None:
    """催 1123-07."""
    inquiry = looking.by_number(talk, rest)
    urged = talk.do(UrgeInquiry(inquiry.id, talk.me.id))
    talk.say("replies/urged", i=urged)


def raise_it(talk: Talk, rest: str) -> None:
    """请示 1123-07."""
    inquiry = talk.do(RaiseInquiry(looking.by_number(talk, rest).id, talk.me.id))
    talk.say("replies/raised", i=inquiry)


def add(talk: Talk, rest: str) -> None:
    """补 1123-07 …."""
    number = NUMBER.search(rest)
    if number is None:
        talk.say("replies/add_how")
        return
    inquiry = looking.by_number(talk, number[0])
    looking.must_be_mine(talk, inquiry)
    remarks.add(talk, inquiry, rest.replace(number[0], "", 1).strip())


def papers(talk: Talk, rest: str) -> None:
    """告知 公租房申请: the materials, without registering (2.12)."""
    roster = talk.turn.work.roster
    routed = talk.turn.router.route(rest, roster=roster, recent=())
    duty = roster.duty(rest.strip()) or (roster.duty(routed.duty) if routed.duty else None)
    talk.say("replies/papers", asked=rest.strip()[: looking.ECHOED], duty=duty)


def register(talk: Talk, _: str) -> None:
    """登记."""
    forming.begin(talk)


def help_(talk: Talk, _: str) -> None:
    """帮助: one screen, by role."""
    talk.say("replies/help", keyboard=True)


def more(talk: Talk, _: str) -> None:
    """更多 on the fixed keyboard."""
    talk.say("replies/help", keyboard=True)


def catalogue(talk: Talk, _: str) -> None:
    """目录: what the catalogue did not find, for the administrator (9.3)."""
    since = talk.turn.office.hours.same_time_after(talk.turn.now, -_LAST_GAPS)
    gaps = talk.turn.work.journal.kind(CatalogueGap.__name__, since)
    listed = [talk.turn.inquiry(line.inquiry) for line in gaps]
    talk.say("replies/gaps", listed=[i for i in listed if i.state != "void"])


TYPED: dict[str, Command] = {
    "register": register,
    "todo": looking.todo,
    "where": looking.where,
    "find": looking.find,
    "who": looking.who,
    "urge": urge,
    "notice": papers,
    "raise": raise_it,
    "away": absence.away,
    "back": absence.back,
    "note": add,
    "undo": undo,
    "myrecord": looking.my_record,
    "ledger": looking.ledger,
    "catalogue": catalogue,
    "failed": undelivered.listed,
    "quiet": leaving_alone.quiet,
    "account": accounts.my_accounts,
    "bind": binding.bind_somebody,
    "unbind": accounts.unbind,
    "handover": handover.begin,
    "bind_channel": binding.bind_channel,
    "today": today_here,
    "devices": devices.devices,
    "more": more,
    "help": help_,
    "start": help_,
    "home": home.show,
}

IN_CHANNELS = frozenset({"bind_channel", "today"})
"""What may be asked in a team channel; everything else is for private chats."""
_BARE = frozenset(
    {
        "todo",
        "undo",
        "back",
        "myrecord",
        "help",
        "start",
        "more",
        "register",
        "today",
        "catalogue",
        "failed",
        "account",
        "quiet",
        "devices",
    }
)
"""Commands that are the whole text; 「回来说…」 is no command."""
_ARGUED = frozenset(
    {
        "where",
        "find",
        "who",
        "urge",
        "notice",
        "raise",
        "away",
        "note",
        "ledger",
        "bind",
        "bind_channel",
        "unbind",
        "handover",
        "todo",
        "undo",
        "quiet",
        "devices",
    }
)


def carry_out(talk: Talk, name: str, rest: str) -> None:
    """Do what command *name* says.

    Raises:
        NotYourRole: it belongs to others.
    """
    must_be_allowed(COMMANDS.get(name), talk.me, talk.turn.work.roster, name)
    TYPED[name](talk, rest)


def command_in(talk: Talk) -> tuple[str, str] | None:
    """Find the command a text is, with the rest of it; ``None`` for anything else."""
    words = talk.turn.views.wording.commands
    text = talk.incoming.text.strip()
    lowered = text.casefold()
    if talk.incoming.command:
        known = talk.incoming.command
        return (known, text) if known in TYPED else None
    if NUMBER.fullmatch(text):
        return "where", text
    first, _, rest = text.partition(" ")
    name = words.get(lowered) or words.get(first.casefold())
    if name is None:
        return _glued(text, words)
    if (not rest and name in _BARE | _ARGUED) or (rest and name in _ARGUED):
        return name, rest
    return None


def _glued(text: str, words: dict[str, str]) -> tuple[str, str] | None:
    """「催1123-07」, 「补1123-07 …」: a command word right before a number."""
    number = NUMBER.search(text)
    name = words.get(text[: number.start()].strip().casefold()) if number else None
    if number is None or name not in _ARGUED:
        return None
    return name, text[number.start() :]
