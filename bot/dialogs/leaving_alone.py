"""免打扰: when a person wants to be left alone."""

import re
from datetime import time

from bot.dialogs.talk import Talk
from bot.domain.office import Quiet
from bot.turns.owing import quiet_of

_TIME = r"(\d{1,2})(?:[:：点时](\d{2})?分?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:[-–—~～至到]|to)\s*{_TIME}")


def quiet(talk: Talk, rest: str) -> None:
    """「免打扰 21:00-7:00」, 「免打扰 关」; bare it says what is set."""
    work, said = talk.turn.work, rest.strip()
    own = work.roster.quiet(talk.me.id)
    unread = False
    if said.casefold() in talk.turn.views.wording.labels("quiet_off").values():
        if own is not None:
            work.drop(own)
    elif span := _span(said):
        work.put(Quiet(officer=talk.me.id, begins=span[0], ends=span[1]))
    else:
        unread = bool(said)
    talk.say(
        "replies/quiet",
        span=quiet_of(talk.turn, talk.me.id),
        own=work.roster.quiet(talk.me.id),
        unread=unread,
    )


def _span(text: str) -> tuple[time, time] | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    hours = [int(found[1]), int(found[3])]
    minutes = [int(found[2] or 0), int(found[4] or 0)]
    if max(hours) > 24 or max(minutes) > 59:  # noqa: PLR2004 - the clock's own numbers
        return None
    begins, ends = (time(h % 24, m) for h, m in zip(hours, minutes, strict=True))
    return (begins, ends) if begins != ends else None
