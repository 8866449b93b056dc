"""A person's accounts (账号): bound, preferred, ended; what was on its way there goes elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chat import Address
from bot.chat.page import PAGE
from bot.domain.copies import replace
from bot.domain.errors import StillOwes
from bot.domain.facts import NoticeDropped
from bot.domain.facts_of_people import AccountBound, AccountEnded, DeviceEnded
from bot.domain.handover import is_on
from bot.domain.messages import URGENT, PostKind
from bot.domain.office import NOBODY, Account, Device, OfficerId, entry_key
from bot.ports.store import Work
from bot.ports.values import Filter, Part, Post, PostState
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.turn import Turn
from bot.turns.undelivered import give_up

ENDED = "account ended"
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_ALL = 1_000_000


@dataclass(frozen=True)
class BindAccount:
    """Tie an account to its person; his others stay, and hear of it."""

    account: Account
    by: OfficerId = NOBODY


def account_bound(command: BindAccount, turn: Turn) -> Account:
    """Whoever did not do it himself learns of it where he still is."""
    account, work = command.account, turn.work
    former = work.roster.directory.accounts.get(entry_key(account))
    if former and former.officer != account.officer:
        work.journal.append((_ended(former, work, command.by),))
    others = [a for a in work.roster.bound(account.officer) if entry_key(a) != entry_key(account)]
    work.put(account)
    work.keep(_code_only(entry_key(account)), "")
    fact = AccountBound(
        inquiry=0,
        at=turn.now,
        by=command.by,
        officer=account.officer,
        platform=account.platform,
    )
    work.journal.append((fact,))
    told = Part("account-bound", args=(account.platform, turn.now.isoformat()))
    for other in others:
        if other.chat:
            at = Address(other.platform, other.chat)
            owed = Owed(at=at, to=account.officer, kind=PostKind.NOTICE, parts=(told,), rank=URGENT)
            owe(turn, owed)
    return account


@dataclass(frozen=True)
class PreferAccount:
    """Write to this account first."""

    account: Account


def account_preferred(command: PreferAccount, turn: Turn) -> None:
    """Prefer one: the others of the person are preferred no more."""
    for each in turn.work.roster.bound(command.account.officer):
        preferred = entry_key(each) == entry_key(command.account)
        if each.preferred != preferred:
            turn.work.put(replace(each, preferred=preferred))


@dataclass(frozen=True)
class EndAccounts:
    """Unbind (解绑) all of a person's accounts, or those on *platform*, or the one of *key*."""

    officer: OfficerId
    by: OfficerId
    platform: str = ""
    key: str = ""


def accounts_ended(command: EndAccounts, turn: Turn) -> tuple[Account, ...]:
    """End them, browsers included; return which.

    Raises:
        StillOwes: the person has left and still owes something (1.15).
    """
    owed = owed_by(turn.work, command.officer)
    if owed and not turn.work.roster.officer(command.officer).active:
        raise StillOwes(command.officer, owed)
    ended = tuple(
        account
        for account in turn.work.roster.bound(command.officer)
        if command.platform in ("", account.platform) and command.key in ("", entry_key(account))
    )
    for account in ended:
        _end(turn.work, account, command.by)
    if any(account.platform == PAGE for account in ended) or not (command.platform or command.key):
        _end_devices(turn.work, command.officer, command.by)
    for account in ended:
        _redirect(turn, account)
    return ended


@dataclass(frozen=True)
class EndDevice:
    """Sign one browser out of the office's page."""

    device: Device
    by: OfficerId


def device_ended(command: EndDevice, turn: Turn) -> None:
    """End it; with the last one its person is no longer written to on the page."""
    whose = command.device.officer
    _end_device(turn.work, command.device, command.by)
    if not turn.work.roster.devices(whose):
        accounts_ended(EndAccounts(whose, command.by, PAGE), turn)


def close_accounts(work: Work, officer: OfficerId) -> None:
    """Close the accounts of somebody who has left and owes nothing; what was still to go is not."""
    for account in work.roster.bound(officer):
        _end(work, account, NOBODY)
    _end_devices(work, officer, NOBODY)
    for post in work.posts.owed(_FAR):
        if post.to != officer:
            continue
        if not _let_stand(work, post):
            work.posts.save(replace(post, state=PostState.DROPPED))
            work.journal.append([_dropped(part, officer, work) for part in post.parts])


def owed_by(work: Work, officer: OfficerId) -> tuple[str, ...]:
    """The numbers of the open inquiries he has a part in."""
    found = work.inquiries.find(Filter(open=True, newest_first=False, at_most=_ALL))
    return tuple(inquiry.number for inquiry in found if is_on(inquiry, officer))


def may_come_by_itself(work: Work, key: str) -> bool:
    """Tell whether an account may be bound without a code: not once it was ended."""
    return not work.kept(_code_only(key))


def _end(work: Work, account: Account, by: OfficerId) -> None:
    work.drop(account)
    work.keep(_code_only(entry_key(account)), "1")
    work.journal.append((_ended(account, work, by),))


def _end_devices(work: Work, officer: OfficerId, by: OfficerId) -> None:
    """Browsers come in as the person, whatever account they began with."""
    for device in work.roster.devices(officer):
        _end_device(work, device, by)


def _end_device(work: Work, device: Device, by: OfficerId) -> None:
    work.drop(device)
    fact = DeviceEnded(inquiry=0, at=work.now, by=by, officer=device.officer, name=device.name)
    work.journal.append((fact,))


def _redirect(turn: Turn, account: Account) -> None:
    """What was still to go there goes to the next account, or is told above; nothing is edited."""
    platforms = frozenset(a.platform for a in turn.work.roster.directory.accounts.values())
    for post in turn.work.posts.owed(_FAR):
        if not _stands_at(post, account):
            continue
        if _let_stand(turn.work, post):
            continue
        give_up(turn, post.id, ENDED, platforms=platforms)
        given_up = turn.work.posts.get(post.id)
        if given_up is not None:
            turn.work.posts.save(given_up)  # the sender lets go of the copy it holds


def _let_stand(work: Work, post: Post) -> bool:
    """An edit that was still to go is owed no more: the message stays as it was read."""
    if not (post.shown or post.message_id):
        return False
    work.posts.save(replace(post, wanted=post.shown, state=PostState.SENT))
    return True


def _stands_at(post: Post, account: Account) -> bool:
    here = (post.address.platform, post.address.chat)
    return post.to == account.officer and here == (account.platform, account.chat)


def _ended(account: Account, work: Work, by: OfficerId) -> AccountEnded:
    return AccountEnded(
        inquiry=0, at=work.now, by=by, officer=account.officer, platform=account.platform
    )


def _dropped(part: Part, to: OfficerId, work: Work) -> NoticeDropped:
    return NoticeDropped(inquiry=part.inquiry, at=work.now, by=NOBODY, view=part.view, to=to)


def _code_only(key: str) -> str:
    return f"code-only/{key}"
