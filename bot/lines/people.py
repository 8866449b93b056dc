"""What looks like a person's name: by surname, by position, by the characters people are called."""

import re

from bot.lines.words import (
    BEFORE_NAME,
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    GIVEN,
    NEVER_GIVEN,
    NICKNAMES,
    NOT_NAMES,
    PLAIN_TITLES,
    SHORT_TITLES,
    SPECIMENS,
    SURNAMES,
    TELLS,
    TITLE_END,
)

_CHINESE = re.compile(r"[一-鿿]+")
_BORDERLAND = re.compile(r"[一-鿿]{1,12}(?:[·•][一-鿿]{1,12})+")  # 阿依古丽·买买提
_LONGEST = 4
_SHORT = 2


def bare(token: str) -> str:
    """Drop what introduces a name: 我是王秀英, 居民王秀英."""
    match = BEFORE_NAME.match(token)
    return token[match.end() :] if match else token


def is_name(token: str, *, near: bool) -> bool:
    """Tell whether a word of its own is a name; *near*: it stands beside the number."""
    if not 1 < len(token) <= _LONGEST + 4 or token in NOT_NAMES:
        return near and bool(_BORDERLAND.fullmatch(token))
    if not _CHINESE.fullmatch(token):
        return near and bool(_BORDERLAND.fullmatch(token))
    title = TITLE_END.search(token, 1)
    if title:
        base = token[: title.start()]
        return base in SURNAMES or is_name(base, near=near)
    return _is_plain_name(token) if not near else _is_plain_name(token) or _is_near_name(token)


def name_at_start(text: str, *, near: bool) -> int:
    """Return how many characters of *text* are a name said without a pause, 0 for none."""
    introduced = len(text) - len(bare(text))
    if introduced:
        after = name_at_start(text[introduced:], near=near)
        return introduced + after if after else 0
    titled = _titled(text)
    if titled:
        return titled
    for length in _lengths(text):
        head, rest = text[:length], text[length:]
        if len(head) < length or not rest or head[:_SHORT] in NOT_NAMES:
            continue
        if near and _is_certain(head):
            return length
        if rest.startswith(TELLS) and _is_plain_name(head):
            return length
    return 0


def name_at_end(text: str) -> int:
    """Return how many characters before a number are a name glued to a matter or place."""
    for title in PLAIN_TITLES:
        if text.endswith(title) and text[-len(title) - 1 : -len(title)] in COMMON_SURNAMES:
            return len(title) + 1
    for length in (4, 3, 2):
        tail = text[-length:]
        if len(text) > length and len(tail) in _lengths(tail) and _is_certain(tail):
            return length
    return 0


def _titled(text: str) -> int:
    for start in (1, 2, 3):
        for title in PLAIN_TITLES:
            if text.startswith(title, start) and _may_bear_title(text[:start]):
                return start + len(title) if len(text) > start + len(title) else 0
    return 0


def _may_bear_title(base: str) -> bool:
    return base in COMMON_SURNAMES or base in COMPOUND_SURNAMES or _is_certain(base)


def _lengths(text: str) -> tuple[int, ...]:
    return (4, 3) if text[:2] in COMPOUND_SURNAMES else (3, 2)


def _surname(token: str) -> str:
    return token[:2] if len(token) > _SHORT and token[:2] in COMPOUND_SURNAMES else token[:1]


def _is_plain_name(token: str) -> bool:
    """A name by its own looks: common surname, or nothing but characters of given names."""
    if token in SPECIMENS:
        return True
    surname = _surname(token)
    given = token[len(surname) :]
    if surname not in SURNAMES or not 1 <= len(given) <= _SHORT or token[:2] in NOT_NAMES:
        return False
    if surname in COMMON_SURNAMES or len(surname) > 1:
        return not NEVER_GIVEN.intersection(given) and not GIVEN.isdisjoint(given)
    return GIVEN.issuperset(given)


def _is_near_name(token: str) -> bool:
    """A name because a number stands beside it: 老王, 李总, rarer characters."""
    if len(token) == _SHORT:
        if token[0] in NICKNAMES:
            return token[1] in COMMON_SURNAMES
        if token[1] in SHORT_TITLES:
            return token[0] in COMMON_SURNAMES
    surname = _surname(token)
    given = token[len(surname) :]
    if surname not in SURNAMES:
        return False
    if GIVEN.issuperset(given):
        return len(given) < _LONGEST
    unlike_a_word = not NEVER_GIVEN.intersection(given) and token[:2] not in NOT_NAMES
    return len(given) <= _SHORT and unlike_a_word


def _is_certain(token: str) -> bool:
    """A name where no gap tells it from a matter: common surname, given characters only."""
    surname = _surname(token)
    given = token[len(surname) :]
    common = surname in COMMON_SURNAMES or len(surname) > 1
    return common and 1 <= len(given) <= _SHORT and GIVEN.issuperset(given) and _is_no_word(token)


def _is_no_word(token: str) -> bool:
    return token not in NOT_NAMES and token[:2] not in NOT_NAMES
