"""One-time codes (绑定码): short enough for a phone's keyboard, good once, for a day, and guarded.

The store keeps a hash, and the code itself only until the message that shows it was sent. Wrong ones are counted for each guesser and over the whole
office; beyond that all codes rest, the right ones too, and the administrator learns of it.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from bot.chat import Outgoing, Segment
from bot.domain.copies import replace
from bot.domain.messages import URGENT
from bot.domain.office import Officer, OfficerId
from bot.ports.store import Work
from bot.ports.values import Item, Post, PostState
from bot.turns.turn import Turn

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody takes for another."""
LENGTH = 8
CODE_LASTS = timedelta(hours=24)
MOST_GUESSES = 5
"""Wrong codes a guesser may try a day."""
MOST_WRONG = 100
"""Wrong codes of everybody within `REST` before all codes rest that long."""
REST = timedelta(hours=1)
_SHOWN = "shown-codes"
_DASHES = "-‐‑‒–—―−"
_OUT = str.maketrans("", "", _DASHES + " ")


def new_code(work: Work, officer: OfficerId) -> str:
    """Make a one-time code for an officer, grouped for reading; the one before is void."""
    work.keep(_kept(work.kept(f"code-of/{officer}")), "")
    bare = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    hashed = _hash(bare)
    work.keep(_kept(hashed), f"{officer} {(work.now + CODE_LASTS).isoformat()}")
    work.keep(f"code-of/{officer}", hashed)
    return f"{bare[: LENGTH // 2]}-{bare[LENGTH // 2 :]}"


def redeem(work: Work, code: str, *, guesser: str) -> Officer | None:
    """Use a code up; ``None`` if it is not good, or neither it nor any other may be tried now.

    *guesser* is who types it, ``platform/user`` or ``web/address``: his wrong ones are counted.
    """
    if _resting(work) or _tried(work, guesser) >= MOST_GUESSES:
        return None
    officer = _meant(work, code)
    if officer is None:
        _count_wrong(work, guesser)
        return None
    _use_up(work, code, officer.id)
    return officer


def note_shown(work: Work, post: Post | None) -> None:
    """Note the message a code is shown in, for `forget_shown`."""
    if post is not None:
        work.keep(_SHOWN, f"{work.kept(_SHOWN)} {post.id}".strip())


def forget_shown(turn: Turn) -> None:
    """Once a message that shows a code was sent, the store's copy of it is blotted out."""
    work = turn.work
    noted = [int(number) for number in work.kept(_SHOWN).split()]
    if not noted:
        return
    still_owed = []
    for number in noted:
        post = work.posts.get(number)
        if post is not None and post.state == PostState.OWED:
            still_owed.append(str(number))
        elif post is not None:
            words = turn.views.words("replies/code_shown", work).strip()
            work.posts.save(replace(post, body=Outgoing((Segment("text", words),))))
    work.keep(_SHOWN, " ".join(still_owed))


def looks_like_code(text: str) -> bool:
    """Tell whether *text* could be a code: as it is read out, in any case, width and grouping."""
    bare = bare_code(text)
    return len(bare) == LENGTH and all(letter in ALPHABET for letter in bare)


def is_good(work: Work, text: str) -> bool:
    """Tell whether *text* is a code somebody may still use; nothing is used up or counted."""
    return looks_like_code(text) and _meant(work, text) is not None


def bare_code(text: str) -> str:
    """The letters alone, small and of ordinary width."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_OUT).strip()


def _meant(work: Work, code: str) -> Officer | None:
    """Whose code it is, if it is still good and he is on the staff."""
    officer, _, until = work.kept(_kept(_hash(bare_code(code)))).partition(" ")
    if not officer or datetime.fromisoformat(until) <= work.now:
        return None
    found = work.roster.officer(officer)
    return found if found.active else None


def _use_up(work: Work, code: str, officer: OfficerId) -> None:
    work.keep(_kept(_hash(bare_code(code))), "")
    work.keep(f"code-of/{officer}", "")


def _tried(work: Work, guesser: str) -> int:
    day, _, count = work.kept(f"guesses/{guesser}").partition(" ")
    return int(count) if day == work.now.date().isoformat() else 0


def _count_wrong(work: Work, guesser: str) -> None:
    today = work.now.date().isoformat()
    work.keep(f"guesses/{guesser}", f"{today} {_tried(work, guesser) + 1}")
    since, _, count = work.kept("wrong-codes").partition(" ")
    if not since or work.now - datetime.fromisoformat(since) >= REST:
        since, count = work.now.isoformat(), "0"
    wrong = int(count) + 1
    work.keep("wrong-codes", f"{since} {wrong}")
    if wrong >= MOST_WRONG:
        _let_rest(work)


def _let_rest(work: Work) -> None:
    until = (work.now + REST).isoformat()
    work.keep("codes-rest", until)
    work.keep("wrong-codes", "")
    told = Item(
        key=f"codes-rest:{until}",
        to=work.roster.administrator,
        inquiry=0,
        view="codes-rest",
        args=(until,),
        not_before=work.now,
        alone=True,
        rank=URGENT,
    )
    work.items.add(told)


def _resting(work: Work) -> bool:
    until = work.kept("codes-rest")
    return bool(until) and work.now < datetime.fromisoformat(until)


def _kept(hashed: str) -> str:
    return f"code/{hashed}"


def _hash(bare: str) -> str:
    return sha256(bare.encode()).hexdigest()
