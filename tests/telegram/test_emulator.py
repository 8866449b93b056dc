"""The basic run against a Bot API somebody else wrote: lo-bot-api-emulator, in its own process."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from lo_bot_api_emulator.journal import verdict

from adapters.telegram import Pace, connect
from bot.chat import Address, Button, Incoming, Outgoing, Segment, Surroundings
from tests.telegram.conftest import MENUS, Core, listening

TOKEN = "1:T"
WANG = {"id": 7, "is_bot": False, "first_name": "王丽"}
PRIVATE = {"id": 7, "type": "private"}
ROOT = Path(__file__).parents[2]


class Peer:
    """The running emulator: where it listens, what it wrote down, how updates get into it."""

    def __init__(self, port: int, journal: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.journal = journal

    async def inject(self, **update: object) -> None:
        async with httpx.AsyncClient() as client:
            body = {"token": TOKEN, "update": update}
            answer = await client.post(f"{self.address}/__fixture/updates", json=body)
        assert answer.status_code == 200, answer.text


@pytest.fixture
async def peer(tmp_path: Path) -> AsyncIterator[Peer]:
    journal = tmp_path / "journal.jsonl"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram.emulator", str(journal)),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout
    try:
        port = await asyncio.wait_for(process.stdout.readline(), 20)
        yield Peer(int(port), journal)
    finally:
        process.kill()
        await process.wait()


async def test_a_card_is_asked_for_sent_pressed_edited_and_wiped(peer: Peer) -> None:
    core, heard = Core(), asyncio.Queue[Incoming]()
    core.on = heard.put
    core.acks["take:1"] = "已签收"
    telegram = connect(
        {"token": TOKEN, "base_url": f"{peer.address}/bot"},
        Surroundings(menus=MENUS),
        pace=Pace(poll_seconds=5, pause=core.pause),
    )
    async with asyncio.timeout(20), listening(telegram, core):
        await peer.inject(
            message={"message_id": 1, "date": 1, "chat": PRIVATE, "from": WANG, "text": "公租房"}
        )
        assert (await heard.get()).text == "公租房"
        card = Outgoing((Segment("b", "1123-07"),), rows=((Button("签收", "take:1"),),))
        sent = await telegram.send(Address("telegram", "7"), card)
        bearing = {"message_id": int(sent), "date": 1, "chat": PRIVATE, "text": "1123-07"}
        await peer.inject(
            callback_query={"id": "5", "from": WANG, "message": bearing, "data": "take:1"}
        )
        pressed = await heard.get()
        assert (pressed.press, pressed.message_id) == ("take:1", sent)
        signed = Outgoing((Segment("text", "已签收 & 谢"),), silent=True)
        assert await telegram.send(Address("telegram", "7"), signed, edit=sent) == sent
        wipe = Outgoing((Segment("text", "1123-07"),), wipe=True)
        assert await telegram.send(Address("telegram", "7"), wipe, edit=sent) == sent
        keyboard = Outgoing((Segment("text", "您好"),), keyboard=(("待办", "查"),))
        await telegram.send(Address("telegram", "7"), keyboard)
        await answered(peer)
    await telegram.close()
    assert telegram.link("c") == "https://t.me/emulated_bot?start=c"
    wanted = ["setMyCommands", "sendMessage", "editMessageText", "deleteMessage"]
    assert verdict(peer.journal, require_response=True, require_methods=wanted)["ok"]


async def answered(peer: Peer) -> None:
    """Wait until the press is answered: the emulator tells only through its journal."""
    while "answerCallbackQuery" not in peer.journal.read_text():
        await peer.inject(message={"message_id": 2, "date": 1, "chat": PRIVATE})
