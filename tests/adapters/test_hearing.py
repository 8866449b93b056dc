"""What every adapter does with what people say: nothing lost, nothing told too early."""

import asyncio
from dataclasses import replace

import pytest

from bot.chat import Address, Button, Incoming, Outgoing, Segment, Undeliverable
from tests.adapters.core import Core, listening, until
from tests.adapters.hostile import HOSTILE
from tests.adapters.peer import Grouped, Handing, Pressing, Rewording, Speaking
from tests.pictures import grainy

PNG = grainy()
SPOKEN = [text for name, text in HOSTILE.items() if name != "commands"]


async def test_a_text_arrives_as_it_was_typed(peer: Speaking, core: Core) -> None:
    async with listening(peer.adapter, core):
        for text in SPOKEN:
            peer.says(text)
        await until(lambda: peer.told() == len(SPOKEN))
    heard = {said.text: said for said in core.said}  # at once: which is heard first is open
    for text in SPOKEN:
        said = heard.pop(text)
        expected = Incoming(id=said.id, address=peer.private, sender=peer.sender, text=text)
        assert replace(said, sender_name="", message_id="", email="", keep=False) == expected
        assert said.id
        assert said.message_id
    assert heard == {}


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("公租房 \ud83d", "公租房 \ufffd"),
        ("\udc4d 公租房", "\ufffd 公租房"),
        ("公租房 \ud83d\udc4d", "公租房 👍"),
        ("公租\0房", "公租房"),
    ],
    ids=["first half", "second half", "both halves", "nothing"],
)
async def test_what_cannot_be_written_down_never_reaches_the_core(
    typed: str, heard: str, peer: Speaking, core: Core
) -> None:
    async with listening(peer.adapter, core):
        peer.says(typed)
        peer.says("后")
        await until(lambda: peer.told() == 2)
        assert core.texts == [heard, "后"]
        await peer.adapter.send(core.said[0].address, Outgoing((Segment("text", heard),)))
    assert [shown.text for shown in peer.shown(peer.private)] == [heard]


async def test_the_platform_is_told_received_only_after_the_core_has_taken_it(
    peer: Speaking, core: Core
) -> None:
    began, committed = asyncio.Event(), asyncio.Event()

    async def on(_: Incoming) -> None:
        began.set()
        await committed.wait()

    core.on = on
    async with listening(peer.adapter, core):
        peer.says("公租房")
        await asyncio.wait_for(began.wait(), 10)
        for _ in range(200):
            await asyncio.sleep(0)
            assert peer.told() == 0
        committed.set()
        await until(lambda: peer.told() == 1)
    assert core.texts == ["公租房"]


async def test_what_the_core_could_not_take_comes_again_under_the_same_id(
    peer: Speaking, core: Core
) -> None:
    tried: list[str] = []

    async def on(incoming: Incoming) -> None:
        tried.append(incoming.id)
        assert peer.told() == 0
        if len(tried) < 3:
            raise OSError("disk full")

    core.on = on
    async with listening(peer.adapter, core):
        peer.says("公租房")
        await until(lambda: peer.told() == 1)
    assert tried == [core.said[0].id] * 3
    assert core.texts == ["公租房"]


async def test_what_was_not_told_before_a_stop_comes_again_under_the_same_id(
    peer: Speaking, core: Core
) -> None:
    taken = asyncio.Event()

    async def on(incoming: Incoming) -> None:
        core.said.append(incoming)  # committed, but the platform never hears of it
        taken.set()
        await asyncio.Event().wait()

    core.on = on
    async with listening(peer.adapter, core):
        peer.says("公租房")
        await asyncio.wait_for(taken.wait(), 10)
    assert peer.told() == 0
    core.on = None
    async with listening(peer.adapter, core):
        await until(lambda: peer.told() == 1)
    first, *again = core.said
    assert again == [first] * max(len(again), 1)


async def test_one_chat_is_heard_in_order_each_once_under_its_own_id(
    peer: Speaking, core: Core
) -> None:
    async with listening(peer.adapter, core):
        for n in range(20):
            peer.says(f"第{n}句")
        await until(lambda: peer.told() == 20)
    assert core.texts == [f"第{n}句" for n in range(20)]
    assert len({said.id for said in core.said}) == len({s.message_id for s in core.said}) == 20


async def test_what_nobody_can_read_is_passed_over(peer: Speaking, core: Core) -> None:
    async with listening(peer.adapter, core):
        peer.says("前")
        peer.garbles()
        peer.says("后")
        await until(lambda: len(core.said) == 2)
    assert core.texts == ["前", "后"]


async def test_what_was_heard_can_be_said_back(peer: Speaking, core: Core) -> None:
    async with listening(peer.adapter, core):
        for text in SPOKEN:
            peer.says(text)
        await until(lambda: len(core.said) == len(SPOKEN))
        for said in core.said:
            await peer.adapter.send(said.address, Outgoing((Segment("text", said.text),)))
    assert [shown.text for shown in peer.shown(peer.private)] == core.texts


# ── buttons ──


async def test_a_press_brings_its_payload_and_the_message_that_bears_it(
    peer: Pressing, core: Core
) -> None:
    core.acks["take:1"] = "已签收 <好> &"
    rows = ((Button("签收", "take:1"), Button("退", f"back:{'验' * 19}:1")),)
    card = Outgoing((Segment("text", "1123-07"),), rows=rows)
    async with listening(peer.adapter, core):
        sent = await peer.adapter.send(peer.private, card)
        peer.presses("签收")
        await until(lambda: len(core.said) == 1)
        peer.presses("退")
        await until(lambda: len(core.said) == 2 and "已签收 <好> &" in peer.toasts())
    assert [(said.press, said.message_id, said.text) for said in core.said] == [
        ("take:1", sent, ""),
        (f"back:{'验' * 19}:1", sent, ""),
    ]
    assert {(said.address, said.sender, said.private) for said in core.said} == {
        (peer.private, peer.sender, True)
    }
    assert len({said.id for said in core.said}) == 2


async def test_two_presses_of_one_button_are_two_deliveries(peer: Pressing, core: Core) -> None:
    rows = ((Button("签收", "take:1"),),)
    async with listening(peer.adapter, core):
        await peer.adapter.send(peer.private, Outgoing((Segment("text", "一"),), rows=rows))
        for count in (1, 2):
            peer.presses("签收")
            await until(lambda count=count: len(core.said) == count)  # type: ignore[misc]
    assert len({said.id for said in core.said}) == 2


# ── groups ──


async def test_in_a_group_the_bot_is_meant_when_it_is_called(peer: Grouped, core: Core) -> None:
    async with listening(peer.adapter, core):
        peer.says_in_team("吃饭了", called=False)
        peer.says_in_team("今日", called=True)
        await until(lambda: [said for said in core.said if said.addressed])
    meant = [said for said in core.said if said.addressed]
    assert [(said.text, said.private, said.sender) for said in meant] == [
        ("今日", False, peer.sender)
    ]
    assert [said.text for said in core.said if not said.addressed] in ([], ["吃饭了"])
    where = Address(meant[0].address.platform, meant[0].address.chat)
    assert where == peer.team
    await peer.adapter.send(meant[0].address, Outgoing((Segment("text", "在办0"),)))
    assert [shown.text for shown in peer.shown(peer.team)] == ["在办0"]


# ── files, and second thoughts ──


@pytest.mark.parametrize("words", ["楼道漏水 <3楼> &", ""], ids=["with words", "without"])
async def test_a_photo_is_heard_and_can_be_fetched(words: str, peer: Handing, core: Core) -> None:
    async with listening(peer.adapter, core):
        peer.hands_over(PNG, words)
        await until(lambda: peer.told() == 1)
        (said,) = core.said
        (photo,) = said.attachments
        assert (said.text, said.address, photo.kind) == (words, peer.private, "photo")
        assert photo.size in (0, len(PNG))
        assert await peer.adapter.fetch(photo.handle) == PNG


async def test_a_file_that_is_gone_is_undeliverable(peer: Handing, core: Core) -> None:
    async with listening(peer.adapter, core):
        peer.hands_over(PNG, "")
        await until(lambda: core.said)
        peer.loses_files()
        for handle in (core.said[0].attachments[0].handle, "never-was"):
            with pytest.raises(Undeliverable) as never:
                await peer.adapter.fetch(handle)
            assert never.value.reason


async def test_second_thoughts_name_the_message_they_change(peer: Rewording, core: Core) -> None:
    async with listening(peer.adapter, core):
        peer.says("公租房申情")
        await until(lambda: peer.told() == 1)
        peer.rewords("公租房申请")
        await until(lambda: len(core.said) == 2)
    first, second = core.said
    assert (first.edited, second.edited) == (False, True)
    assert (second.text, second.message_id) == ("公租房申请", first.message_id)
    assert second.id != first.id
