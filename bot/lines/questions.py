"""Questions, the answer given with them, and what is mere courtesy."""

import re

from bot.lines.people import is_name
from bot.lines.words import ANSWERS, ASKS, BLAMES, GAP, GAPS, NO_ANSWER, PLEASANTRY

_ANSWERED = re.compile(
    rf"(?:(?<={GAP})|(?<=[?？。]))(?!{NO_ANSWER})(?:{ANSWERS})(?P<colon>{GAP}*)(?=\S)"
)
_ANSWERED_AT_ONCE = re.compile(rf"(?<![没未不回解应已抢])(?!{NO_ANSWER}|答复)答{GAP}*(?=\S)")
_ASKED = re.compile(r"问(?!题|责|卷|答|候|诊|询)")
_UNSAID = re.compile(r"[^0-9a-z一-鿿]+")


def is_question(matter: str) -> bool:
    """Tell a consultation (怎么, 多少, 能不能 …) from a reproach (怎么还没 …)."""
    return bool(ASKS.search(BLAMES.sub("", matter)))


def is_pleasantry(text: str) -> bool:
    """Tell greetings, thanks and acknowledgements, which are never registered."""
    spoken = _UNSAID.sub("", text.lower())
    polite = PLEASANTRY.match(spoken)
    rest = spoken[polite.end() :] if polite else spoken
    return not rest or (polite is not None and is_name(rest, near=False))


def question_and_answer(text: str) -> tuple[str, str]:
    """Part 「问… 答…」; the answer is empty when none was given."""
    asked = _ASKED.match(text)
    match = _ANSWERED.search(text)
    if match and not (asked or ":" in match["colon"] or "：" in match["colon"]):
        match = match if is_question(text[: match.start()]) else None
    if not match and asked:
        match = _ANSWERED_AT_ONCE.search(text, asked.end() + 1)
    if not match or not text[: match.start()].strip(GAPS):
        return text, ""
    return text[: match.start()].strip(GAPS), text[match.end() :].strip()
