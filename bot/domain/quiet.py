"""When a person is left alone (免打扰): what is not urgent waits until it is over. Pure."""

from datetime import datetime, time, timedelta

from bot.domain.hours import OfficeHours

Span = tuple[time, time]
"""From and until, on the office's clock; it may go over midnight."""


def quiet_ends(at: datetime, span: Span, hours: OfficeHours) -> datetime | None:
    """When the quiet hours around *at* are over; ``None`` if there are none then."""
    begins, ends = span
    local = hours.local(at)
    clock, day = local.time(), local.date()
    if begins <= clock < ends:
        last = day
    elif begins > ends and (clock >= begins or clock < ends):
        last = day + timedelta(days=1) if clock >= begins else day
    else:
        return None
    return datetime.combine(last, ends, hours.zone)


def left_alone_until(at: datetime, span: Span, hours: OfficeHours) -> datetime | None:
    """When what would come at *at* is told instead; ``None`` if it may come.

    That is the next opening, where all that waited is one message; only for who is left alone all
    through the opening hours it is the end of his quiet hours.
    """
    ends = quiet_ends(at, span, hours)
    if ends is None:
        return None
    opening = hours.heard(ends)
    return ends if quiet_ends(opening, span, hours) else opening
