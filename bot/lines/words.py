"""The vocabulary of ``words.toml``, read once: recognised words, never texts said to anyone."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_TABLES: dict[str, dict[str, Any]] = tomllib.loads(
    files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
_MARKS, _PHONES, _NAMES, _PLACES = (_TABLES[t] for t in ("marks", "phones", "names", "places"))


def either(words: Iterable[str]) -> str:
    """Join words to a regular expression that prefers the longest."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=64)
def opening(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile the pattern that finds one of *words* at the start of a text."""
    return re.compile(either(words) if words else r"(?!)")


def _letters(text: str) -> frozenset[str]:
    return frozenset("".join(text.split()))


# What parts the words of a line.
GAPS = " \t\r\n,，;；、|/:：。"
BRACKETS = "【】[]()（）"
AROUND = GAPS + BRACKETS
GAP = rf"[{re.escape(AROUND)}]"

DEFAULT_CHANNELS = MappingProxyType(dict(_TABLES["channels"]))
DEFAULT_KINDS = MappingProxyType(dict(_TABLES["kinds"]))
SAME = opening(tuple(_MARKS["same"]))
APART = frozenset(_MARKS["apart"])
NO_CHANNEL_BEFORE = _letters(_MARKS["no_channel_before"])
NO_KIND_BEFORE: tuple[str, ...] = tuple(_MARKS["no_kind_before"])
SAID = re.compile(rf"(?:(?!{either(_MARKS['not_said'])})(?:{either(_MARKS['said'])}){GAP}*)+")
TELLS: tuple[str, ...] = tuple(_MARKS["tells"])
LABELS = frozenset(_MARKS["labels"])
OPENS = frozenset(_MARKS["opens"])
ANSWERS, NO_ANSWER = either(_MARKS["answers"]), either(_MARKS["no_answer"])

PHONE_LABEL = re.compile(rf"(?:{either(_PHONES['labels'])})[是为]?[:：\s]*$")
NOT_A_PHONE_AFTER = re.compile(rf"(?:{either(_PHONES['not_after'])})[是为码]?[:：\s]*$")
AMOUNTS, COUNTS = _letters(_PHONES["amounts"]), _letters(_PHONES["counts"])

ASKS = re.compile(either(_TABLES["questions"]["asks"]))
BLAMES = re.compile(either(_TABLES["questions"]["blames"]))
PLEASANTRY = re.compile(
    rf"(?:(?:{either(_TABLES['pleasantries']['words'])})[{_TABLES['pleasantries']['tails']}]*)+"
)

DAYS: dict[str, int] = _TABLES["days"]
PARTS: dict[str, list[str]] = _TABLES["parts"]
JUST_NOW: tuple[str, ...] = tuple(_TABLES["moments"]["now"])
MOMENT_TAILS: tuple[str, ...] = tuple(_TABLES["moments"]["tails"])

URGENT: tuple[str, ...] = tuple(_TABLES["urgency"]["says"])
NO_EMERGENCY: tuple[str, ...] = tuple(_TABLES["urgency"]["not"])

COMMON_SURNAMES = _letters(_NAMES["common"])
COMPOUND_SURNAMES = frozenset(_NAMES["compound"])
SURNAMES = COMMON_SURNAMES | _letters(_NAMES["known"]) | COMPOUND_SURNAMES
GIVEN, NEVER_GIVEN = _letters(_NAMES["given"]), _letters(_NAMES["never"])
NOT_NAMES = frozenset(_NAMES["stops"])
TITLES = frozenset(_NAMES["titles"])
PLAIN_TITLES: tuple[str, ...] = tuple(_NAMES["plain_titles"])
TITLE_END = re.compile(rf"(?:{either(_NAMES['titles'])})$")
SHORT_TITLES = _letters(_NAMES["short_titles"])
POSTS = re.compile(either(_NAMES["posts"]))
NICKNAMES = frozenset(_NAMES["nicknames"])
SPECIMENS = frozenset(_NAMES["specimens"])
BEFORE_NAME = opening(tuple(_NAMES["before"]))
SURNAME_READINGS: dict[str, str] = _TABLES["surname_readings"]

# Cut out of a matter before it is compared with the catalogue.
STOPS = re.compile(either(_TABLES["matters"]["stops"]))
WEAK = frozenset(_TABLES["matters"]["weak"])

LIVES = re.compile(either(_PLACES["before"]))
HOMES = either(_PLACES["homes"])
DWELLINGS: tuple[str, ...] = tuple(_PLACES["homes"]) + tuple(_PLACES["apart"])
BODIES: tuple[str, ...] = tuple(_PLACES["bodies"])
NOWHERE = frozenset(_PLACES["nowhere"])
BESIDE, NEVER_PLACE = _letters(_PLACES["beside"]), _letters(_PLACES["never"])
