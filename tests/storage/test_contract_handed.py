"""Files handed over, and what was said where nobody else remembers it: both stores alike."""

from dataclasses import replace

from bot.chat import Address, Enclosed
from bot.domain.inquiry import Attached, FileState
from bot.ports.store import Store, Work
from bot.ports.values import Download, Heard
from tests.storage.samples import CHAT, HOUR, NOW, WANG, run


def download(handle: str, **given: object) -> Download:
    file = Attached(id=0, at=NOW, by=WANG, kind="photo", name="照片.jpg")
    return replace(
        Download(platform="web", handle=handle, file=file, not_before=NOW),
        **given,  # type: ignore[arg-type]
    )


async def test_downloads_are_numbered_and_ready_by_state_and_time(store: Store) -> None:
    def turn(work: Work) -> list[list[str]]:
        one, two, three = (work.downloads.add(download(handle)) for handle in "abc")
        work.downloads.save(replace(two, not_before=NOW + HOUR))
        kept = replace(three, state=FileState.KEPT, file=replace(three.file, sha="77"))
        work.downloads.save(kept)
        found = (
            work.downloads.ready(FileState.OWED, NOW),
            work.downloads.ready(FileState.OWED, NOW + HOUR),
            work.downloads.ready(FileState.KEPT, NOW),
            work.downloads.ready(FileState.GOING, NOW),
        )
        assert (work.downloads.get(one.id), work.downloads.get(three.id)) == (one, kept)
        return [[each.handle for each in listed] for listed in found]

    assert await run(store, turn) == [["a"], ["a", "b"], ["c"], []]


async def test_the_same_content_is_counted(store: Store) -> None:
    def turn(work: Work) -> list[int]:
        for handle, sha in (("a", "77"), ("b", "77"), ("c", "78"), ("d", "")):
            file = replace(download(handle).file, sha=sha)
            work.downloads.add(download(handle, file=file))
        return [work.downloads.of_content(sha) for sha in ("77", "78", "79", "")]

    assert await run(store, turn) == [2, 1, 0, 0]


async def test_a_dropped_download_is_gone(store: Store) -> None:
    def turn(work: Work) -> Download | None:
        added = work.downloads.add(download("a"))
        work.downloads.drop(added.id)
        return work.downloads.get(added.id)

    assert await run(store, turn) is None


async def test_the_newest_of_what_was_said_in_a_chat_oldest_first(store: Store) -> None:
    files = (Enclosed("photo", "照片.jpg", "image/jpeg", "77"),)

    def said(text: str, where: Address = CHAT, **given: object) -> Heard:
        heard = Heard(address=where, message_id=text, by=WANG, at=NOW, text=text, delivery=text)
        return replace(heard, **given)  # type: ignore[arg-type]

    def turn(work: Work) -> list[Heard]:
        for text in "一二三":
            work.heard.add(said(text))
        work.heard.add(said("四", files=files))
        work.heard.add(said("别处", Address("web", "1002")))
        return work.heard.history(CHAT, 3)

    assert await run(store, turn) == [said("二"), said("三"), said("四", files=files)]
