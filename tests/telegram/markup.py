"""Telegram's HTML as strictly as Telegram reads it, or stricter: what is wrong is refused."""

import html
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"<(/?)([a-z-]+)((?:\s[^<>]*)?)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);|[<&]")
_HREF = re.compile(r'\shref="([^"]+)"')
_PLAIN = {"b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"}


@dataclass(frozen=True)
class Entity:
    """A formatted run: its tag, the words in it, and a link's address."""

    tag: str
    text: str
    href: str = ""


class BadMarkup(Exception):
    """Telegram cannot parse these entities."""


def parse(source: str) -> tuple[str, list[Entity]]:
    """Return the bare text as Telegram would keep it (trimmed) and its entities in order."""
    text, at = "", 0
    opened: list[tuple[str, str, int]] = []
    entities: list[Entity] = []
    for token in _TOKEN.finditer(source):
        text += source[at : token.start()]
        at = token.end()
        closing, tag, attributes = token.group(1), token.group(2), token.group(3)
        if not tag:
            text += _character(token.group())
        elif not closing:
            opened.append((tag, _link(tag, attributes), len(text)))
        elif not opened or opened[-1][0] != tag:
            raise BadMarkup(f"Unexpected end tag at byte offset {token.start()}")
        else:
            name, href, start = opened.pop()
            entities.append(Entity(name, text[start:], href))
    if opened:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return (text + source[at:]).strip(), entities


def _character(token: str) -> str:
    if len(token) == 1:
        raise BadMarkup(f'Unescaped "{token}"')
    return html.unescape(token)


def _link(tag: str, attributes: str) -> str:
    if tag == "a" and (match := _HREF.fullmatch(attributes)):
        return html.unescape(match.group(1))
    if tag in _PLAIN and not attributes:
        return ""
    raise BadMarkup(f'Unsupported start tag "{tag}"')
