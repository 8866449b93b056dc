"""Who is who on a platform: codes, own shared contact, the platform's e-mail; sections' channels."""

from typing import NamedTuple

from bot.chat import Incoming
from bot.commands import do
from bot.commands.accounts import BindAccount, may_come_by_itself
from bot.dialogs.home import HOME
from bot.dialogs.talk import Talk
from bot.domain.office import Account, Channel, Officer
from bot.domain.roster import Roster
from bot.turns.codes import CODE_LASTS, is_good, looks_like_code, new_code, note_shown, redeem
from bot.turns.turn import Turn

__all__ = ["CODE_LASTS", "Bound", "bind", "bind_channel", "bind_somebody", "new_code", "redeem"]


class Bound(NamedTuple):
    """Whose account it is now; *says_more*: what was said is still to be heard."""

    officer: Officer
    says_more: bool


def bind(turn: Turn, incoming: Incoming) -> Bound | None:
    """Bind an unknown account by what it said or who its platform says it is; ``None`` if neither.

    An account that was ended comes back by a code alone: a lost phone must not bind itself again.
    """
    officer, says_more = _by_code(turn, incoming), False
    if officer is None and may_come_by_itself(turn.work, _account_key(incoming)):
        officer = _by_contact(turn.work.roster, incoming)
        if officer is None:
            officer, says_more = _by_email(turn.work.roster, incoming), True
    if officer is None:
        return None
    account = Account(
        platform=incoming.address.platform,
        user=incoming.sender,
        officer=officer.id,
        chat=own_chat(incoming),
        since=turn.now,
    )
    do(BindAccount(account), turn)
    return Bound(officer, says_more)


def own_chat(incoming: Incoming) -> str:
    """The private chat its sender is written to; "" where it does not tell."""
    if not incoming.private or incoming.command == HOME:
        return incoming.own_chat
    return incoming.address.chat


def bind_channel(talk: Talk, rest: str) -> None:
    """「绑定科室 保障股」, said by an administrator in the group."""
    wanted = rest.strip()
    named = [
        d
        for d in talk.turn.work.roster.directory.departments.values()
        if wanted in (d.name, d.label)
    ]
    if len(named) != 1 or talk.incoming.private:
        talk.say("replies/bind_channel_how")
        return
    here = talk.here
    channel = Channel(
        platform=here.platform, chat=here.chat, thread=here.thread, department=named[0].name
    )
    talk.turn.work.put(channel)
    talk.say("replies/channel_bound", department=named[0])


def bind_somebody(talk: Talk, rest: str) -> None:
    """「绑定 002」: an administrator gets the one-time code to hand out."""
    officer = talk.turn.work.roster.named(rest.strip())
    if officer is None:
        talk.say("replies/no_such_person", asked=rest.strip()[:40])
        return
    code = new_code(talk.turn.work, officer.id)
    until = talk.turn.now + CODE_LASTS
    note_shown(talk.turn.work, talk.say("replies/code", officer=officer, code=code, until=until))


def told_of_code(talk: Talk) -> bool:
    """A code typed where the account is bound already is neither used up nor registered.

    What merely looks like one is a text like any other: whether it is good is all that counts.
    """
    if talk.incoming.command not in ("", "start") or not is_good(
        talk.turn.work, talk.incoming.text
    ):
        return False
    talk.say("replies/code_here")
    return True


def _by_code(turn: Turn, incoming: Incoming) -> Officer | None:
    given = incoming.text.strip()
    if not given or not (incoming.command == "start" or looks_like_code(given)):
        return None
    return redeem(turn.work, given, guesser=_account_key(incoming))


def _by_contact(roster: Roster, incoming: Incoming) -> Officer | None:
    contact = incoming.contact
    if contact is None or contact.user != incoming.sender:
        return None
    digits = "".join(c for c in contact.phone if c.isdecimal())[-11:]
    found = [o for o in roster.active() if o.mobile and o.mobile[-11:] == digits]
    return found[0] if len(found) == 1 else None


def _by_email(roster: Roster, incoming: Incoming) -> Officer | None:
    """The one active person with the address the platform vouches for."""
    email = incoming.email.strip().casefold()
    found = [o for o in roster.active() if email and o.email.strip().casefold() == email]
    return found[0] if len(found) == 1 else None


def _account_key(incoming: Incoming) -> str:
    return f"{incoming.address.platform}/{incoming.sender}"
