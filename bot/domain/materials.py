"""Files handed over in chat (材料附件): added, fetched, refused, moved, deleted. Values in, facts out."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.copies import replace
from bot.domain.facts import (
    MaterialRefused,
    MaterialsAdded,
    MaterialsDeleted,
    MaterialsKept,
    MaterialsMoved,
)
from bot.domain.hands import Step
from bot.domain.inquiry import Attached, FileState, Inquiry
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import FileRule

NAME_LENGTH = 80
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "text/plain": "txt",
}


def clean_name(name: str, mime: str, usual: str) -> str:
    """Return a name that is good on every system and shows nothing it is not; *usual* if none is left."""
    name = unicodedata.normalize("NFC", name)
    kept = "".join(c for c in name if unicodedata.category(c)[0] not in "CZ" or c == " ")
    kept = _FORBIDDEN.sub("_", kept).strip(" ._")
    stem, dot, ending = kept.rpartition(".")
    if not dot or not ending.isalnum() or not stem:
        stem, ending = kept, _ENDINGS.get(mime, "")
    stem = (stem or usual)[: NAME_LENGTH - len(ending) - 1]
    return f"{stem}.{ending.lower()}" if ending else stem


def why_not(file: Attached, rule: FileRule) -> str:
    """Say why a file is not taken: ``large``, ``type``, or "" if it is."""
    if file.size > rule.largest:
        return "large"
    ending = file.name.rpartition(".")[2].lower()
    known = file.kind in ("photo", "voice", "location") or ending in rule.endings
    return "" if known else "type"


def add_materials(
    inquiry: Inquiry, *, files: tuple[Attached, ...], by: OfficerId, at: datetime
) -> Step:
    """Attach files; those of them that have been refused already say so at once."""
    listed = tuple((file.id, file.name) for file in files)
    added = MaterialsAdded(inquiry=inquiry.id, at=at, by=by, files=listed)
    refused = tuple(
        MaterialRefused(inquiry=inquiry.id, at=at, by=NOBODY, file=file.id, reason=file.reason)
        for file in files
        if file.state == FileState.REFUSED
    )
    return replace(inquiry, files=(*inquiry.files, *files)), (added, *refused)


def keep_materials(inquiry: Inquiry, *, files: Mapping[int, Attached], at: datetime) -> Step:
    """Write down what became of files that were fetched: kept or refused, each by its number."""
    changed = replace(inquiry, files=tuple(files.get(f.id, f) for f in inquiry.files))
    here = [file for file in files.values() if any(f.id == file.id for f in inquiry.files)]
    kept = tuple((file.id, file.sha) for file in here if file.state == FileState.KEPT)
    facts = [MaterialsKept(inquiry=inquiry.id, at=at, by=NOBODY, files=kept)] if kept else []
    refused = [
        MaterialRefused(inquiry=inquiry.id, at=at, by=NOBODY, file=file.id, reason=file.reason)
        for file in here
        if file.state == FileState.REFUSED
    ]
    return changed, (*facts, *refused)


def move_materials(
    inquiry: Inquiry, *, files: Iterable[int], to: Inquiry, by: OfficerId, at: datetime
) -> tuple[Step, Step]:
    """Take files off *inquiry* and attach them to *to*."""
    wanted = frozenset(files)
    moved = tuple(f for f in inquiry.files if f.id in wanted)
    rest = replace(inquiry, files=tuple(f for f in inquiry.files if f.id not in wanted))
    ids = tuple(file.id for file in moved)
    fact = MaterialsMoved(inquiry=inquiry.id, at=at, by=by, files=ids, to=to.number)
    return (rest, (fact,)), add_materials(to, files=moved, by=by, at=at)


def delete_materials(inquiry: Inquiry, *, files: Iterable[int], at: datetime) -> Step:
    """Say that kept files are gone, their time being over; their names stay on record."""
    wanted = frozenset(files)
    gone = tuple((f.id, f.sha) for f in inquiry.files if f.id in wanted and f.sha)
    changed = tuple(
        replace(f, state=FileState.DELETED, sha="") if f.id in wanted else f for f in inquiry.files
    )
    fact = MaterialsDeleted(inquiry=inquiry.id, at=at, by=NOBODY, files=gone)
    return replace(inquiry, files=changed), (fact,)
