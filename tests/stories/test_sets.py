"""A set of photos arrives piece by piece, and any of them may bear the words (3.3)."""

import pytest

from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.files import LINE, hand_over, photo, sent

ANOTHER = "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管"
HERS = "何桂兰 13800138000 公租房续租要什么手续"


async def piece(counter: Counter, n: int, words: str = "", *, album: str = "a1") -> None:
    given = photo(counter, f"{album}/{n}", b"%d" % n)
    await hand_over(counter, "王丽", given, text=words, album=album)


async def files(counter: Counter, number: str) -> int:
    return len((await counter.inquiry(number)).files)


@pytest.mark.parametrize("captioned", [0, 1, 2], ids=["first", "middle", "last"])
async def test_whichever_piece_has_the_line_the_set_registers_and_is_its_material(
    counter: Counter, captioned: int
) -> None:
    await counter.say("王丽", ANOTHER)
    for n in range(3):
        await piece(counter, n, HERS if n == captioned else "")
    await counter.wind("1min")
    assert [await files(counter, each) for each in ("1123-07", "1123-08")] == [0, 3]
    assert (await counter.inquiry("1123-08")).inquirer.name == "何桂兰"
    assert counter.screen("王丽").startswith("1123-08　材料：照片3张")
    assert len(counter.screens("王丽")) == 3  # two cards, and one answer for the whole set


@pytest.mark.parametrize("captioned", [0, 2], ids=["first", "last"])
async def test_a_number_on_any_piece_says_which(counter: Counter, captioned: int) -> None:
    await counter.say("王丽", LINE)
    await counter.say("王丽", ANOTHER)
    for n in range(3):
        await piece(counter, n, "1123-07 收入证明" if n == captioned else "")
    await counter.wind("1min")
    assert [await files(counter, each) for each in ("1123-07", "1123-08")] == [3, 0]
    assert [note.text for note in (await counter.inquiry("1123-07")).notes] == ["收入证明"]


async def test_words_on_a_second_piece_are_a_remark_on_the_same_inquiry(counter: Counter) -> None:
    await piece(counter, 0, HERS)
    await piece(counter, 1, "房产证在最后一张")
    await piece(counter, 2)
    await counter.wind("1min")
    inquiry = await counter.inquiry("1123-07")
    assert (len(inquiry.files), [note.text for note in inquiry.notes]) == (3, ["房产证在最后一张"])


async def test_words_that_come_after_the_guess_set_it_right(counter: Counter) -> None:
    await counter.say("王丽", ANOTHER)
    await piece(counter, 0)
    await piece(counter, 1)
    await counter.wind("1min")
    assert await files(counter, "1123-07") == 2
    await piece(counter, 2, HERS)
    await counter.wind("1min")
    assert [await files(counter, each) for each in ("1123-07", "1123-08")] == [0, 3]
    assert (await counter.facts("1123-07"))[-1] == "MaterialsMoved"
    await counter.press("王丽", "李明", of="1123-08")
    assert [len(message.files) for message in sent(counter, "李明")] == [3]


async def test_words_that_come_after_the_question_answer_it(counter: Counter) -> None:
    await piece(counter, 0)
    await counter.wind("1min")
    assert counter.screen("王丽").startswith("收下了1件，是哪件的材料？")
    await piece(counter, 1, HERS)
    await counter.wind("1min")
    assert await files(counter, "1123-07") == 2
    assert "收下了" not in "".join(counter.screens("王丽"))


async def test_what_waits_is_not_forgotten_by_a_restart() -> None:
    counter = await Counter(demo_office(), MemoryStore()).open()
    await counter.say("王丽", LINE)
    await piece(counter, 0)
    await counter.restart()
    await counter.wind("1min")
    assert await files(counter, "1123-01") == 1
    await counter.close()


async def test_two_sets_at_once_do_not_mix(counter: Counter) -> None:
    await piece(counter, 0, album="a1")
    await piece(counter, 0, album="b1")
    await piece(counter, 1, LINE, album="a1")
    await piece(counter, 1, HERS, album="b1")
    await counter.wind("1min")
    assert [await files(counter, each) for each in ("1123-07", "1123-08")] == [2, 2]
