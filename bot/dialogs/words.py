"""Command words: what can be typed, what it does and who may; one row each.

The first word of a text, or the whole of it, names what is wanted. Words stand in
``templates/<language>/words.toml``; Latin names serve the "/" menus.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.dialogs import (
    absence,
    accounts,
    binding,
    devices,
    digesting,
    handover,
    home,
    leaving_alone,
    looking,
    typed,
    undelivered,
)
from bot.dialogs.talk import Talk
from bot.domain.office import Role
from bot.domain.rights import (
    ADMINISTRATION,
    EVERYBODY,
    OVERSIGHT,
    Subject,
    is_allowed,
    must_be_allowed,
)


class Takes(Enum):
    """How a command is said."""

    ALONE = auto()  # it is the whole text; 「回来说…」 is no command
    WORDS = auto()  # with or without more behind it
    SLASH = auto()  # never typed, only chosen from a menu


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does: called with the talk and the rest of the text; and who may."""

    act: Callable[[Talk, str], None]
    roles: frozenset[Role]
    takes: Takes
    about: Subject = Subject.CASE
    in_channels: bool = False  # it may be asked in a team channel; the rest is for private chats


def help_(talk: Talk, _: str) -> None:
    """帮助, and 更多 on the fixed keyboard: one screen, by role."""

    def may(name: str) -> bool:
        return is_allowed(COMMANDS[name].roles, talk.me, talk.turn.work.roster)

    talk.say("replies/help", keyboard=True, may=may)


COMMANDS: dict[str, Command] = {
    "register": Command(typed.register, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "todo": Command(looking.todo, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "where": Command(looking.where, EVERYBODY, Takes.WORDS),
    "find": Command(looking.find, EVERYBODY, Takes.WORDS),
    "who": Command(looking.who, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "urge": Command(typed.urge, EVERYBODY, Takes.WORDS),
    "notice": Command(typed.papers, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "raise": Command(typed.raise_it, EVERYBODY, Takes.WORDS),
    "away": Command(absence.away, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "back": Command(absence.back, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "note": Command(typed.add, EVERYBODY, Takes.WORDS),
    "undo": Command(typed.undo, EVERYBODY, Takes.WORDS),
    "myrecord": Command(looking.my_record, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "ledger": Command(looking.ledger, OVERSIGHT, Takes.WORDS),
    "catalogue": Command(typed.catalogue, ADMINISTRATION, Takes.ALONE, Subject.NOTHING),
    "failed": Command(undelivered.listed, ADMINISTRATION, Takes.ALONE, Subject.NOTHING),
    "quiet": Command(leaving_alone.quiet, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "account": Command(accounts.my_accounts, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "bind": Command(binding.bind_somebody, ADMINISTRATION, Takes.WORDS, Subject.NOTHING),
    "unbind": Command(accounts.unbind, ADMINISTRATION, Takes.WORDS, Subject.NOTHING),
    "handover": Command(handover.begin, ADMINISTRATION, Takes.WORDS, Subject.PAPERS),
    "bind_channel": Command(
        binding.bind_channel, ADMINISTRATION, Takes.WORDS, Subject.NOTHING, in_channels=True
    ),
    "today": Command(
        digesting.today_here, EVERYBODY, Takes.ALONE, Subject.NOTHING, in_channels=True
    ),
    "devices": Command(devices.devices, EVERYBODY, Takes.WORDS, Subject.NOTHING),
    "more": Command(help_, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "help": Command(help_, EVERYBODY, Takes.ALONE, Subject.NOTHING),
    "start": Command(help_, EVERYBODY, Takes.SLASH, Subject.NOTHING),
    "home": Command(home.show, EVERYBODY, Takes.SLASH, Subject.NOTHING),
}


def carry_out(talk: Talk, name: str, rest: str) -> None:
    """Do what command *name* says.

    Raises:
        NotYourRole: it belongs to others.
    """
    must_be_allowed(COMMANDS[name].roles, talk.me, talk.turn.work.roster, name)
    COMMANDS[name].act(talk, rest)


def command_in(talk: Talk) -> tuple[str, str] | None:
    """Find the command a text is, with the rest of it; ``None`` for anything else."""
    words = talk.turn.views.wording.commands
    text = talk.incoming.text.strip()
    lowered = text.casefold()
    if talk.incoming.command:
        known = talk.incoming.command
        return (known, text) if known in COMMANDS else None
    if typed.NUMBER.fullmatch(text):
        return "where", text
    first, _, rest = text.partition(" ")
    name = words.get(lowered) or words.get(first.casefold())
    if name is None:
        return _glued(text, words)
    allowed = (Takes.WORDS,) if rest else (Takes.WORDS, Takes.ALONE)
    return (name, rest) if COMMANDS[name].takes in allowed else None


def _glued(text: str, words: dict[str, str]) -> tuple[str, str] | None:
    """「催1123-07」, 「补1123-07 …」: a command word right before a number."""
    number = typed.NUMBER.search(text)
    name = words.get(text[: number.start()].strip().casefold()) if number else None
    if number is None or name is None or COMMANDS[name].takes is not Takes.WORDS:
        return None
    return name, text[number.start() :]
