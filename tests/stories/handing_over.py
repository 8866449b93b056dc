"""Somebody who has something to hand over."""

from dataclasses import replace

from bot.domain.office import OfficerId
from bot.ports.store import Work
from tests.counter import Counter
from tests.stories.attacking import LINE

LI, WU, WANG, LIU = (OfficerId(number) for number in ("002", "003", "001", "007"))


async def two_with_li(counter: Counter) -> None:
    """1123-07 is signed for by 李明, 1123-08 waits for him; both first asked of 王丽."""
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.say("王丽", "何桂兰 13800138000 公租房申请怎么还没消息")
    await counter.press("王丽", "李明")


async def without_posts(counter: Counter, *numbers: OfficerId) -> None:
    """Take what the directory names them for away, so that only inquiries are left."""

    def turn(work: Work) -> None:
        directory = work.roster.directory
        for duty in list(directory.duties.values()):
            if duty.officer in numbers:
                work.put(replace(duty, officer=OfficerId("")))
        for person in list(directory.officers.values()):
            if person.deputy in numbers:
                work.put(replace(person, deputy=OfficerId("")))
        for day in list(directory.duty_days.values()):
            work.drop(day)

    await counter.work(turn)
