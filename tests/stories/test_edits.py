"""Cards follow what happens; time alone changes no message that a newer one has replaced."""

from collections import Counter as Tally
from datetime import date, timedelta

from bot.chat import Address, Outgoing
from bot.domain.messages import INTERACTIVE, ROUTINE
from bot.ports.values import Post
from tests.counter import Counter

LINE = "王秀英 13800138000 公租房申请一直没消息"


async def referred(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")


def edits_a_day(counter: Counter) -> Tally[date]:
    """Count edits from now on, by the day they are made."""
    made: Tally[date] = Tally()

    def heard(_: Address, __: str, ___: Outgoing, edited: bool) -> None:
        if edited:
            made[counter.office.hours.today(counter.clock.now())] += 1

    counter.console.heard = heard
    return made


async def test_an_inquiry_ignored_for_weeks_costs_a_few_edits_a_day(counter: Counter) -> None:
    await referred(counter)
    made = edits_a_day(counter)
    for _ in range(30):
        await counter.wind("1wd")
    assert max(made.values()) <= 8  # while it is urged: line, digest, both cards, today's messages
    assert made[date(2027, 1, 4)] == 2  # today's digest and today's list, once it was urged


async def test_what_somebody_does_is_shown_on_every_card_of_the_week(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-11-27 08:30")
    assert len([s for s in counter.screens("李明") if "1123-07" in s]) == 2
    await counter.say("王丽", "补 1123-07 还带了结婚证")
    cards = [s for s in counter.screens("李明") if "已签收　限" in s]
    assert ["还带了结婚证" in card for card in cards] == [True]


async def test_a_replaced_message_still_follows_each_step(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-11-27 08:30")
    await counter.press("李明", "办结", of="下个工作日")
    await counter.press("李明", "已办成")
    await counter.say("李明", "收入已核对，排第37位。")
    buttons = [s.count("[") for s in counter.screens("李明") if "另登一件" not in s]
    assert buttons == [0, 0, 0]


async def test_what_a_clock_sent_more_than_a_week_ago_no_longer_follows(
    counter: Counter,
) -> None:
    await referred(counter)
    await counter.wind("2026-12-16 08:30")
    posts = await counter.posts_to("李明")
    versions = {p.id: p.wanted for p in posts}
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "收入已核对，排第37位。")
    changed = [p for p in await counter.posts_to("李明") if p.wanted > versions.get(p.id, 99)]
    week = counter.clock.now() - timedelta(days=7)
    assert [part.view for p in changed if p.made_at < week for part in p.parts] == ["officer"]
    assert [p for p in changed if p.made_at >= week] != []


async def test_an_old_button_is_refused_and_its_card_shown_as_it_is(counter: Counter) -> None:
    await referred(counter)
    message, payload = counter.button("李明", "办结")
    await counter.wind("2026-12-16 08:30")
    await counter.press("陈建国", "换吴婷办")
    ack = await counter.deliver(counter.incoming("李明", press=payload, message_id=message))
    assert "吴婷" in ack.text
    shown = {
        number: m.text for (where, number), m in counter.console.messages.items()
        if where == counter.chat("李明")
    }  # fmt: skip
    assert "吴婷" in shown[message]


async def test_only_where_somebody_has_just_pressed_is_an_edit_waited_for(
    counter: Counter,
) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 08:30")
    handed: list[tuple[str, int]] = []
    hand_on = counter._house.outbox.hand_on

    def hear(posts: list[Post]) -> None:
        handed.extend((p.address.chat, p.rank) for p in posts if p.shown)
        hand_on(posts)

    counter._house.dispatcher.hand_on = hear
    await counter.press("王丽", "催办")  # on a list, which is routine itself
    assert {rank for chat, rank in handed if chat == "p:001"} == {INTERACTIVE}
    assert {rank for chat, rank in handed if chat != "p:001"} == {ROUTINE}
