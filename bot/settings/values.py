"""What single values of the configuration look like: each reads a text or raises ValueError."""

import re
import zoneinfo
from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

from bot.settings.toml import nearest

USUAL_ZONE = "Asia/Shanghai"
_SESSION = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_MOMENT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def listening(text: str) -> tuple[str, int]:
    """Read ``127.0.0.1:8000`` or ``[::1]:8000``; raises ValueError."""
    match = re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:/]+):([0-9]{1,5})", text, re.ASCII)
    if match is None or int(match[2]) > 65535:  # noqa: PLR2004 - the highest port
        raise ValueError('expected an address and a port such as "127.0.0.1:8000"')
    return match[1].strip("[]"), int(match[2])


def session(text: str) -> tuple[time, time] | None:
    """Opening hours from and until: ``08:30-12:00``; raises ValueError."""
    match = _SESSION.fullmatch(text)
    if match is None:
        raise ValueError(f'expected a session such as "08:30-12:00", not "{text}"')
    opens, closes = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    return time(*opens), time(*closes)


def quiet_hours(text: str) -> tuple[time, time]:
    """Read ``20:00-07:30``; it may go over midnight.

    Raises:
        ValueError: it is none.
    """
    match = _SESSION.fullmatch(text)
    if match is None or match.groups()[:2] == match.groups()[2:]:
        raise ValueError(f'expected quiet hours such as "20:00-07:30", not "{text}"')
    return time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))


def time_within(text: str, sessions: Sequence[tuple[time, time]]) -> time:
    """Read ``09:00``, from the first opening until the last closing; raises ValueError."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(f'expected a time such as "09:00", not "{text}"')
    found = time(int(match[1]), int(match[2]))
    if sessions and not sessions[0][0] <= found < sessions[-1][1]:
        raise ValueError(f'"{text}" is not within the opening hours')
    return found


def time_zone(text: str) -> ZoneInfo:
    """A name of the IANA list; raises ValueError."""
    # A folder of zones is an OSError, a path a ValueError, anything else unknown a KeyError.
    try:
        return ZoneInfo(text)
    except (KeyError, OSError, ValueError) as error:
        near = nearest(text, zoneinfo.available_timezones()) or USUAL_ZONE
        raise ValueError(f'unknown time zone "{text}"; did you mean "{near}"?') from error


def area_code(text: str) -> str:
    """``021``, or nothing; raises ValueError."""
    if not re.fullmatch(r"(0[1-9][0-9]{1,2})?", text, re.ASCII):
        raise ValueError(f'expected an area code such as "021" or "0556", not "{text}"')
    return text
