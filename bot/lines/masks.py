"""Names and numbers as a channel may see them."""

from bot.lines.words import COMPOUND_SURNAMES, TITLE_END

_SHORT_NUMBER = 6
_MOBILE = 11


def mask_name(name: str) -> str:
    """Keep the surname: 王秀英 and 王女士 become 王**, 欧阳娜 becomes 欧阳*."""
    name = name.strip()
    bare = TITLE_END.sub("", name) if len(name) > 3 else name  # noqa: PLR2004 -- 王秀英女士
    shown = 2 if bare[:2] in COMPOUND_SURNAMES else 1
    return bare[:shown] + "*" * min(2, len(bare) - shown) if bare else ""


def mask_phone(phone: str) -> str:
    """Keep what tells numbers apart at a glance: 138****8000, 0871-***4567; hotlines are public."""
    if len(phone) <= _SHORT_NUMBER:
        return phone
    area, dash, local = phone.rpartition("-") if phone.count("-") == 1 else ("", "", phone)
    if area:
        return area + dash + _stars(local, shown=0)
    return _stars(local, shown=3 if len(local) >= _MOBILE - 2 else 0)


def _stars(digits: str, *, shown: int) -> str:
    last = 4
    return digits[:shown] + "*" * (len(digits) - shown - last) + digits[-last:]
