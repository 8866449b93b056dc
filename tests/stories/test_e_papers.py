"""(e) 缺材料，一次性告知: one line, five taps."""

from tests.counter import Counter
from tests.stories.reading import lines


async def missing_two(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请")
    await counter.press("王丽", "缺材料")
    assert counter.screen("王丽") == lines("""
        公租房申请　共6件，点没带的：
        [身份证] [户口簿] [收入证明]
        [住房情况证明] [婚姻证明] [申请表]
        [出告知书] [返回]
    """)
    await counter.press("王丽", "收入证明")
    await counter.press("王丽", "住房情况证明")
    await counter.press("王丽", "出告知书")


async def test_what_is_missing_is_told_once_and_completely(counter: Counter) -> None:
    await missing_two(counter)
    assert counter.screen("王丽") == lines("""
        一次性告知书　1123-07
        请告诉来访人：
        “还缺2件：1. 收入证明1份，单位或社区出，盖章；2. 住房情况证明1份，县不动产登记中心出，城关路12号一楼。
        备齐来3号窗找王丽，8001，当天收件，20个工作日内公示。若再要您补这2件以外的，请打8201。”
        等来访人补件，12月7日未到提醒您回电。
        [完成] [已补齐] [撤回]
    """)
    await counter.press("王丽", "完成")
    assert counter.screen("王丽") == lines("""
        1123-07　等来访人补件2件，12月7日未到提醒您回电。
        [已补齐] [来访人撤回]
    """)


async def test_after_ten_working_days_she_is_reminded_to_call(counter: Counter) -> None:
    await missing_two(counter)
    await counter.wind("2026-12-08 09:00")
    assert counter.screen("王丽") == lines("""
        1123-07　王秀英还没补件（收入证明、住房情况证明），请回电 13800138000。
        [已补齐] [来访人撤回] [联系不上]
    """)


async def test_papers_complete_it_goes_on_with_a_fresh_clock(counter: Counter) -> None:
    await missing_two(counter)
    await counter.wind("2026-11-26 09:00")
    await counter.press("王丽", "已补齐")
    await counter.press("王丽", "李明 保障股302")
    inquiry = await counter.inquiry("1123-07")
    assert inquiry.due is not None
    assert counter.office.hours.local(inquiry.due).isoformat() == "2026-12-03T17:30:00+08:00"
