"""A photo is kept without what the phone wrote into it, and shown in a tile by a small copy."""

import io
import struct
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from bot.chat.photos import MOST_PIXELS, SMALL, small_copy, without_traces

SECRETS = (b"PhoneMaker", b"Model-9", b"2026:11:23 09:00:00")
XMP = b"<x:xmpmeta><PhoneMaker Model-9 2026:11:23 09:00:00/></x:xmpmeta>"
ON_ITS_SIDE = 6


def telling(kind: str, size: tuple[int, int] = (800, 600)) -> bytes:
    """A photo with maker, model, time and position, held upright."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "PhoneMaker", "Model-9", ON_ITS_SIDE
    exif.get_ifd(0x8769)[0x9003] = "2026:11:23 09:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 2.0, 30.5), 3: "E", 4: (102.0, 42.0, 11.0)})
    kept = io.BytesIO()
    more: dict[str, Any] = {}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "PhoneMaker Model-9 2026:11:23 09:00:00")
    if kind == "WEBP":
        more["xmp"] = XMP
    picture = Image.effect_noise(size, 60).convert("RGB")
    picture.save(kept, kind, exif=exif, **more)
    return kept.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_position_maker_and_time_go_and_how_it_was_held_stays(kind: str) -> None:
    taken = telling(kind)
    kept = without_traces(taken)
    assert [secret for secret in SECRETS if secret in taken] == list(SECRETS)
    assert [secret for secret in SECRETS if secret in kept] == []
    exif = read(kept).getexif()
    assert dict(exif) == {0x0112: ON_ITS_SIDE}
    assert (exif.get_ifd(0x8825), exif.get_ifd(0x8769)) == ({}, {})
    assert (read(kept).format, read(kept).size) == (kind, read(taken).size)
    assert without_traces(kept) == kept


def test_the_picture_itself_is_the_same() -> None:
    taken = telling("PNG")
    assert read(without_traces(taken)).tobytes() == read(taken).tobytes()
    taken = telling("JPEG")
    before, after = (read(each).convert("L") for each in (taken, without_traces(taken)))
    assert before.tobytes() == after.tobytes()


def test_what_a_phone_hides_behind_the_picture_goes_too() -> None:
    taken = telling("JPEG")
    kept = without_traces(taken + b"MotionPhoto" + SECRETS[0])
    assert kept == without_traces(taken)
    assert kept.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "more", [{"progressive": True}, {"quality": 30}, {"restart_marker_rows": 1}]
)
def test_every_kind_of_jpeg_comes_back_whole(more: dict[str, object]) -> None:
    first = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    Image.effect_noise((300, 200), 60).save(first, "JPEG", exif=exif, comment=b"Model-9", **more)
    kept = without_traces(first.getvalue())
    assert (b"PhoneMaker" in kept, b"Model-9" in kept) == (False, False)
    assert read(kept).tobytes() == read(first.getvalue()).tobytes()


def test_a_photo_that_tells_nothing_is_kept_as_it_is() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(plain, "JPEG")
    assert without_traces(plain.getvalue()) == plain.getvalue()


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"PK\x03\x04", "文字".encode()])
def test_what_is_no_photo_is_left_alone(content: bytes) -> None:
    assert without_traces(content) == content


@pytest.mark.parametrize("order", ["<", ">"])
def test_in_a_heic_everything_written_beside_the_picture_is_blanked(order: str) -> None:
    taken = heic(order)
    kept = without_traces(taken)
    assert [secret for secret in SECRETS if secret in taken] == list(SECRETS)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert struct.pack(f"{order}II", 25, 1) not in kept
    assert (len(kept), kept[:24], kept[-4:]) == (len(taken), taken[:24], b"mdat")


@pytest.mark.parametrize("cut", [30, 60, 90, 120])
def test_a_heic_cut_anywhere_breaks_nothing(cut: int) -> None:
    assert len(without_traces(heic("<")[:cut])) == cut


def heic(order: str) -> bytes:
    """The frame of a HEIC with maker in the first directory, time in the second, place in the third."""

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        return struct.pack(f"{order}HHII", tag, kind, count, value)

    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    first = struct.pack(f"{order}H", 4)
    first += entry(0x010F, 2, 11, 62) + entry(0x0110, 2, 8, 73) + entry(0x8769, 4, 1, 81)
    first += entry(0x8825, 4, 1, 119) + bytes(4)
    texts = b"PhoneMaker\0" + b"Model-9\0"
    second = struct.pack(f"{order}H", 1) + entry(0x9003, 2, 20, 99) + bytes(4)
    third = struct.pack(f"{order}H", 1) + entry(2, 5, 1, 137) + bytes(4)
    tiff = head + first + texts + second + b"2026:11:23 09:00:00\0" + third
    tiff += struct.pack(f"{order}II", 25, 1)
    return b"\0\0\0\x18ftypheic" + bytes(12) + b"Exif\0\0" + tiff + XMP + b"mdat"


def test_what_begins_like_a_photo_and_is_none_is_refused() -> None:
    for broken in (telling("JPEG")[:300], b"\x89PNG\r\n\x1a\n" + bytes(50)):
        with pytest.raises(ValueError, match=r"cut off|cannot identify|truncated|Truncated"):
            without_traces(broken)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    side = int(MOST_PIXELS**0.5) + 1
    packed = io.BytesIO()
    Image.new("1", (side, side)).save(packed, "PNG")
    for look in (without_traces, small_copy):
        with pytest.raises(ValueError, match="×"):
            look(packed.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_small_copy_is_small_and_the_right_way_up(kind: str) -> None:
    taken = telling(kind, (2000, 1500))
    small = small_copy(taken)
    assert (read(small).format, read(small).size) == ("JPEG", (360, SMALL))
    assert len(small) < min(100_000, len(taken) / 20)
    assert dict(read(small).getexif()) == {}


def test_what_is_transparent_stands_on_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    assert read(small_copy(clear.getvalue())).getpixel((5, 5)) == (255, 255, 255)
