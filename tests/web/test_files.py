"""Photos and files on the page: taken for what they are, shown to whoever sees their message."""

import io
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from adapters.web.kinds import NotTaken, kind_of, safe_name
from bot.chat import Address, Enclosed, Outgoing, Undeliverable
from tests.chat.test_photos import SECRETS, telling
from tests.pictures import picture
from tests.web.real_office import RealOffice, opened

NOT_TAKEN = "这种文件收不了。可以发照片、PDF、Office文档、文本和录音。"


def packed(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


JPEG, PNG, WEBP = (picture(kind) for kind in ("JPEG", "PNG", "WEBP"))
HEIC = b"\0\0\0\x18ftypheic" + bytes(40)
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
async def office() -> AsyncIterator[RealOffice]:
    async with opened() as made:
        yield made


async def put(client: httpx.AsyncClient, name: str, content: bytes) -> httpx.Response:
    return await client.post("upload", params={"name": name}, content=content)


async def attach(office: RealOffice, client: httpx.AsyncClient, name: str, content: bytes) -> str:
    """Say a file, and return the address the page shows it at."""
    uploaded = (await put(client, name, content)).json()
    await office.say(client, "p:001", "", files=[uploaded["ticket"]])
    listed = (await client.get("history", params={"chat": "p:001"})).json()["messages"]
    files = [file for each in listed for file in each["files"]]
    return str(files[-1]["href"])


async def test_a_photo_goes_up_is_said_and_comes_back(office: RealOffice) -> None:
    client = await office.come_in("001")
    answer = (await put(client, "房产证 正面.JPG", JPEG)).json()
    ticket = answer.pop("ticket")
    assert answer == {
        "kind": "photo",
        "name": "房产证 正面.JPG",
        "mime": "image/jpeg",
        "size": len(JPEG),
    }
    await office.say(client, "p:001", "王秀英 公租房申请", files=[ticket])
    mine = (await client.get("history", params={"chat": "p:001"})).json()["messages"][1]
    assert mine["segments"] == [["text", "王秀英 公租房申请", ""]]
    (file,) = mine["files"]
    shown = await client.get(file["href"])
    assert (shown.status_code, shown.content) == (200, JPEG)
    told = {key: shown.headers[key] for key in ("content-type", "x-content-type-options")}
    assert told == {"content-type": "image/jpeg", "x-content-type-options": "nosniff"}
    assert shown.headers["content-disposition"] == (
        "inline; filename*=UTF-8''%E6%88%BF%E4%BA%A7%E8%AF%81%20%E6%AD%A3%E9%9D%A2.JPG"
    )
    assert shown.headers["content-security-policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    )


async def test_the_core_fetches_what_was_handed_over(office: RealOffice) -> None:
    client = await office.come_in("001")
    href = await attach(office, client, "a.png", PNG)
    sha = href.removeprefix("files/").partition("?")[0]
    assert await office.page.fetch(sha) == PNG
    await office.house.fetching.settled()
    office.shelf.drop(sha)
    with pytest.raises(Undeliverable):
        await office.page.fetch(sha)
    assert (await client.get(href)).status_code == 404


async def test_files_are_there_after_a_restart() -> None:
    office = RealOffice()
    await office.staff()
    async with office.open():
        client = await office.come_in("001")
        cookies = dict(client.cookies)
        before = await attach(office, client, "a.png", PNG)
    async with office.open():
        client = office.client()
        client.cookies.update(cookies)
        listed = (await client.get("history", params={"chat": "p:001"})).json()["messages"]
        after = [file["href"] for each in listed for file in each["files"]]
        assert (after, (await client.get(before)).content) == ([before], PNG)


async def test_what_the_bot_sends_along_is_shown(office: RealOffice) -> None:
    client = await office.come_in("002")
    sha = office.shelf.put(PNG)
    message = Outgoing((), files=(Enclosed("photo", "证.png", "image/png", sha),))
    await office.page.send(Address("web", "p:002"), message)
    listed = (await client.get("history", params={"chat": "p:002"})).json()["messages"]
    (file,) = listed[-1]["files"]
    assert (file["name"], (await client.get(file["href"])).content) == ("证.png", PNG)


async def test_a_file_is_for_whoever_sees_its_message(office: RealOffice) -> None:
    clerk, other = await office.come_in("001"), await office.come_in("002")
    href = await attach(office, clerk, "a.png", PNG)
    stranger = office.client()
    assert [(await each.get(href)).status_code for each in (clerk, other, stranger)] == [
        200,
        404,
        401,
    ]
    moved = href.replace("p%3A001", "p%3A002")  # the same file as if it stood in his own chat
    assert (await other.get(moved)).status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.png", "b.html"),
        ("image%2Fpng", "text%2Fhtml"),
        ("photo", "document"),
        ("key=", "key=x"),
        ("key=", "nokey="),
    ],
)
async def test_an_address_that_was_tampered_with_leads_nowhere(
    office: RealOffice, old: str, new: str
) -> None:
    client = await office.come_in("001")
    href = await attach(office, client, "a.png", PNG)
    assert old in href
    assert (await client.get(href.replace(old, new))).status_code == 404


async def test_a_ticket_is_for_who_uploaded(office: RealOffice) -> None:
    clerk, other = await office.come_in("001"), await office.come_in("002")
    ticket = (await put(clerk, "a.png", PNG)).json()["ticket"]
    for files in ([ticket], [ticket + "x"], ["x"], [5], "x", [ticket] * 11):
        answer = await other.post("say", json={"chat": "p:002", "text": "一", "files": files})
        assert answer.status_code == 422
    listed = (await other.get("history", params={"chat": "p:002"})).json()["messages"]
    assert [each["author"] for each in listed] == [""]


async def test_a_file_that_is_too_large_is_refused_whether_it_says_so_or_not(
    office: RealOffice,
) -> None:
    client, large = await office.come_in("001"), b"\xff\xd8" + bytes(2**20)

    async def in_pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(large), 2**16):
            yield large[at : at + 2**16]

    for content in (large, in_pieces()):
        answer = await client.post("upload", params={"name": "a.jpg"}, content=content)
        assert (answer.status_code, answer.json()) == (413, {"error": "文件太大，没有收下。"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", PAGE),
        ("a.jpg", PAGE),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.exe", b"MZ" + bytes(100)),
        ("a.zip", packed("a.txt")),
        ("a.docx", packed("a.txt")),
        ("a.docm", packed("word/document.xml")),
        ("a.docx", packed("word/document.xml", "word/vbaProject.bin")),
        ("a.doc", PAGE),
        ("a.txt", b"a\0b"),
        ("a.txt.html", b"abc"),
        ("a.jpg", JPEG[:60]),
        ("a.gif", b"GIF89a" + bytes(40)),
        ("a", b"abc"),
        ("", b"abc"),
    ],
)
async def test_what_the_office_does_not_take_is_refused_and_not_kept(
    office: RealOffice, name: str, content: bytes
) -> None:
    client = await office.come_in("001")
    answer = await put(client, name, content)
    assert (answer.status_code, answer.json()) == (415, {"error": NOT_TAKEN})
    assert office.shelf._kept == {}  # type: ignore[attr-defined]


async def test_a_page_hidden_in_a_photo_is_still_served_as_a_photo(office: RealOffice) -> None:
    client = await office.come_in("001")
    both = JPEG + PAGE + packed("word/document.xml")
    href = await attach(office, client, "a.html", both)
    shown = await client.get(href)
    assert (shown.content, shown.headers["content-type"]) == (both, "image/jpeg")
    assert shown.headers["content-disposition"] == "inline; filename*=UTF-8''a.jpg"


async def test_what_is_no_picture_is_saved_never_opened(office: RealOffice) -> None:
    client = await office.come_in("001")
    shown = await client.get(await attach(office, client, "说明.txt", b"<script>"))
    assert shown.headers["content-type"].partition(";")[0] == "text/plain"
    assert shown.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "content", "kind", "mime"),
    [
        ("a.jpg", JPEG, "photo", "image/jpeg"),
        ("a.txt", PNG, "photo", "image/png"),
        ("a", WEBP, "photo", "image/webp"),
        ("IMG_1.HEIC", HEIC, "photo", "image/heic"),
        ("a.pdf", b"%PDF-1.7\n", "document", "application/pdf"),
        ("a.ofd", packed("OFD.xml"), "document", "application/ofd"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "document", "application/wps-office.wps"),
        ("a.csv", "姓名".encode("gb18030"), "document", "text/plain"),
        ("a.mp3", b"ID3\x04..", "voice", "audio/mpeg"),
        ("a.m4a", b"\0\0\0\x1cftypM4A ....", "voice", "audio/mp4"),
        ("a.amr", b"#!AMR\n..", "voice", "audio/amr"),
        ("a.ogg", b"OggS....", "voice", "audio/ogg"),
        ("a.wav", b"RIFF....WAVEfmt ", "voice", "audio/wav"),
    ],
)
def test_a_file_is_what_it_really_is(name: str, content: bytes, kind: str, mime: str) -> None:
    found = kind_of(content, name)
    assert (found.kind, found.mime) == (kind, mime)


def test_a_picture_that_would_fill_the_memory_is_not_taken() -> None:
    bomb = bytearray(picture("PNG", (10, 10)))
    bomb[16:24] = (50_000).to_bytes(4) + (50_000).to_bytes(4)
    with pytest.raises(NotTaken):
        kind_of(bytes(bomb), "a.png")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\王\\照片.jpg", "照片.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie_ x=1.jpg"),
        ("发票\u202egpj.exe", "发票gpj.jpg"),
        ('a"b<c>|?*.jpeg', "a_b_c____.jpeg"),
        (".htaccess", "htaccess.jpg"),
        ("", "photo.jpg"),
        ("...", "photo.jpg"),
        ("字" * 300 + ".jpg", "字" * 80 + ".jpg"),
        ("a.PNG", "a.jpg"),
        ("IMG.JPG", "IMG.JPG"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_it_should(name: str, safe: str) -> None:
    assert safe_name(name, kind_of(JPEG, name)) == safe


async def test_a_photo_is_kept_without_traces_and_shown_small(office: RealOffice) -> None:
    client, taken = await office.come_in("001"), telling("JPEG", (1600, 1200))
    href = await attach(office, client, "现场.jpg", taken)
    listed = (await client.get("history", params={"chat": "p:001"})).json()["messages"]
    (file,) = [file for each in listed for file in each["files"]]
    assert file["small"] == f"{href}&small=1"
    whole, small = await client.get(href), await client.get(file["small"])
    assert [secret for secret in SECRETS if secret in whole.content] == []
    assert [secret for secret in SECRETS if secret in taken] == list(SECRETS)
    assert Image.open(io.BytesIO(small.content)).size == (360, 480)
    assert small.headers["content-type"] == "image/jpeg"
    assert small.headers["cache-control"] == whole.headers["cache-control"]
    assert len(small.content) < len(whole.content) / 10


async def test_a_small_copy_is_for_those_who_may_see_the_photo(office: RealOffice) -> None:
    client, other = await office.come_in("001"), await office.come_in("002")
    href = await attach(office, client, "现场.jpg", telling("JPEG"))
    assert (await other.get(f"{href}&small=1")).status_code == 404
    assert (await office.client().get(f"{href}&small=1")).status_code == 401
