"""How a transcript is written in a test."""

from textwrap import dedent


def lines(text: str) -> str:
    """Strip the indentation a test needs and the person does not see."""
    return dedent(text).strip("\n").rstrip()
