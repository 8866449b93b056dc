"""How often the store is asked for one message: as often in a full office as in an empty one."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.rules import Office
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter

MANY = 400


class Asked:
    """The statements of each unit of work, transactions themselves left out."""

    def __init__(self) -> None:
        self.units: list[list[str]] = []

    def heard(self, statement: str) -> None:
        if statement == "BEGIN":
            self.units.append([])
        elif statement not in ("COMMIT", "ROLLBACK"):
            self.units[-1].append(statement)


@pytest.fixture
async def asked() -> Asked:
    return Asked()


@pytest.fixture(params=["empty", "full"])
async def counter(
    request: pytest.FixtureRequest, office: Office, asked: Asked
) -> AsyncIterator[Counter]:
    """The demo's office, with nothing in hand, and with 400 open inquiries of the same two people."""
    opened = await Counter(office, MemoryStore(traced=asked.heard)).open()
    await opened.say("王丽", "秦国强 13911112222 公租房申请一直没消息")
    await opened.press("王丽", "李明")
    if request.param == "full":
        await opened.work(_fill)
    yield opened
    await opened.close()


def _fill(work: Work) -> None:
    pattern = work.inquiries.get(1)
    for n in range(MANY):
        number = f"1120-{n + 1}"
        work.inquiries.add(replace(pattern, number=number, full=number))


async def test_the_statements_of_each_message(counter: Counter, asked: Asked) -> None:
    async def said(text: str, who: str = "王丽") -> int:
        asked.units.clear()
        await counter.say(who, text)
        return len(asked.units[0])

    async def pressed(who: str, label: str) -> int:
        asked.units.clear()
        await counter.press(who, label)
        return len(asked.units[0])

    found = {
        "a line": await said("王秀英 13812345678 黑石乡 廉租房补贴三个月没发"),
        "referred": await pressed("王丽", "李明"),
        "signed": await pressed("李明", "签收"),
        "a form begun": await said("登记"),
        "a field": await said("公租房"),
        "left": await pressed("王丽", "取消"),
        "asked how": await pressed("李明", "办结"),
        "asked what": await pressed("李明", "已办成"),
        "concluded": await said("补贴已于今日补发到账", who="李明"),
        "one's list": await said("待办", who="李明"),
        "a word": await said("查 廉租房"),
        "one's record": await said("我的记录"),
        "a number": await said("1123-02"),
    }
    assert found == {
        "a line": 10,
        "referred": 14,
        "signed": 12,
        "a form begun": 4,
        "a field": 5,
        "left": 5,
        "asked how": 6,
        "asked what": 5,
        "concluded": 17,
        "one's list": 5,
        "a word": 4,
        "one's record": 5,
        "a number": 5,
    }
