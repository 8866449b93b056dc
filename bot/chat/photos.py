"""What a photo tells besides its picture: taken out before it is kept; and a small copy to look at.

A phone writes its position and its maker into every photo. Only the way it was held stays, for the
picture would lie on its side without it.
"""

import io
import re
import struct
import warnings
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
SMALL = 480
"""The longer side of a small copy, in pixels."""
_ORIENTATION, _SUB_IFDS = 0x0112, frozenset({0x8769, 0x8825, 0xA005})
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"})
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_XMP_BEGINS, _XMP_ENDS = b"<x:xmpmeta", b"</x:xmpmeta>"


def without_traces(content: bytes) -> bytes:
    """Return a photo without position, maker, time and remarks; anything else as it is.

    Raises:
        ValueError: it begins like a photo and cannot be read as one, or is larger than any.
    """
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return _blanked(content)
    if not _looks_like_a_photo(content):
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own limit is a warning; ours stands below
            return _saved_anew(content)
    except (Image.DecompressionBombError, OSError, SyntaxError, struct.error) as error:
        raise ValueError(str(error)) from error


def small_copy(content: bytes) -> bytes:
    """Return a JPEG of at most 480 px a side, the right way up.

    Raises:
        ValueError: it is no photo that can be shown.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _must_be_of_a_size(image)
            image.draft("RGB", (2 * SMALL, 2 * SMALL))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((SMALL, SMALL))
            kept = io.BytesIO()
            _on_white(upright).save(kept, "JPEG", quality=82, optimize=True)
            return kept.getvalue()
    except (Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error


def _looks_like_a_photo(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def _saved_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        _must_be_of_a_size(image)
        held = image.getexif().get(_ORIENTATION)
        if not _tells_more(image, content):
            return content
        exif = Image.Exif()
        if held in range(2, 9):
            exif[_ORIENTATION] = held
        if image.format == "JPEG":
            return _jpeg_without(content, exif)
        kept = io.BytesIO()
        profile = image.info.get("icc_profile")
        how: dict[str, Any] = {"exif": exif, "icc_profile": profile, **_HOW[str(image.format)]}
        if getattr(image, "n_frames", 1) > 1:
            how["save_all"] = True
        image.info = {}  # remarks and XMP would be written again
        image.save(kept, image.format, **how)
        return kept.getvalue()


_HOW: dict[str, dict[str, Any]] = {
    "PNG": {},
    "WEBP": {"quality": 92, "method": 2},
}
_PLAIN = frozenset(
    {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile", "progressive",
        "progression", "adobe", "adobe_transform", "transparency", "gamma", "srgb", "loop",
        "duration", "background", "timestamp", "interlace", "aspect", "chromaticity",
    }
)  # fmt: skip
"""What `Image.info` may hold that tells nothing of people."""


def _jpeg_without(content: bytes, exif: Image.Exif) -> bytes:
    """Leave out the segments that tell something, and what lies behind the picture; lose nothing of it.

    Raises:
        ValueError: it is cut off, or none.
    """
    said = exif.tobytes() if exif else b""
    pieces = [b"\xff\xd8"]
    if said:
        pieces.append(b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said)
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - how segments begin
        marker, size = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        end = at + 2 + size
        if marker == _SCAN:
            next_one = _MARKER.search(content, end)
            end = next_one.start() if next_one else len(content)
        if _stays(marker, content[at + 4 : at + 16]):
            pieces.append(content[at:end])
        at = end
        if content[at : at + 2] == _END:
            return b"".join((*pieces, _END))
    raise ValueError("cut off")


_SCAN, _END = 0xDA, b"\xff\xd9"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _stays(marker: int, begins: bytes) -> bool:
    """Tables, frames and scans; of the remarks what belongs to the colours."""
    if marker in range(0xE0, 0xF0):
        profile = marker == 0xE2 and begins.startswith(b"ICC_PROFILE")  # noqa: PLR2004 - colours
        return marker in (0xE0, 0xEE) or profile
    return marker != 0xFE  # noqa: PLR2004 - a comment


def _tells_more(image: Image.Image, content: bytes) -> bool:
    tags = set(image.getexif()) - {_ORIENTATION}
    return bool(tags or image.info.keys() - _PLAIN - {"exif"} or _XMP_BEGINS in content)


def _must_be_of_a_size(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise ValueError(f"{image.width}×{image.height}")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "L"):
        return image
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper


# ── HEIC: no library of ours reads it, so its remarks are blanked where they stand


def _blanked(content: bytes) -> bytes:
    held = bytearray(content)
    at = held.find(b"Exif\0\0")
    while at >= 0:
        for start in (at + 6, at + 8, at + 10):  # some writers repeat the offset before the header
            if bytes(held[start : start + 4]) in (b"II*\0", b"MM\0*"):
                _blank_tiff(held, start)
        at = held.find(b"Exif\0\0", at + 1)
    begin = held.find(_XMP_BEGINS)
    while begin >= 0:
        end = held.find(_XMP_ENDS, begin)
        end = len(held) if end < 0 else end + len(_XMP_ENDS)
        held[begin:end] = b" " * (end - begin)
        begin = held.find(_XMP_BEGINS, end)
    return bytes(held)


def _blank_tiff(held: bytearray, start: int) -> None:
    """Overwrite every value of a TIFF header's directories."""
    order = "<" if held[start : start + 2] == b"II" else ">"
    waiting, seen = [_number(held, start + 4, f"{order}I")], set[int]()
    while waiting:
        place = start + waiting.pop()
        if place in seen or not start < place < len(held) - 2:
            continue
        seen.add(place)
        count = _number(held, place, f"{order}H")
        for entry in range(place + 2, min(place + 2 + 12 * count, len(held) - 12), 12):
            tag, kind = struct.unpack_from(f"{order}HH", held, entry)
            size = _SIZES.get(kind, 1) * _number(held, entry + 4, f"{order}I")
            value = _number(held, entry + 8, f"{order}I")
            if tag in _SUB_IFDS:
                waiting.append(value)
                continue
            if size > 4:  # noqa: PLR2004 - what is longer stands elsewhere
                begin, end = start + value, min(start + value + size, len(held))
                if begin < end:
                    held[begin:end] = bytes(end - begin)
            held[entry + 8 : entry + 12] = bytes(4)


def _number(held: bytearray, at: int, pattern: str) -> int:
    found: int = struct.unpack_from(pattern, held, at)[0]
    return found
