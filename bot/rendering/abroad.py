"""What platforms abroad may show of an inquiry (个人信息保护法 Art. 36): an allow-list.

The duty's short name stands for the matter, a surname for the inquirer; numbers, places and whatever
people wrote stay at home. The first responder may release an inquiry's words (文字可发), which then
go veiled.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, replace
from functools import cache
from typing import Any

from bot.chat import Button, Outgoing, Segment
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Attached, Inquiry, Note, Return, Urge
from bot.lines import mask_name
from bot.lines.veil import veiled, without_numbers

MAY_LEAVE = frozenset(
    {
        "id", "number", "full", "state", "step", "version", "channel", "kind",
        "doubts", "duty", "department", "received_at", "registered_at", "registered_by",
        "first_responder", "followed_by", "first_handler", "assignee", "director", "helpers",
        "holders", "meant_for", "acting_for", "presence", "clocks", "papers", "attempts",
        "referred_at", "accepted_at", "contacted_at", "concluded_at", "closed_at", "outcome",
        "grade", "graded_by", "redone", "call_back", "told_new_date", "ruleset", "released",
        "in_hand_of", "in_hand_at",
    }
)  # fmt: skip
"""Fields that say who, when and how far, and hold nothing anybody wrote."""


_ADDRESS = re.compile(r"(https?://\S+)")
WRITTEN = ("told", "basis", "outside", "receipt", "grade_reason")
"""Fields somebody may have written into, or chosen from a list."""


def from_abroad(
    inquiry: Inquiry, *, subject: str, elsewhere: str, is_listed: Callable[[str], bool]
) -> Inquiry:
    """The inquiry as platforms abroad may show it: what is not named here is blank.

    *subject* stands for the matter, *elsewhere* for what else was written; words of a list the
    office chose (*is_listed*) are nobody's particulars and stay.
    """

    def words(text: str) -> str:
        if not text or is_listed(text):
            return text
        return _veiled(text, inquiry) if inquiry.released else elsewhere

    shown: dict[str, Any] = {f.name: _blank(f) for f in fields(Inquiry) if f.name not in MAY_LEAVE}
    shown |= {name: words(getattr(inquiry, name)) for name in WRITTEN}
    shown["matter"] = _veiled(inquiry.matter, inquiry) if inquiry.released else subject
    shown["inquirer"] = Inquirer(name=mask_name(inquiry.inquirer.name))  # the rest is blank
    shown["notes"] = tuple(_note(each, words) for each in inquiry.notes)
    shown["returns"] = tuple(_returned(each, words) for each in inquiry.returns)
    shown["urges"] = tuple(_urge(each, words) for each in inquiry.urges)
    shown["files"] = tuple(map(_file, inquiry.files))
    return replace(inquiry, **shown)


def without_particulars(text: str) -> str:
    """A passing word (a toast) on its way out."""
    return without_numbers(text)


def fit_for_abroad(message: Outgoing) -> Outgoing:
    """The last look at a message on its way out: whatever brought a number there, it stays here."""
    segments = tuple(each if each.kind == "a" else _segment(each) for each in message.segments)
    rows = tuple(tuple(_button(each) for each in row) for row in message.rows)
    return replace(message, segments=segments, rows=rows)


def _segment(segment: Segment) -> Segment:
    """Addresses of pages stay whole: the code in one may look like a number."""
    pieces = _ADDRESS.split(segment.text)
    shown = (each if n % 2 else without_numbers(each) for n, each in enumerate(pieces))
    return segment._replace(text="".join(shown))


def _button(button: Button) -> Button:
    return button._replace(label=without_numbers(button.label))


def _veiled(text: str, inquiry: Inquiry) -> str:
    others = replace(inquiry.inquirer, name="").said
    return veiled(text, names=(inquiry.inquirer.name,), secrets=others)


@cache
def _blank(field: "Field[object]") -> object:
    if field.default is not MISSING:
        return field.default
    return ""  # the matter alone has no default, and is a text


def _note(note: Note, words: Callable[[str], str]) -> Note:
    """A correction of a field says that there was one."""
    if note.field:
        return Note(at=note.at, by=note.by, text="", field=note.field)
    return Note(at=note.at, by=note.by, text=words(note.text))


def _returned(entry: Return, words: Callable[[str], str]) -> Return:
    return replace(entry, reason=words(entry.reason))


def _urge(entry: Urge, words: Callable[[str], str]) -> Urge:
    return replace(entry, reason=words(entry.reason), note=words(entry.note))


def _file(file: Attached) -> Attached:
    """A name of a file may hold a person's, and a place is an address."""
    return Attached(id=file.id, at=file.at, by=file.by, kind=file.kind, state=file.state)
