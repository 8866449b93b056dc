"""One line of speech: name, number, place, channel word, time and matter, as people say them.

Pure: no I/O beyond the vocabulary read at import, no clock; the words are in ``words.toml``.
"""

from bot.lines.days import parse_day, parse_period
from bot.lines.masks import mask_name, mask_phone
from bot.lines.questions import is_pleasantry, is_question
from bot.lines.reader import Line
from bot.lines.reading import looks_like_visitor, parse, split
from bot.lines.words import DEFAULT_CHANNELS, DEFAULT_KINDS

__all__ = [
    "DEFAULT_CHANNELS",
    "DEFAULT_KINDS",
    "Line",
    "is_pleasantry",
    "is_question",
    "looks_like_visitor",
    "mask_name",
    "mask_phone",
    "parse",
    "parse_day",
    "parse_period",
    "split",
]
