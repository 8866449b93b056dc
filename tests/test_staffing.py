"""What keeps somebody on the list: everything he owes or follows (1.15)."""

from bot.staffing import _known
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.attacking import LINE


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
