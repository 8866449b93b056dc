"""Where a visitor comes from: 黑石乡, 金桂小区3栋, 云岭第一小学."""

import re
from collections.abc import Collection

from bot.lines.words import BESIDE, BODIES, DWELLINGS, HOMES, NEVER_PLACE, NOWHERE

_HOME = re.compile(
    rf"(?:[一-鿿]{{1,4}}?[县市区州])?[一-鿿]{{1,4}}?(?:{HOMES})"
    rf"(?:[一-鿿0-9]{{1,4}}?(?:{HOMES}|组|屯|寨|号)){{0,2}}"
)
_NUMBERED = re.compile(r"[0-9]{1,4}[号组栋幢室]")
_LONGEST = 20


def is_place(token: str, places: Collection[str], *, of_a_visitor: bool) -> bool:
    """Tell whether a word of its own is a place; bodies only count when the visitor is known."""
    if token in places:
        return True
    ends = DWELLINGS + BODIES if of_a_visitor else DWELLINGS
    if not 1 < len(token) <= _LONGEST or not token.endswith(ends) or token in NOWHERE:
        return False
    return not NEVER_PLACE.intersection(token) and not _NUMBERED.fullmatch(token)


def home_at_start(text: str, places: Collection[str]) -> int:
    """Return how many characters are a home said without a pause before the matter, 0 for none.

    金桂小区旁半夜打桩 is a matter: what lies beside a place is not where the visitor lives.
    """
    for length in _candidates(text, places):
        following = text[length : length + 1]
        if following and following not in BESIDE:
            return length
    return 0


def _candidates(text: str, places: Collection[str]) -> list[int]:
    named = sorted((len(place) for place in places if text.startswith(place)), reverse=True)
    match = _HOME.match(text)
    if match and match[0] not in NOWHERE and not NEVER_PLACE.intersection(match[0]):
        named.append(match.end())
    return named
