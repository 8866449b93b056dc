"""Where the demo's clock stands after it was wound."""

import re
from datetime import datetime, timedelta

from bot.clockwork.alarm import Clockwork
from bot.domain.rules import Office

_SPAN = re.compile(r"([1-9][0-9]{0,2})(wd|h|min)", re.ASCII)


async def wound(clockwork: Clockwork, office: Office, now: datetime, to: str) -> datetime:
    """Where the clock stands after winding by ``5wd``, ``1h``, ``next`` or to ``2026-12-01 10:30``.

    Raises:
        ValueError: none of these, or a moment that is past.
    """
    if to == "next":
        return await clockwork.next() or now
    span = _SPAN.fullmatch(to)
    if span and span[2] == "wd":
        return office.hours.same_time_after(now, int(span[1]))
    if span:
        unit = timedelta(hours=1) if span[2] == "h" else timedelta(minutes=1)
        return now + int(span[1]) * unit
    moment = datetime.fromisoformat(to)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=office.hours.zone)
    if moment < now:
        raise ValueError(to)
    return moment
