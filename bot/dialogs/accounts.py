"""账号: one's own accounts; 解绑: a lost phone, ended by the administrator."""

from bot.commands import do
from bot.commands.accounts import EndAccounts, PreferAccount, owed_by
from bot.dialogs.talk import Talk
from bot.domain.errors import OldButton, StillOwes, UsedButton
from bot.domain.office import Account, OfficerId, entry_key
from bot.rendering.markup import key_of


def my_accounts(talk: Talk, _: str) -> None:
    """「账号」: on which platforms, since when, which is written to first."""
    talk.show("accounts")


def prefer(talk: Talk, _: int, key: str) -> None:
    """常用; without a key the card shows its list again."""
    if key:
        do(PreferAccount(_own(talk, key)), talk.turn)
    talk.face(0, "")


def leave(talk: Talk, _: int, key: str) -> None:
    """解绑 of one's own account; of the last one only after a clear sentence."""
    account = _own(talk, key)
    if len(_mine(talk)) == 1:
        talk.face(0, "last")
        return
    _leave(talk, account)


def leave_last(talk: Talk, _: int, key: str) -> None:
    """仍解绑."""
    _leave(talk, _own(talk, key))


def unbind(talk: Talk, rest: str) -> None:
    """「解绑 李明 [平台]」: a card says what will end; one press ends it."""
    name, _, word = rest.strip().partition(" ")
    person = talk.turn.work.roster.anybody(name)
    if not name or person is None:
        talk.say("replies/no_such_person" if name else "replies/unbind_how", asked=name[:40])
        return
    owed = owed_by(talk.turn.work, person.id)
    if owed and not person.active:
        raise StillOwes(person.id, owed)
    platform = _platform(talk, word.strip(), talk.turn.work.roster.bound(person.id))
    if platform is None:
        talk.say("replies/unbind_none", officer=person, word=word.strip()[:20])
        return
    talk.show("unbind", args=(person.id, platform))


def end_accounts(talk: Talk, _: int, __: str) -> None:
    """解绑, pressed on the card that says what ends."""
    part = talk.part(0)
    if part.view != "unbind" or part.face:
        raise UsedButton("", talk.me.id, "")
    officer, platform = OfficerId(part.args[0]), part.args[1]
    ended = do(EndAccounts(officer, talk.me.id, platform), talk.turn)
    talk.face(0, "done", args=(officer, platform, *(account.platform for account in ended)))


def _leave(talk: Talk, account: Account) -> None:
    do(EndAccounts(talk.me.id, talk.me.id, key=entry_key(account)), talk.turn)
    talk.toast("toasts/unbound")
    talk.face(0, "")


def _mine(talk: Talk) -> tuple[Account, ...]:
    return talk.turn.work.roster.accounts(talk.me.id)


def _own(talk: Talk, key: str) -> Account:
    """The own account on the button.

    Raises:
        OldButton: it is bound to him no more.
    """
    found = next((a for a in _mine(talk) if key_of(entry_key(a)) == key), None)
    if found is None:
        raise OldButton("")
    return found


def _platform(talk: Talk, word: str, accounts: tuple[Account, ...]) -> str | None:
    """The platform meant by *word*, by its label or name; "" for all, ``None`` for none of his."""
    labels = talk.turn.views.wording.labels("platform")
    his = {account.platform for account in accounts}
    if not word:
        return "" if his or _browsers(talk, accounts) else None
    wanted = word.casefold()
    return next((p for p in his if wanted in (p, labels.get(p, p).casefold())), None)


def _browsers(talk: Talk, accounts: tuple[Account, ...]) -> bool:
    return any(talk.turn.work.roster.devices(account.officer) for account in accounts)
