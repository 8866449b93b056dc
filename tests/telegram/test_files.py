"""Files both ways over real HTTP, within what Telegram takes and hands out."""

import pytest
from structlog.testing import capture_logs

from adapters.telegram import Pace, connect
from adapters.telegram.adapter import Telegram
from bot.chat import (
    Address,
    Button,
    Enclosed,
    Outgoing,
    Segment,
    Surroundings,
    TryLater,
    Undeliverable,
)
from storage.shelf import MemoryShelf
from tests.telegram.conftest import Core
from tests.telegram.fake import Fake, File

WANG = Address("telegram", "7")
PNG = b"\x89PNG\r\n\x1a\n"
OGG = b"OggS\x00"
ROWS = ((Button("签收", "a:1"),),)


@pytest.fixture(autouse=True)
def chats(fake: Fake) -> None:
    fake.person(7, "王丽").says("/start")
    fake.group(-1001, "局", topics=(5,))


class Papers:
    """Keeps content on the shelf and says how it is enclosed."""

    def __init__(self, shelf: MemoryShelf) -> None:
        self._shelf = shelf

    def photo(self, content: bytes = PNG) -> Enclosed:
        return Enclosed("photo", "楼道.png", "image/png", self._shelf.put(content))

    def document(self, content: bytes = b"%PDF") -> Enclosed:
        return Enclosed("document", "申请表.pdf", "application/pdf", self._shelf.put(content))

    def voice(self, mime: str = "audio/ogg") -> Enclosed:
        return Enclosed("voice", "留言.ogg", mime, self._shelf.put(OGG))


@pytest.fixture
def papers(shelf: MemoryShelf) -> Papers:
    return Papers(shelf)


def card(*files: Enclosed, text: str = "1123-07 <漏水> & 子") -> Outgoing:
    return Outgoing((Segment("b", text),), rows=ROWS, files=files)


def standing(fake: Fake, chat: int = 7) -> list[tuple[str, list[File], list[list[str]]]]:
    return [(m.text, m.files, m.labels) for m in fake.chat(chat).messages]


# ── out ──


async def test_one_file_bears_a_short_text_and_the_buttons(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    sent = [
        await telegram.send(WANG, card(file))
        for file in (papers.photo(), papers.document(), papers.voice(), papers.voice("audio/wav"))
    ]
    assert standing(fake) == [
        ("1123-07 <漏水> & 子", [file], [["签收"]])
        for file in (
            File("photo", "楼道.png", PNG),
            File("document", "申请表.pdf", b"%PDF"),
            File("voice", "留言.ogg", OGG),
            File("document", "留言.ogg", OGG),
        )
    ]
    assert sent == [str(message.id) for message in fake.chat(7).messages]


async def test_a_caption_holds_1024_units_and_a_longer_text_goes_first(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    await telegram.send(WANG, card(papers.photo(), text="字" * 1022 + "𠮷"))
    sent = await telegram.send(WANG, card(papers.photo(), text="字" * 1023 + "𠮷"))
    photo = [File("photo", "楼道.png", PNG)]
    assert standing(fake) == [
        ("字" * 1022 + "𠮷", photo, [["签收"]]),
        ("字" * 1023 + "𠮷", [], [["签收"]]),
        ("", photo, []),
    ]
    assert sent == str(fake.chat(7).messages[1].id)


async def test_several_files_are_albums_of_their_kind_under_the_text(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    photos = [papers.photo(PNG + bytes([n])) for n in range(11)]
    files = (photos[0], papers.document(), *photos[1:], papers.voice(), papers.document(b"2"))
    message = Outgoing((Segment("text", "材料"),), silent=True, files=files)
    sent = await telegram.send(Address("telegram", "-1001", "5"), message)
    shown = fake.chat(-1001).messages
    assert [(len(m.files), m.files[:1] and m.files[0].kind) for m in shown] == [
        (0, []),
        *[(1, "photo")] * 11,
        *[(1, "document")] * 2,
        (1, "voice"),
    ]
    assert [m.files[0].content[-1] for m in shown[1:12]] == list(range(11))
    assert {(m.thread, m.silent) for m in shown} == {(5, True)}
    albums = [m.album for m in shown]
    assert [albums.count(name) for name in dict.fromkeys(albums)] == [3, 10, 2]
    assert (sent, shown[0].text) == (str(shown[0].id), "材料")


async def test_an_album_refused_for_a_while_is_sent_again_without_its_text(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    fake.fail("sendMediaGroup", 429, "Too Many Requests", retry_after=9)
    message = card(papers.photo(), papers.photo(PNG + b"2"))
    with pytest.raises(TryLater):
        await telegram.send(WANG, message)
    sent = await telegram.send(WANG, message)
    assert [(m.text, len(m.files)) for m in fake.chat(7).messages] == [
        ("1123-07 <漏水> & 子", 0),
        ("", 1),
        ("", 1),
    ]
    assert sent == str(fake.chat(7).messages[0].id)


async def test_files_without_a_word_are_sent_as_they_are(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    sent = await telegram.send(WANG, Outgoing((), files=(papers.photo(), papers.photo())))
    assert [(m.text, len(m.files)) for m in fake.chat(7).messages] == [("", 1), ("", 1)]
    assert sent == str(fake.chat(7).messages[-1].id)


async def test_a_file_that_is_kept_no_more_is_left_out(
    fake: Fake, telegram: Telegram, papers: Papers, shelf: MemoryShelf
) -> None:
    gone = papers.photo()
    shelf.drop(gone.sha)
    with capture_logs() as logs:
        await telegram.send(WANG, card(gone, papers.document()))
        await telegram.send(WANG, card(gone))
    assert standing(fake) == [
        ("1123-07 <漏水> & 子", [File("document", "申请表.pdf", b"%PDF")], [["签收"]]),
        ("1123-07 <漏水> & 子", [], [["签收"]]),
    ]
    assert [log["event"] for log in logs] == ["telegram.file_gone"] * 2


async def test_what_is_no_picture_or_too_large_for_one_goes_as_a_document(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    large, odd = PNG + bytes(10_000_000), b"HEIC"
    await telegram.send(WANG, card(papers.photo(large)))
    await telegram.send(WANG, card(papers.photo(odd)))
    await telegram.send(WANG, card(papers.photo(odd), papers.photo()))
    assert [(f.kind, len(f.content)) for m in fake.chat(7).messages for f in m.files] == [
        ("document", len(large)),
        ("document", 4),
        ("document", 4),
        ("document", len(PNG)),
    ]
    assert [m.text for m in fake.chat(7).messages] == [*["1123-07 <漏水> & 子"] * 3, "", ""]


async def test_more_than_telegram_takes_is_undeliverable_and_nothing_is_sent(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    with pytest.raises(Undeliverable) as never:
        await telegram.send(WANG, card(papers.document(), papers.document(bytes(50_000_001))))
    assert never.value.reason == "file is too big"
    fake.fail("sendDocument", 413, "Request Entity Too Large")
    with pytest.raises(Undeliverable) as never:
        await telegram.send(WANG, card(papers.document()))
    assert never.value.reason == "Request Entity Too Large"
    assert fake.chat(7).messages == []


async def test_the_words_under_a_file_are_edited_in_place_and_wiped_with_it(
    fake: Fake, telegram: Telegram, papers: Papers
) -> None:
    sent = await telegram.send(WANG, card(papers.photo()))
    for _ in range(2):
        assert await telegram.send(WANG, card(papers.photo(), text="已签收"), edit=sent) == sent
    assert standing(fake) == [("已签收", [File("photo", "楼道.png", PNG)], [["签收"]])]
    assert fake.chat(7).messages[0].edits == 1
    with pytest.raises(Undeliverable) as never:
        await telegram.send(WANG, card(text="字" * 1025), edit=sent)
    assert never.value.reason == "Message caption is too long"
    await telegram.send(WANG, Outgoing((), wipe=True), edit=sent)
    assert standing(fake) == []


# ── in ──


async def test_what_somebody_handed_over_is_fetched_by_its_handle(
    fake: Fake, telegram: Telegram
) -> None:
    content = bytes(range(256)) * 4096
    handle = fake.keep(File("document", "表 1.pdf", content))
    assert await telegram.fetch(handle) == content


async def test_a_file_unknown_gone_or_too_large_is_undeliverable(
    fake: Fake, telegram: Telegram
) -> None:
    large = fake.keep(File("document", "a", bytes(20 * 2**20 + 1)))
    for handle, reason in (
        ("nobody's", "Wrong file_id or the file is temporarily unavailable"),
        (large, "File is too big"),
    ):
        with pytest.raises(Undeliverable) as never:
            await telegram.fetch(handle)
        assert never.value.reason == reason
    small = fake.keep(File("document", "a", b"1"))
    fake.fail("file", 404, "Not Found")
    with pytest.raises(Undeliverable) as never:
        await telegram.fetch(small)
    assert never.value.reason == "404 Not Found"


async def test_a_download_longer_than_said_is_cut_off(fake: Fake, telegram: Telegram) -> None:
    handle = fake.keep(File("document", "a", bytes(2**20)))
    path = f"documents/{handle}.x"
    assert len(await telegram._api.download(path, at_most=2**20)) == 2**20
    with pytest.raises(Undeliverable) as never:
        await telegram._api.download(path, at_most=2**20 - 1)
    assert never.value.reason == "file is too big"


async def test_a_download_that_breaks_means_later_and_tells_nobody_the_token(
    fake: Fake, telegram: Telegram
) -> None:
    handle = fake.keep(File("document", "a", b"1"))
    fake.drop("file")
    fake.fail("file", 502, "Bad Gateway")
    fake.fail("getFile", 429, "Too Many Requests: retry after 9", retry_after=9)
    seen = []
    for _ in range(3):
        with pytest.raises(TryLater) as later:
            await telegram.fetch(handle)
        seen.append((later.value.after_seconds, fake.token in repr(later.getrepr())))
    assert seen[0][0] == 9
    assert seen[1:] == [(None, False), (None, False)]
    assert await telegram.fetch(handle) == b"1"


async def test_a_file_server_out_of_reach_means_later(fake: Fake, core: Core) -> None:
    where = {"base_url": fake.base_url, "file_url": "http://127.0.0.1:9/file/bot"}
    telegram = connect({"token": fake.token, **where}, Surroundings(), pace=Pace(pause=core.pause))
    with pytest.raises(TryLater):
        await telegram.fetch(fake.keep(File("document", "a", b"1")))
    await telegram.close()
