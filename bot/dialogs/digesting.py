"""「今日」, the digest's lines on demand, and [我的待办] under a digest."""

from dataclasses import replace

from bot.chat import Address
from bot.dialogs.looking import todo
from bot.dialogs.talk import Talk
from bot.domain.messages import PostKind
from bot.turns.digest import digest_of, digest_parts
from bot.turns.owed import Owed
from bot.turns.owing import owe


def today_here(talk: Talk, _: str) -> None:
    """「今日」: in a bound channel its digest; in a private chat of a head, his department's."""
    roster = talk.turn.work.roster
    channel = roster.channel_at(talk.here.platform, talk.here.chat, talk.here.thread)
    department = channel.department if channel else talk.me.department
    found = digest_of(talk.turn, department)
    parts = tuple(digest_parts(talk.turn, department, found))
    owe(talk.turn, Owed(at=talk.here, kind=PostKind.DIGEST, parts=parts))


def my_todo(talk: Talk, _: int, __: str) -> None:
    """[我的待办] under a digest: the presser's own list, in his own chat."""
    account = talk.turn.work.roster.account_on(talk.me.id, talk.here.platform)
    if account is None or not account.chat:
        return
    private = replace(talk.incoming, address=Address(account.platform, account.chat), private=True)
    todo(replace(talk, incoming=private), "")
    talk.toast("toasts/sent_to_you")
