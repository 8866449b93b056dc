"""What may stand in a cell: how it is read into a value, and how the value is written back."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from bot.domain.hours import Limit
from bot.domain.office import Material, OfficerId, Role

YES, NO = "是", "否"
ACTIVE, LEFT = "在职", "离职"

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\t"), " ")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\r"))
_TIDY = {**_FULL_WIDTH, **_SPACES, **_UNSEEN}
_ESCAPED_RETURN = "_x000D_"
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
_BREAKS = re.compile(r"[、,，;；\n]+")
_CODES = re.compile(r"[、,，;；/\s]+")
_LIMIT = re.compile(
    r"([0-9]+)(?:个?(?:(?P<wd>工作日|wd)|(?P<h>小时|h)|(?P<min>分钟|分|min)))?", re.IGNORECASE
)
_LIMIT_WORDS = {"wd": "个工作日", "h": "小时", "min": "分钟"}
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_YES = frozenset({YES, "√", "✓", "TRUE", "Y", "YES"})
_NO = frozenset({"", NO, "×", "FALSE", "N", "NO"})
_PARTS = 5
_COMPARED = 1000  # words; among more, the search takes longer than it helps


@dataclass(eq=False)
class BadCell(Exception):
    """A cell cannot be read; *code* names its sentence in templates/<lang>/workbook.toml."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A way of writing something down. *read* raises `BadCell`; *options* are offered as a list."""

    read: Callable[[str], Any]
    show: Callable[[Any], str] = str
    options: tuple[str, ...] = ()
    several: bool = False


def tidy(text: str) -> str:
    """Full-width letters and digits become ordinary ones; stray spaces and blank lines go."""
    text = text.replace(_ESCAPED_RETURN, "").translate(_TIDY)
    if "\n" not in text:
        return text.strip()
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def near(wrong: str, right: tuple[str, ...]) -> dict[str, str]:
    """Offer the nearest right word under ``near``; nothing where none comes close."""
    bare = wrong.lstrip("0")
    same = [word for word in right if bare and word.lstrip("0") == bare]
    few = right if len(right) <= _COMPARED else ()
    found = same or get_close_matches(wrong, few, n=1, cutoff=0.5)
    return {"near": found[0]} if found else {}


def _code(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _name(text: str) -> str:
    """Names are often spaced out to the same width: 李　明."""
    return _BETWEEN_HAN.sub("", text)


def _words(text: str) -> tuple[str, ...]:
    words = (word.strip() for word in _BREAKS.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _codes(text: str) -> tuple[OfficerId, ...]:
    text = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys(OfficerId(code) for code in _CODES.split(text) if code))


def _roles(text: str) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(_role(word) for word in _CODES.split(text) if word))


def _role(word: str) -> Role:
    known = tuple(role.value for role in Role)
    if word not in known:
        raise BadCell(
            code="role", values={"value": word, "options": "、".join(known), **near(word, known)}
        )
    return Role(word)


def _limit(text: str) -> str:
    """Read a limit; a bare number is working days."""
    match = _LIMIT.fullmatch(_code(text))
    if match is None:
        if text:
            raise BadCell(code="limit", values={"value": text})
        return ""
    unit = next((name for name, found in match.groupdict().items() if found), "wd")
    try:
        return str(Limit.parse(f"{int(match[1])}{unit}"))
    except ValueError as error:
        raise BadCell(code="limit", values={"value": text}) from error


def _show_limit(promise: str) -> str:
    if not promise:
        return ""
    limit = Limit.parse(promise)
    return f"{limit.amount}{_LIMIT_WORDS[limit.unit]}"


def _materials(text: str) -> tuple[Material, ...]:
    return tuple(_material(line) for line in text.split("\n") if line)


def _material(line: str) -> Material:
    parts = [part.strip() for part in line.replace("｜", "|").split("|")]
    if len(parts) > _PARTS or not parts[0]:
        raise BadCell(code="material", values={"value": line})
    name, copies, requirement, issuer, how = parts + [""] * (_PARTS - len(parts))
    return Material(
        name=name,
        copies=copies.removesuffix("份").strip() or "1",
        requirement=requirement,
        issuer=issuer,
        how=how,
    )


def _show_material(material: Material) -> str:
    parts = (material.name, material.copies, material.requirement, material.issuer, material.how)
    return "|".join(parts).rstrip("|")


def _yes(text: str) -> bool:
    word = _code(text).upper()
    if word not in _YES | _NO:
        raise BadCell(code="yes_no", values={"value": text})
    return word in _YES


def _active(text: str) -> bool:
    if text not in ("", ACTIVE, LEFT):
        raise BadCell(code="status", values={"value": text})
    return text != LEFT


def _day(text: str) -> date:
    match = _DAY.fullmatch(_code(text))
    parts = [int(part) for part in match.groups() if part] if match else []
    try:
        return date(*parts)
    except (TypeError, ValueError) as error:
        raise BadCell(code="day", values={"value": text}) from error


def _mail(text: str) -> str:
    mail = _code(text)
    if mail and not _MAIL.fullmatch(mail):
        raise BadCell(code="mail", values={"value": text})
    return mail


def shown(value: object, number_format: str) -> str:
    """Say what the spreadsheet shows: 1 formatted ``000`` is 001, a date is 2026-11-23."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case float() if value.is_integer():
            return _padded(int(value), number_format)
        case int():
            return _padded(value, number_format)
        case datetime():
            return value.date().isoformat()
        case _:
            return tidy(str(value))


def _padded(number: int, number_format: str) -> str:
    zeros = re.match(r"0+(?=$|;)", number_format)
    return str(number).zfill(zeros.end() if zeros else 0)


def _join(words: tuple[str, ...]) -> str:
    return "、".join(words)


LINE = Kind(read=lambda text: text.replace("\n", " "))
TEXT = Kind(read=str)
CODE = Kind(read=_code)
NAME = Kind(read=_name)
MAIL = Kind(read=_mail)
WORDS = Kind(read=_words, show=_join, several=True)
CODES = Kind(read=_codes, show=_join, several=True)
ROLES = Kind(read=_roles, show=_join, options=tuple(Role), several=True)
LIMIT = Kind(read=_limit, show=_show_limit)
MATERIALS = Kind(read=_materials, show=lambda found: "\n".join(map(_show_material, found)))
YES_NO = Kind(read=_yes, show=lambda yes: YES if yes else NO, options=(YES, NO))
STATUS = Kind(read=_active, show=lambda active: ACTIVE if active else LEFT, options=(ACTIVE, LEFT))
DAY = Kind(read=_day)
