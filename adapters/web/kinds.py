"""Which files the page takes: by what they really are, never by what they call themselves."""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

LONGEST_NAME = 80
MOST_PIXELS = 100_000_000
_IMAGES = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"})
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_PACKED = {
    "docx": ("word/document.xml", f"{_OPEN_XML}wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", f"{_OPEN_XML}spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", f"{_OPEN_XML}presentationml.presentation"),
    "ofd": ("OFD.xml", "application/ofd"),  # GB/T 33190, what offices send each other
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/wps-office.wps",
    "et": "application/wps-office.et",
    "dps": "application/wps-office.dps",
}
_TEXTS = frozenset({"txt", "csv"})
INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a browser shows in place; everything else is handed over as a file."""
ACCEPT = (
    "image/jpeg,image/png,image/webp,image/heic,.heic,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,"
    ".et,.dps,.ofd,.txt,.csv,audio/mpeg,audio/mp4,audio/ogg,audio/wav,.mp3,.m4a,.ogg,.amr,.wav"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: photo, document or voice; its type, and the ending its name must have."""

    kind: str
    mime: str
    ending: str


class NotTaken(Exception):
    """The file is none of the kinds taken."""


def kind_of(content: bytes, name: str) -> Kind:
    """Look into a file.

    Raises:
        NotTaken: it is nothing the office takes, or not what its name says.
    """
    ending = name.rpartition(".")[2].casefold()
    for look in _LOOKS:
        found = look(content, ending)
        if found:
            return found
    raise NotTaken


def safe_name(name: str, kind: Kind) -> str:
    """Return *name* as one may write it into a header and onto a disk, with the right ending."""
    shown = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    clean = "".join(c for c in shown if unicodedata.category(c)[0] != "C")
    clean = re.sub(r"[<>:\"|?*;%]", "_", clean).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > len("jpeg"):
        stem, ending = clean, ""
    same = ending.casefold() in (kind.ending, *_ALSO.get(kind.ending, ()))
    right = ending if same else kind.ending
    stem = (stem if same or not ending or kind.kind == "photo" else clean)[:LONGEST_NAME]
    return f"{stem.strip(' .') or kind.kind}.{right}"


_ALSO = {"jpg": ("jpeg",), "heic": ("heif",)}


def _image(content: bytes, _: str) -> Kind | None:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return Kind("photo", "image/heic", "heic")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own limit is a warning; ours stands below
            mime, ending = _verified(content)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    return Kind("photo", mime, ending)


def _verified(content: bytes) -> tuple[str, str]:
    with Image.open(io.BytesIO(content), formats=tuple(_IMAGES)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise NotTaken
        image.verify()
        return _IMAGES[str(image.format)]


def _pdf(content: bytes, _: str) -> Kind | None:
    return Kind("document", "application/pdf", "pdf") if content.startswith(b"%PDF-") else None


def _office(content: bytes, ending: str) -> Kind | None:
    if content.startswith(_COMPOUND) and ending in _OLD_OFFICE:
        return Kind("document", _OLD_OFFICE[ending], ending)
    part, mime = _PACKED.get(ending, ("", ""))
    if not part or not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = frozenset(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    macros = any(each.endswith("vbaProject.bin") for each in names)
    return Kind("document", mime, ending) if part in names and not macros else None


def _audio(content: bytes, _: str) -> Kind | None:
    head = content[:16]
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return Kind("voice", "audio/mpeg", "mp3")
    if head[4:8] == b"ftyp" and head[8:12] in (b"M4A ", b"M4B "):
        return Kind("voice", "audio/mp4", "m4a")
    if head.startswith(b"OggS"):
        return Kind("voice", "audio/ogg", "ogg")
    if head.startswith(b"#!AMR"):
        return Kind("voice", "audio/amr", "amr")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Kind("voice", "audio/wav", "wav")
    return None


def _text(content: bytes, ending: str) -> Kind | None:
    if ending not in _TEXTS or b"\0" in content:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Kind("document", "text/plain", ending)
    return None


_LOOKS: tuple[Callable[[bytes, str], Kind | None], ...] = (_image, _pdf, _office, _audio, _text)
