"""What keeps somebody on the list: everything he owes or follows (1.15)."""

from dataclasses import replace
from datetime import timedelta

from bot.admin.staffing import _known, _take_in
from bot.admin.workbook import Reading
from bot.domain.messages import PostKind
from bot.ports.store import Work
from bot.ports.values import Part
from bot.turns.owed import Owed
from bot.turns.owing import owe
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.attacking import LINE
from tests.stories.coming_in import LI


async def test_first_responder_assignee_and_leader_owe_and_who_only_registered_does_not() -> None:
    counter = await Counter(demo_office(), MemoryStore()).open()
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.say("王丽", "电话 马国庆 13800138000 半夜打桩谁管")
    await counter.press("王丽", "不清楚归谁")
    _, owed = await counter.work(_known)
    assert {who: sorted(numbers) for who, numbers in owed.items()} == {
        "001": ["1123-01", "1123-02"],
        "002": ["1123-01"],
        "006": ["1123-02"],
    }
    await counter.say("刘芳", "交接 王丽 刘芳")
    await counter.press("刘芳", "全部交给刘芳")
    _, owed = await counter.work(_known)
    assert set(owed) == {"007", "002", "006"}
    await counter.close()


async def test_who_has_left_is_closed_and_what_was_to_go_to_him_is_not() -> None:
    counter = await Counter(demo_office(), MemoryStore()).open()
    opening = counter.clock.now() + timedelta(days=1)

    def held_back(work: Work) -> None:
        turn = counter._house.turns.of(work)
        told = Part("provisional", args=("2027",))
        here = counter.chat("李明")
        owe(turn, Owed(at=here, to=LI, kind=PostKind.NOTICE, parts=(told,), not_before=opening))

    await counter.work(held_back)
    li = await counter.work(lambda work: work.roster.officer(LI))
    reading = Reading(entries=(replace(li, active=False),))
    await counter.work(lambda work: _take_in(work, reading))
    await counter.wind("2026-11-24 10:00")
    assert counter.screens("李明") == []
    assert await counter.work(lambda work: work.roster.bound(LI)) == ()
    await counter.close()
