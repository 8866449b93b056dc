"""How often the store is asked for one message, its sending included: the more is stored, no oftener."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.rules import Office
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter

MANY = 400
INSIDE = ("--", "PRAGMA")


class Asked:
    """The statements of each unit of work, without transactions and what an index asks itself."""

    def __init__(self) -> None:
        self.units: list[list[str]] = []

    def heard(self, statement: str) -> None:
        if statement == "BEGIN":
            self.units.append([])
        elif statement not in ("COMMIT", "ROLLBACK") and not statement.startswith(INSIDE):
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
    def counted() -> int:
        return sum(map(len, asked.units[:-1]))  # the last is the counter's own look

    async def said(text: str, who: str = "王丽") -> int:
        asked.units[:] = [[]]
        await counter.say(who, text)
        return counted()

    async def pressed(who: str, label: str) -> int:
        asked.units[:] = [[]]
        await counter.press(who, label)
        return counted()

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
        "a line": 12,
        "referred": 17,
        "signed": 14,
        "a form begun": 5,
        "a field": 6,
        "left": 6,
        "asked how": 7,
        "asked what": 6,
        "concluded": 23,
        "one's list": 6,
        "a word": 6,
        "one's record": 7,
        "a number": 6,
    }
