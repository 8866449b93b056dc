"""What comes in from outside, made fit to be kept, sorted and said again."""

from collections.abc import Mapping

MOST_DIGITS = 18
"""Of a number from outside: what has more is none of ours, and fits into no column."""


def clean(text: str) -> str:
    """Return *text* as it can be written in UTF-8.

    Two halves of a letter beyond the basic plane that stand side by side are that letter, a half
    by itself is U+FFFD, and U+0000 is nothing: JSON can bring all of them.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def cleaned(lines: Mapping[str, str]) -> dict[str, str]:
    """`clean` for a paper's lines, keys and values."""
    return {clean(key): clean(value) for key, value in lines.items()}


def whole_number(text: str) -> int | None:
    """Read digits; ``None`` for anything else, and for more digits than any of our numbers has."""
    return int(text) if len(text) <= MOST_DIGITS and text.isdecimal() else None
