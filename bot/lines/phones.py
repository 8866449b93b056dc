"""Telephone numbers in a line of speech: typed, dictated, glued to their neighbours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.lines.words import AMOUNTS, COUNTS, NOT_A_PHONE_AFTER, PHONE_LABEL


@dataclass(frozen=True, slots=True)
class Found:
    """A number and where in the text it stands, its label (电话：) included."""

    start: int
    end: int
    phone: str
    doubts: tuple[str, ...] = ()


_MOBILE_DIGITS = 11
_LOCAL_DIGITS = (7, 8)
_SPOKEN = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")

_ANY = re.compile(
    r"[0-9](?:[ -]?[0-9]){2}|[零〇幺一二两三四五六七八九](?:[ -]?[零〇幺一二两三四五六七八九]){6}"
)
_MOBILE = re.compile(r"(?<![0-9])(?:\+86[ -]?|0086[ -]?|86)?(1[3-9][0-9]{9})(?![0-9])")
_DICTATED = re.compile(
    r"(?<![0-9])(?:\+?86[ -]?)?(1[ -]?[3-9](?:[ -]?[0-9]){9})(?![0-9])(?! [0-9](?![0-9]))"
)
_HOTLINE = re.compile(
    r"(?<![0-9A-Za-z-])([48]00)[ -]?([0-9]{3})[ -]?([0-9])[ -]?([0-9]{3})(?![0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z])[(（]?(0(?:10|2[0-9]|[3-9][0-9]{2}))[)）]?[ -]{0,2}"
    r"([1-9][0-9]{5,8}|[1-9][0-9]{2,3}[ -][0-9]{4})(?![0-9])(?:(?:转|-|#)([0-9]{1,5})(?![0-9]))?"
)
_ODD_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.-])(1[3-9](?:[0-9]{7,8}|[0-9]{10,11})"
    r"|1[3-9][0-9][ -][0-9]{3,4}[ -][0-9]{3,5})(?![0-9Xx])"
)
_LOCAL = re.compile(
    r"(?<![0-9A-Za-z.-])(?!20[0-3][0-9][ -]?(?:[01][0-9][0-3][0-9]|20))"
    r"([2-8][0-9]{6,7}|[2-8][0-9]{2,3}[ -][0-9]{4})(?:转([0-9]{1,5}))?(?![0-9.A-Za-z])"
)
_SHORT = re.compile(r"(?<![^\s,，;；、:：])(1[0-9]{2}|1[0-9]{4}|9[56][0-9]{3,4})(?![^\s,，;；、])")
_SPOKEN_RUN = re.compile(r"[零〇幺一二两三四五六七八九](?:[ -]?[零〇幺一二两三四五六七八九]){6,12}")


def find(text: str, *, area_code: str = "") -> Found | None:
    """Return the caller's number: a mobile before a landline, a sound one before a doubtful one.

    A local number is given the office's *area_code*; a number of the wrong length is kept, with a
    doubt ``phone_short:N`` or ``phone_long:N`` (digits missing or too many).
    """
    if not _ANY.search(text):
        return None
    for shape, read in _SHAPES:
        for match in shape.finditer(text):
            if _somebody_elses(text, match):
                continue
            found = read(match, area_code)
            if found:
                return _with_label(text, found)
    return None


def _somebody_elses(text: str, match: re.Match[str]) -> bool:
    end = match.end()
    if match.re in (_LOCAL, _ODD_MOBILE) and text[end : end + 1] in AMOUNTS:
        return True
    if match.re is _SHORT and text[end : end + 2].lstrip()[:1] in COUNTS:
        return True
    return bool(NOT_A_PHONE_AFTER.search(text, max(0, match.start() - 12), match.start()))


def _with_label(text: str, found: Found) -> Found:
    label = PHONE_LABEL.search(text, max(0, found.start - 8), found.start)
    if not label:
        return found
    return Found(label.start(), found.end, found.phone, found.doubts)


def _mobile(match: re.Match[str], _: str) -> Found:
    return Found(match.start(), match.end(), _digits(match[1]))


def _hotline(match: re.Match[str], _: str) -> Found:
    return Found(match.start(), match.end(), f"{match[1]}-{match[2]}-{match[3]}{match[4]}")


def _landline(match: re.Match[str], _: str) -> Found:
    local = _digits(match[2])
    phone = f"{match[1]}-{local}" + (f"-{match[3]}" if match[3] else "")
    return Found(match.start(), match.end(), phone, _doubts(len(local), *_LOCAL_DIGITS))


def _odd_mobile(match: re.Match[str], _: str) -> Found:
    phone = _digits(match[1])
    return Found(
        match.start(), match.end(), phone, _doubts(len(phone), _MOBILE_DIGITS, _MOBILE_DIGITS)
    )


def _local(match: re.Match[str], area_code: str) -> Found:
    local = _digits(match[1]) + (f"-{match[2]}" if match[2] else "")
    return Found(match.start(), match.end(), f"{area_code}-{local}" if area_code else local)


def _short(match: re.Match[str], _: str) -> Found | None:
    from phonenumbers import is_valid_short_number_for_region, parse  # noqa: PLC0415 -- 20 ms

    if not is_valid_short_number_for_region(parse(match[1], "CN"), "CN"):
        return None
    return Found(match.start(), match.end(), match[1])


def _spoken(match: re.Match[str], area_code: str) -> Found | None:
    """Read 一三八零零一三八零零零; what is left over after a mobile (…零一直没消息) is no digit."""
    typed = match[0].translate(_SPOKEN)
    mobile = re.match(r"1[ -]?[3-9](?:[ -]?[0-9]){9}", typed)
    if mobile:
        return Found(match.start(), match.start() + mobile.end(), _digits(mobile[0]))
    found = find(typed, area_code=area_code)
    if not found or found.start or found.end != len(typed):
        return None
    return Found(match.start(), match.end(), found.phone, found.doubts)


_Reader = Callable[[re.Match[str], str], Found | None]
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_MOBILE, _mobile),
    (_LANDLINE, _landline),
    (_HOTLINE, _hotline),
    (_DICTATED, _mobile),
    (_ODD_MOBILE, _odd_mobile),
    (_LOCAL, _local),
    (_SPOKEN_RUN, _spoken),
    (_SHORT, _short),
)


def _digits(text: str) -> str:
    return "".join(_each_digit(text))


def _each_digit(text: str) -> Iterator[str]:
    return (sign for sign in text if sign.isdigit())


def _doubts(length: int, least: int, most: int) -> tuple[str, ...]:
    if length < least:
        return (f"phone_short:{least - length}",)
    if length > most:
        return (f"phone_long:{length - most}",)
    return ()
