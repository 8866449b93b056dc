"""One-time links to the office's own page: what was written is read there, particulars entered.

A platform abroad shows none of them (个人信息保护法 Art. 36); the link shows them once, at home.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from bot.chat.page import Particulars
from bot.commands import do
from bot.commands.entitled import must_see
from bot.commands.handle import AddNote, ReleaseWords
from bot.dialogs.talk import Talk
from bot.domain.errors import NoSuchInquiry, NotForYou
from bot.domain.inquiry import Inquiry
from bot.domain.office import Officer, OfficerId
from bot.lines.phones import find
from bot.ports.store import Work
from bot.turns.turn import Turn

LASTS = timedelta(minutes=15)
_LINES = {"name": 40, "phone": 40, "place": 100}
"""Lines of the page, which are the inquirer's, with the most characters of each."""


def link(talk: Talk, inquiry: int, _: str) -> None:
    """号码: the way to the office's own page, good once for who pressed."""
    found = talk.turn.inquiry(inquiry)
    must_see(talk.turn, talk.me, found)
    page = talk.turn.views.reach.page
    if not page:
        talk.say("replies/no_sheet", i=found)
        return
    token = hand_out(talk.turn.work, found, talk.me.id)
    talk.say("replies/sheet", i=found, link=f"{page}/s#{token}")


def release(talk: Talk, inquiry: int, _: str) -> None:
    """文字可发: this inquiry's words may be shown in chats abroad, veiled; on record."""
    talk.do(ReleaseWords(inquiry, talk.me.id))
    talk.toast("toasts/released")


def hand_out(work: Work, inquiry: Inquiry, officer: OfficerId) -> str:
    """Make a token for *officer* and *inquiry*; the one before is void."""
    token = secrets.token_urlsafe(24)
    slot, name = f"sheet-of/{officer}/{inquiry.id}", _name(token)
    former = work.kept(slot)
    if former:
        work.keep(former, "")
    work.keep(name, f"{inquiry.id} {officer} {(work.now + LASTS).isoformat()}")
    work.keep(slot, name)
    return token


def opened(turn: Turn, token: str) -> Particulars | None:
    """Show what the token is for, once; ``None`` when it is good for nothing."""
    found = _redeemed(turn, token)
    return _shown(turn, *found) if found else None


def written(turn: Turn, token: str, given: Mapping[str, str]) -> Particulars | None:
    """Keep what was changed; lines that cannot be read are named and left as they were."""
    found = _redeemed(turn, token)
    if found is None:
        return None
    inquiry, officer = found
    wrong = []
    for key, most in _LINES.items():
        said = given.get(key, "").strip()[:most]
        value = _number(turn, said) if key == "phone" and said else said
        if value is None:
            wrong.append(key)
        elif value != getattr(inquiry.inquirer, key):
            inquiry = do(AddNote(inquiry.id, value, officer.id, field=key), turn)
    return _shown(turn, inquiry, officer, tuple(wrong))


def _redeemed(turn: Turn, token: str) -> tuple[Inquiry, Officer] | None:
    work = turn.work
    kept = work.kept(_name(token))
    if not kept:
        return None
    number, who, until = kept.split(" ")
    work.keep(_name(token), "")
    work.keep(f"sheet-of/{who}/{number}", "")
    officer = work.roster.officer(who)
    if datetime.fromisoformat(until) < work.now or not officer.active:
        return None
    try:
        inquiry = turn.inquiry(int(number))
        must_see(turn, officer, inquiry)
    except (NoSuchInquiry, NotForYou):
        return None
    return inquiry, officer


def _shown(
    turn: Turn, inquiry: Inquiry, officer: Officer, wrong: tuple[str, ...] = ()
) -> Particulars:
    return Particulars(
        number=inquiry.number,
        words=(inquiry.matter, *(n.text for n in inquiry.notes if not n.field), inquiry.told),
        **{key: getattr(inquiry.inquirer, key) for key in _LINES},
        token=hand_out(turn.work, inquiry, officer.id),
        wrong=wrong,
    )


def _number(turn: Turn, said: str) -> str | None:
    found = find(said, area_code=turn.office.area_code)
    return found.phone if found else None


def _name(token: str) -> str:
    return f"sheet/{sha256(token.encode()).hexdigest()}"
