"""What is typed, asked and answered on a platform abroad holds nothing of an inquirer either."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.chat.about import Hosted
from bot.domain.office import OfficerId
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.files import hand_over, photo

NAME, PHONE = "王秀英", "13911113333"
LINE = f"{NAME} {PHONE} 黑石乡大坪村 公租房申请没消息，再打139 1111 3333找秀英"
LEAKS = (NAME, "秀英", PHONE, "1111", "黑石", "大坪", "没消息")


@pytest.fixture
async def abroad(counter: Counter) -> AsyncIterator[Counter]:
    """A mainland office whose chats stand on a platform abroad; one inquiry is known already."""
    made = await Counter(demo_office(mainland=True), MemoryStore()).open()
    made._house.add(made.console, Hosted.ABROAD)
    await made.say("王丽", LINE)
    await made.press("王丽", "李明")
    yield made
    everything = [message.text for message in made.console.messages.values()]
    labels = [b.label for m in made.console.messages.values() for row in m.rows for b in row]
    assert [leak for leak in LEAKS if leak in "\n".join((*everything, *labels))] == []
    await made.close()


@pytest.mark.parametrize(
    ("who", "typed"),
    [
        ("王丽", "待办 2"),
        ("李明", "待办"),
        ("王丽", "我的记录"),
        ("王丽", "1123-01"),
        ("刘芳", "目录"),
        ("刘芳", "交接 李明 吴婷"),
        ("陈建国", "今日"),
    ],
)
async def test_a_list_shows_the_duty_and_a_surname(abroad: Counter, who: str, typed: str) -> None:
    before = len(abroad.screens(who))
    await abroad.say(who, typed)
    assert len(abroad.screens(who)) == before + 1


async def test_the_register_shows_the_duty_for_the_matter(abroad: Counter) -> None:
    await abroad.say("刘芳", "台账")
    assert abroad.screen("刘芳").splitlines()[4].startswith("1123-01　11-23　公租房　李明")


async def test_what_was_asked_for_is_not_said_back_with_its_numbers(abroad: Counter) -> None:
    await abroad.say("王丽", "查 13700001111")
    assert abroad.screen("王丽").startswith("没有找到“***”。")
    await abroad.say("王丽", "查 3333")
    assert abroad.screen("王丽").startswith("1123-01　王**　公租房　")


async def test_an_earlier_visit_is_named_by_its_number_alone(abroad: Counter) -> None:
    await abroad.wind("2026-11-24 09:00")
    await abroad.say("王丽", f"{NAME} {PHONE} 公租房续租要什么手续")
    assert "11月23日来过，1123-01，李明在办" in abroad.screen("王丽")


async def test_files_nobody_knows_are_asked_about_without_a_matter(abroad: Counter) -> None:
    await abroad.wind("20min")
    await hand_over(abroad, "王丽", photo(abroad))
    assert abroad.screen("王丽") == ("收下了1件，是哪件的材料？\n[1123-01 公租房]\n[另登一件]")
    await abroad.say("王丽", f"何桂兰 {PHONE} 老家的危房改造补助没到账")
    await abroad.press("王丽", "1123-01")
    await abroad.press("王丽", "换一件")
    asked = "1123-01　照片1张，是哪件的？\n[1123-02 危房改造]\n[返回]"
    assert asked in abroad.screens("王丽")


async def test_a_number_of_the_staffs_own_is_veiled_too(abroad: Counter) -> None:
    def on_the_road(work: Work) -> None:
        work.put(replace(work.roster.officer(OfficerId("002")), phone="13700002222"))

    await abroad.work(on_the_road)
    await abroad.say("王丽", "1123-01")
    assert "现在：李明（保障股***），" in abroad.screen("王丽")
