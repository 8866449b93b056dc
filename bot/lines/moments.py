"""When it was said to have been received: 昨天下午 …, 周五, 11月20日 15:00."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.lines.days import DAY, day_of, int_of
from bot.lines.words import DAYS, JUST_NOW, MOMENT_TAILS, PARTS, either

_TIME = (
    r"(?P<h1>[01]?[0-9]|2[0-3])[:：](?P<min1>[0-5][0-9])"
    r"|(?P<h2>[01]?[0-9]|2[0-3]|[一二两三四五六七八九十]{1,3})[点时]钟?"
    r"(?:(?P<half>半)|(?P<min2>[0-5]?[0-9])分?)?"
)
_AGO = r"(?P<ago>[0-9]{1,3}|[一二两三四五六七八九十半]{1,3})个?(?P<unit>小时|钟头|分钟|天)(?:之?前|以前)"
_MOMENT = re.compile(
    rf"(?:(?P<now>{either(JUST_NOW)})|{_AGO}"
    rf"|(?:{DAY})?\s*(?P<part>{either(PARTS)})?\s*(?:{_TIME})?)"
    rf"(?:{either(MOMENT_TAILS)})?"
)
_STARTS = frozenset(word[0] for word in (*DAYS, *PARTS, *JUST_NOW)) | frozenset(
    "0123456789一二两三四五六七八九十半上本这周星礼"
)
_UNSAID = time(10)
_OLDEST = timedelta(days=60)
_NOON = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A reception time (aware, office's zone; ``None`` = just now) and where its words end."""

    at: datetime | None
    end: int


def leading(text: str, *, now: datetime) -> Moment | None:
    """Read the time words *text* begins with, if they can be when something was received.

    What lies ahead of *now* or more than sixty days back belongs to the matter.
    """
    if text[:1] not in _STARTS:
        return None
    match = _MOMENT.match(text)
    if not match or not match.end():
        return None
    if match["now"]:
        return Moment(None, match.end())
    at = now - _ago(match) if match["ago"] else _said(match, now)
    if at is None or now - at > _OLDEST:
        return None
    return Moment(at if at < now else None, match.end()) if _begun(match, at, now) else None


def _ago(match: re.Match[str]) -> timedelta:
    half, unit = match["ago"] == "半", match["unit"]
    number = 0.5 if half else int(match["ago"]) if match["ago"].isdigit() else int_of(match["ago"])
    if unit == "天":
        return timedelta(days=number)
    return timedelta(minutes=number) if unit == "分钟" else timedelta(hours=number)


def _said(match: re.Match[str], now: datetime) -> datetime | None:
    today = now.date()
    has_day = any(match[key] for key in _DAY_KEYS)
    day = day_of(match, near=today) if has_day else today
    if day is None or not (has_day or match["part"] or _clock(match)):
        return None
    if match["weekday"] and not match["weeks"] and day > today:
        day -= timedelta(days=7)
    if day == today and not match["part"] and not _clock(match):
        return now
    return datetime.combine(day, _time(match), tzinfo=now.tzinfo)


_DAY_KEYS = ("day", "weekday", "m1", "month", "m3", "d4", "d5")


def _clock(match: re.Match[str]) -> str | None:
    return match["h1"] or match["h2"]


def _time(match: re.Match[str]) -> time:
    said, part = _clock(match), match["part"]
    usual = time.fromisoformat(PARTS[part][0]) if part else _UNSAID
    if not said:
        return usual
    hour = int_of(said)
    if (
        part
        and usual.hour >= _NOON
        and hour < _NOON
        and not (hour in (10, 11) and usual.hour == _NOON)
    ):
        hour += _NOON
    minute = 30 if match["half"] else int(match["min1"] or match["min2"] or 0)
    return time(hour % 24, minute)


def _begun(match: re.Match[str], at: datetime, now: datetime) -> bool:
    """Tell 今天下午 said at 14:00, which is now, from 明天下午, which is not past."""
    if at <= now:
        return True
    if at.date() != now.date() or not match["part"] or _clock(match):
        return False
    return time.fromisoformat(PARTS[match["part"]][1]) <= now.time()
