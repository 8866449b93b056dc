"""What is long to look up is looked up beside the turns: 查, 台账, 我的记录 hold nobody up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.rules import Office
from bot.ports.store import Work
from bot.turns.looks import Looks, NotLookedUp
from storage import open_store
from tests.counter import Counter


@pytest.fixture
def asked() -> list[str]:
    """What the connection that writes was asked."""
    return []


@pytest.fixture
async def counter(office: Office, tmp_path: Path, asked: list[str]) -> AsyncIterator[Counter]:
    store = open_store(f"sqlite:///{tmp_path}/office.db", traced=asked.append)
    opened = await Counter(office, store).open()
    await opened.say("王丽", "秦国强 13911112222 公租房申请一直没消息")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("who", "typed", "begins"),
    [
        ("王丽", "查 公租房", "1123-01　秦国强　公租房申请一直没消息　待转办"),
        ("刘芳", "查 2222", "1123-01　秦国强　公租房申请一直没消息　待转办"),
        ("王丽", "查 别的", "没有找到“别的”。可换个姓名、号码后四位或事项再查。"),
        ("刘芳", "台账", "共1件"),
        ("王丽", "我的记录", "近30天您登记1件，其中当场答复0件；催办0次。"),
    ],
)
async def test_the_answer_comes_once_and_no_turn_searches(
    counter: Counter, asked: list[str], who: str, typed: str, begins: str
) -> None:
    asked.clear()
    before = len(counter.screens(who))
    incoming = counter.incoming(who, text=typed)
    await counter.deliver(incoming)
    assert counter.screen(who).splitlines()[0] == begins
    during = [text for text in asked if "inquiry.body" in text or "count(*)" in text]
    assert [text for text in during if "inquiry.open = 1" not in text] == [
        text for text in during if "FROM journal" in text
    ]  # the counter's own look at what is open, and the urges that are counted by an index
    await counter.deliver(incoming)
    assert len(counter.screens(who)) == before + 1


def test_a_question_is_asked_once() -> None:
    looks, question = Looks(), _first
    with pytest.raises(NotLookedUp) as waits:
        looks.up(question)
    assert waits.value.question is question
    looks.found(question, 7)
    assert looks.up(question) == 7
    with pytest.raises(RuntimeError, match="asked twice"):
        looks.found(question, 8)


def _first(_: Work) -> int:
    return 7
