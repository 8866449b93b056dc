"""Whether words tell of an emergency (紧急): something falls, burns or leaks, somebody is in danger."""

import re

from bot.lines.words import NO_EMERGENCY, URGENT

_SAYS_SO = re.compile("|".join(map(re.escape, URGENT)))
_DOES_NOT = re.compile("|".join(map(re.escape, NO_EMERGENCY)))


def sounds_urgent(matter: str) -> bool:
    """Tell whether the matter's own words say that it cannot wait."""
    return _SAYS_SO.search(_DOES_NOT.sub("", matter)) is not None
