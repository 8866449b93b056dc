"""未送达: the administrator sees what did not arrive, and sends it again or leaves it."""

from dataclasses import dataclass, field

import pytest

from adapters.console import Console
from bot.chat import Address, Outgoing, Undeliverable
from bot.domain.office import OfficerId
from bot.ports.values import Post
from tests.counter import Counter
from tests.stories.reading import lines


@dataclass
class Blocked(Console):
    """Refuses everything for the chats in *blocked*."""

    blocked: set[str] = field(default_factory=set)

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        if to.chat in self.blocked:
            raise Undeliverable("bot was blocked")
        return await super().send(to, message, edit=edit)


@pytest.fixture
async def console(counter: Counter) -> Blocked:
    counter.console = made = Blocked(name=counter.console.name)
    await counter.restart()
    return made


async def referred(counter: Counter, console: Blocked, times: int = 1) -> None:
    """Refer to an officer who has blocked the bot."""
    console.blocked = {"p:002"}
    for n in range(times):
        await counter.say("王丽", f"王秀英 1380013800{n} 公租房申请一直没消息")
        await counter.press("王丽", "李明")


async def parked(counter: Counter) -> list[Post]:
    return await counter.work(lambda work: work.posts.parked())


async def test_what_did_not_arrive_is_listed_with_its_reason_and_sent_again(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    await counter.say("刘芳", "未送达")
    assert counter.screen("刘芳") == lines("""
        未送达1条：
        1　李明　11月23日 09:00　1123-07　bot was blocked
        [1 重发] [1 不发了]
    """)
    console.blocked.clear()
    ack = await counter.press("刘芳", "1 重发")
    assert ack.text == "已重发。"
    assert counter.screen("刘芳") == "没有未送达的消息。"
    assert counter.screen("李明").startswith("1123-07 转办")
    await counter.press("李明", "签收")
    assert (await counter.inquiry("1123-07")).state == "accepted"


async def test_what_is_sent_again_shows_how_things_are_now(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    await counter.say("刘芳", "未送达")
    await counter.press("王丽", "在大厅等")
    console.blocked.clear()
    await counter.press("刘芳", "1 重发")
    assert "在大厅等" in counter.screens("李明")[0]


async def test_what_is_not_to_be_sent_is_on_record_by_whom(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    await counter.say("刘芳", "未送达")
    ack = await counter.press("刘芳", "1 不发了")
    assert (ack.text, counter.screen("刘芳")) == ("不再发这条。", "没有未送达的消息。")
    inquiry = await counter.inquiry("1123-07")
    last = (await counter.work(lambda work: work.journal.of(inquiry.id)))[-1]
    assert (type(last.fact).__name__, last.by) == ("NoticeDropped", "007")
    assert await parked(counter) == []


async def test_seven_of_them_are_three_pages_of_at_most_seven_buttons(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console, times=7)
    await counter.say("刘芳", "未送达")
    assert counter.screen("刘芳").splitlines()[0] == "未送达7条，第1至3条："
    assert counter.screen("刘芳").splitlines()[-1] == "[下一页]"
    assert counter.screen("刘芳").count("[") == 7
    await counter.press("刘芳", "下一页")
    await counter.press("刘芳", "下一页")
    assert counter.screen("刘芳") == lines("""
        未送达7条，第7至7条：
        7　李明　11月23日 09:00　1123-07　bot was blocked
        [7 重发] [7 不发了]
        [下一页]
    """)
    await counter.press("刘芳", "7 不发了")
    assert counter.screen("刘芳").splitlines()[0] == "未送达6条，第4至6条："
    await counter.press("刘芳", "下一页")
    assert counter.screen("刘芳").splitlines()[0] == "未送达6条，第1至3条："


async def test_pressed_twice_by_two_people_at_once_it_is_sent_once(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    await counter.say("刘芳", "未送达")
    console.blocked.clear()
    message, payload = counter.button("刘芳", "1 重发")
    acks = [
        await counter.deliver(counter.incoming("刘芳", press=payload, message_id=message))
        for _ in range(2)
    ]
    assert [ack.text for ack in acks] == ["已重发。", "这条已处理。"]
    assert len(counter.screens("李明")) == 1


async def test_it_follows_its_person_to_the_chat_he_has_now(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    old = counter.account("李明")
    await counter.work(lambda work: work.drop(old))
    new = counter.account("李明")
    await counter.work(
        lambda work: work.put(
            type(new)(platform="web", user="m", officer=OfficerId("002"), chat="x")
        )
    )
    await counter.say("刘芳", "未送达")
    await counter.press("刘芳", "1 重发")
    assert [m.text[:10] for m in counter.messages(Address("web", "x"))] == ["1123-07 转办"]


async def test_what_fails_again_is_back_in_the_list_and_told_again(
    counter: Counter, console: Blocked
) -> None:
    await referred(counter, console)
    await counter.say("刘芳", "未送达")
    before = counter.screens("刘芳")
    await counter.press("刘芳", "1 重发")
    assert [post.error for post in await parked(counter)] == ["bot was blocked"]
    assert len(counter.screens("刘芳")) == len(before) + 1
    assert counter.screen("刘芳").startswith("1123-07　消息未送到李明")


@pytest.mark.parametrize("who", ["王丽", "陈建国"])
async def test_only_an_administrator_sees_and_does_it(
    counter: Counter, console: Blocked, who: str
) -> None:
    await referred(counter, console)
    await counter.say(who, "未送达")
    assert "未送达1条" not in counter.screen(who)
    (post,) = await parked(counter)
    for verb in ("resend", "discard", "unsent"):
        press = counter.incoming(who, press=f"{verb}:0:0:{post.id}", message_id="1")
        await counter.deliver(press)
    assert [p.id for p in await parked(counter)] == [post.id]
