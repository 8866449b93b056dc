"""Rules change while inquiries run, and a section has rules of its own (8.14)."""

from dataclasses import replace

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.hours import Limit
from bot.domain.rules import Office
from bot.domain.ruleset import LimitRule, Ruleset
from bot.turns.rulebooks import with_former
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


def stricter(rules: Ruleset, finish: int, **changed: object) -> Ruleset:
    limits = {**rules.limits, ClockKind.FINISH: LimitRule(Limit(finish, "wd"), cap=True)}
    return replace(rules, limits=limits, **changed)  # type: ignore[arg-type]


async def counter_under(office: Office, store: MemoryStore) -> Counter:
    kept = await with_former(office, store, demo_office().hours.opening(START))
    return await Counter(kept, store).open()


START = demo_office().hours.today(Counter(demo_office(), MemoryStore()).clock.now())


async def test_a_running_inquiry_keeps_the_rules_it_began_under() -> None:
    store, office = MemoryStore(), demo_office()
    counter = await counter_under(office, store)
    await counter.say("王丽", LINE)
    newer = demo_office(stricter(office.rules, 3, version="2"))
    await counter.restart(await with_former(newer, store, counter.clock.now()))
    await counter.say("王丽", "何桂兰 13900139000 公租房申请怎么还没消息")
    await counter.press("王丽", "李明", of="1123-02")
    await counter.press("王丽", "李明", of="1123-01")
    old, new = await counter.inquiry("1123-01"), await counter.inquiry("1123-02")
    assert (old.ruleset.split()[1], new.ruleset.split()[1]) == ("1", "2")
    assert (days(counter, old.due), days(counter, new.due)) == (5, 3)
    await counter.close()


async def test_rules_changed_under_the_same_version_are_told_apart() -> None:
    store, office = MemoryStore(), demo_office()
    first = await with_former(office, store, office.hours.opening(START))
    changed = demo_office(stricter(office.rules, 3))
    second = await with_former(changed, store, office.hours.opening(START))
    assert first.book != second.book
    assert second.former[first.book].rules == office.rules


async def test_the_same_rules_again_are_the_same_book() -> None:
    store, office = MemoryStore(), demo_office()
    now = office.hours.opening(START)
    first = await with_former(office, store, now)
    second = await with_former(demo_office(), store, now)
    assert (second.book, second.former) == (first.book, {})


@pytest.mark.clause("8.14")
async def test_a_section_with_rules_of_its_own_answers_sooner_and_every_card_says_so() -> None:
    office = demo_office()
    own = stricter(office.rules, 2, title="住房保障股实施细则", shown_as="保障股细则")
    counter = await counter_under(replace(office, sections={"住房保障股": own}), MemoryStore())
    await counter.say("王丽", LINE)
    assert "适用：二五（2+5）" in counter.screen("王丽")
    await counter.press("王丽", "李明")
    inquiry = await counter.inquiry("1123-01")
    assert days(counter, inquiry.due) == 2
    assert "适用：保障股细则" in counter.screen("王丽")
    assert "适用：保障股细则" in counter.screen("李明")
    await counter.say("王丽", "1123-01")
    assert "适用：保障股细则" in counter.screen("王丽")
    await counter.close()


async def test_where_everybody_has_the_same_rules_no_card_speaks_of_them() -> None:
    counter = await counter_under(demo_office(), MemoryStore())
    await counter.say("王丽", LINE)
    assert "适用" not in counter.screen("王丽")
    await counter.close()


def days(counter: Counter, due: object) -> int:
    hours = counter.office.hours
    return hours.calendar.between(START, hours.today(due))  # type: ignore[arg-type]
