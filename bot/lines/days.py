"""Days and spells of days as people say them: 后天, 下周五, 11月24日到26日, 明天到周三."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from bot.lines.words import DAYS, GAP, PARTS, either

Working = Callable[[date], bool]

_CN = "零一二两三四五六七八九十"
_NUM = rf"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})"
DAY = (
    rf"(?P<day>{either(DAYS)})(?!年|月|显|确|火)"
    r"|(?P<weeks>[上下]*|[本这])个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?:(?P<year>20[0-9]{{2}})[年./-])(?P<m1>{_NUM})[月./-](?P<d1>{_NUM})[日号]?"
    rf"|(?P<month>{_NUM})月份?(?P<d2>{_NUM})[日号]?"
    r"|(?P<m3>[01]?[0-9])[./-](?P<d3>[0-3]?[0-9])(?![0-9./日号])"
    r"|(?P<next>[上下]个?|[本这]个?)月(?P<d4>" + _NUM + r")[日号]"
    rf"|(?P<d5>{_NUM})[日号]"
)
_AFTER = rf"(?P<n>{_NUM})(?P<working>个?工作)?[天日](?:之?[后内]|以[后内])"
_END_OF = r"(?P<end>[本这]?月|[本这]?周|年)(?:底|末)"
_A_DAY = re.compile(rf"(?:{DAY}|{_AFTER}|{_END_OF})(?:{either(PARTS)})?(?:之?前|以前|下班前)?")

_FROM = re.compile(
    rf"从?(?:{DAY}|(?P<lone>[0-9]{{1,2}})(?=[-~至到][0-9]{{1,2}}[日号]))(?:起|开始)?"
)
_TO = re.compile(
    rf"\s*(?:{either(PARTS)})?\s*(?:到|至|~|～|—+|-|－)\s*(?:{DAY}|(?P<bare>[0-9]{{1,2}})[日号]?)"
)
_LASTING = re.compile(rf"\s*(?P<n>{_NUM}|半)个?(?P<working>工作)?(?P<unit>[天日周])")
_LASTING_LAST = re.compile(_LASTING.pattern + "$")
_WEEK = re.compile(r"(?P<weeks>下+|[本这])个?(?:周|星期|礼拜)(?!末)")
_HALF_DAY = re.compile(rf"({either(PARTS)}|半天)")
_STALE = 183  # days: an unsaid year is the one that brings the date nearest


@dataclass(frozen=True, slots=True)
class _Spell:
    first: date
    last: date
    rest: str


def parse_day(text: str, *, today: date, working: Working | None = None) -> date | None:
    """Return the day *text* names and nothing else, ``None`` when it is no day.

    A weekday is the coming one, today included; 3个工作日后 needs *working*.
    """
    match = _A_DAY.fullmatch(text.strip())
    return _named(match, today, working) if match else None


def parse_period(text: str, *, today: date, working: Working) -> tuple[date, date, str] | None:
    """Return the first and last day of a spell (外出 明天到周三 开会) and what else was said."""
    text = text.strip()
    spell = _lasting_from(text, today, working) or _week(text, today, working)
    if spell is None or spell.last < spell.first:
        return None
    return spell.first, spell.last, re.sub(rf"^{GAP}+|{GAP}+$", "", spell.rest)


def day_of(match: re.Match[str], *, near: date) -> date | None:
    """Return the day of a ``DAY`` match; weekdays lie on or after *near*'s week start.

    Shared with reception times, which look back instead of ahead.
    """
    said = match.groupdict()
    if said["day"]:
        return near + timedelta(days=DAYS[said["day"]])
    if said["weekday"]:
        return _weekday(said["weeks"], said["weekday"], near)
    if said["d5"]:
        return _coming(near, int_of(said["d5"]))
    if said["d4"]:
        return _in_month(near, _step(said["next"]), int_of(said["d4"]))
    year, month = said["year"], int_of(said["m1"] or said["month"] or said["m3"])
    day = int_of(said["d1"] or said["d2"] or said["d3"])
    return valid(int(year), month, day) if year else _nearest(near, month, day)


def int_of(text: str) -> int:
    """Read 12 or 十二, up to 99."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    if not ten:
        return _CN.replace("两", "").find(ones[:1])
    high = _CN.replace("两", "").find(tens) if tens else 1
    return high * 10 + (_CN.replace("两", "").find(ones) if ones else 0)


def valid(year: int, month: int, day: int) -> date | None:
    """Return the date, ``None`` for the thirtieth of February."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004 - months of a year
        return None
    return date(year, month, day)


def _named(match: re.Match[str], today: date, working: Working | None) -> date | None:
    if match["end"]:
        return _end_of(match["end"][-1], today)
    if not match["n"]:
        return day_of(match, near=today)
    if not match["working"]:
        return today + timedelta(days=int_of(match["n"]))
    return _nth_working(today, int_of(match["n"]), working) if working else None


def _nth_working(start: date, nth: int, working: Working) -> date | None:
    days = (start + timedelta(days=n) for n in islice(count(1), 400))
    return next(islice(filter(working, days), max(nth, 1) - 1, None), None)


def _end_of(unit: str, today: date) -> date:
    if unit == "周":
        return today + timedelta(days=max(0, 4 - today.weekday()))
    month = 12 if unit == "年" else today.month
    return date(today.year, month, monthrange(today.year, month)[1])


def _lasting_from(text: str, today: date, working: Working) -> _Spell | None:
    match = _FROM.match(text)
    first, at = (_first(match, today), match.end()) if match else (today, 0)
    if first is None:
        return None
    spell = _until(text, at, first, today) or _for_days(text, at, first, working)
    if spell or at or _HALF_DAY.match(text):
        return spell or _Spell(first, first, text[at:])
    return None


def _first(match: re.Match[str], today: date) -> date | None:
    return _coming(today, int(match["lone"])) if match["lone"] else day_of(match, near=today)


def _until(text: str, at: int, first: date, today: date) -> _Spell | None:
    match = _TO.match(text, at)
    if not match:
        return None
    if match["bare"]:
        last = _coming(first, int(match["bare"]))
    else:
        said_from_today = match["day"] or match["weeks"] or match["next"]
        last = day_of(match, near=today if said_from_today else first)
    return _Spell(first, last, text[match.end() :]) if last else None


def _for_days(text: str, at: int, first: date, working: Working) -> _Spell | None:
    match = _LASTING.match(text, at) or (_LASTING_LAST.search(text, at) if at else None)
    if not match:
        return None
    rest = text[at : match.start()] + text[match.end() :]
    return _Spell(first, _days_on(first, match, working), rest)


def _days_on(first: date, lasting: re.Match[str], working: Working) -> date:
    number = 1 if lasting["n"] == "半" else max(1, int_of(lasting["n"]))
    if lasting["working"]:
        return _nth_working(first - timedelta(days=1), number, working) or first
    return first + timedelta(days=number * (7 if lasting["unit"] == "周" else 1) - 1)


def _week(text: str, today: date, working: Working) -> _Spell | None:
    match = _WEEK.match(text)
    if not match:
        return None
    monday = today + timedelta(days=7 * match["weeks"].count("下") - today.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    days = [day for day in week if day >= today and working(day)]
    return _Spell(days[0], days[-1], text[match.end() :]) if days else None


def _weekday(weeks: str, weekday: str, near: date) -> date:
    ahead = min("一二三四五六日天".index(weekday), 6) - near.weekday()
    if not weeks:
        return near + timedelta(days=ahead % 7)
    return near + timedelta(days=ahead + 7 * _step(weeks))


def _step(word: str) -> int:
    return word.count("下") - word.count("上")


def _coming(near: date, day: int) -> date | None:
    return _in_month(near, 0 if day >= near.day else 1, day)


def _in_month(near: date, months: int, day: int) -> date | None:
    years, month = divmod(near.month - 1 + months, 12)
    return valid(near.year + years, month + 1, day)


def _nearest(near: date, month: int, day: int) -> date | None:
    candidates = (valid(near.year + n, month, day) for n in (0, 1, -1))
    near_ones = (d for d in candidates if d and abs((d - near).days) <= _STALE)
    return next(near_ones, valid(near.year, month, day))
