"""The basic run against a Bot API somebody else wrote: lo-bot-api-emulator, in its own process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from lo_bot_api_emulator.journal import verdict
from telegram import InputFile

from adapters.telegram import Pace, connect
from adapters.telegram.adapter import Telegram
from bot.app import memory_shelf
from bot.chat import (
    Address,
    Button,
    Enclosed,
    Incoming,
    Outgoing,
    Segment,
    Surroundings,
    Undeliverable,
)
from bot.ports.store import Shelf
from tests.places import ROOT
from tests.telegram.conftest import MENUS, Core, listening, opened_server

pytestmark = pytest.mark.process

PNG = b"\x89PNG\r\n\x1a\n"
WANGS_CHAT = Address("telegram", "7")
TOKEN = "1:T"
WANG = {"id": 7, "is_bot": False, "first_name": "王丽"}
PRIVATE = {"id": 7, "type": "private"}


class Peer:
    """The running emulator: where it listens, what it wrote down, how updates get into it."""

    def __init__(self, port: int, journal: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.journal = journal

    async def inject(self, **update: object) -> None:
        await self.control("updates", update=update)

    async def control(self, what: str, **more: object) -> Any:  # noqa: ANN401 - its own words
        async with httpx.AsyncClient(verify=False) as client:
            body = {"token": TOKEN, **more}
            answer = await client.post(f"{self.address}/__fixture/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def written(self) -> list[dict[str, Any]]:
        text = self.journal.read_text() if self.journal.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


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
    telegram = connected(peer)
    await played(peer, telegram)
    wanted = ["setMyCommands", "sendMessage", "editMessageText", "deleteMessage"]
    assert verdict(peer.journal, require_response=True, require_methods=wanted)["ok"]


async def test_a_card_is_brought_sent_pressed_edited_and_wiped(peer: Peer) -> None:
    async with opened_server() as server:
        telegram = connected(peer, mode="webhook", public_url=server.url)
        server.mount(telegram.mounts)
        await played(peer, telegram)
    wanted = ["setWebhook", "setMyCommands", "sendMessage", "editMessageText", "deleteMessage"]
    assert verdict(peer.journal, require_response=True, require_methods=wanted)["ok"]
    webhooks = [line for line in peer.written() if line.get("event") == "webhook"]
    assert [line["status"] for line in webhooks][:2] == [200, 200]


async def test_what_the_core_could_not_take_is_brought_again(peer: Peer) -> None:
    core = Core()

    async def busy(_: Incoming) -> None:
        raise OSError("disk full")

    async with opened_server() as server:
        telegram = connected(peer, core, mode="webhook", public_url=server.url)
        server.mount(telegram.mounts)
        async with asyncio.timeout(20), listening(telegram, core):
            while not any(line.get("method") == "setWebhook" for line in peer.written()):
                await peer.control("deliver")
            core.on = busy
            await peer.inject(message=said(1, "公租房"))
            assert core.texts == []
            core.on = None
            assert await peer.control("deliver") == {"delivered": 1}
    await telegram.close()
    assert core.texts == ["公租房"]
    webhooks = [line for line in peer.written() if line.get("event") == "webhook"]
    assert [(line["status"], line["update_ids"]) for line in webhooks] == [(503, [1]), (200, [1])]


async def test_files_go_out_as_caption_and_album_and_come_back(peer: Peer) -> None:
    shelf = memory_shelf()
    telegram = connected(peer, shelf=shelf)
    photo = Enclosed("photo", "楼道.png", "image/png", shelf.put(PNG))
    paper = Enclosed("document", "申请表.pdf", "application/pdf", shelf.put(b"%PDF-1.7"))
    async with asyncio.timeout(20):
        words = (Segment("b", "材料 <2件> &"),)
        await telegram.send(WANGS_CHAT, Outgoing(words, files=(photo,)))
        await telegram.send(WANGS_CHAT, Outgoing(words, files=(photo, photo, paper, paper)))
        fields = {"chat_id": "7"}
        file = InputFile(b"%PDF-1.7", "x.pdf")
        raw = await telegram._api.call("sendDocument", fields, files={"document": file})
        assert await telegram.fetch(raw["document"]["file_id"]) == b"%PDF-1.7"
        with pytest.raises(Undeliverable):
            await telegram.fetch("nobody's")
    await telegram.close()
    wanted = ["sendPhoto", "sendMediaGroup", "sendDocument", "getFile"]
    judged = verdict(peer.journal, require_methods=wanted, allowed_refusals={"getFile:400"})
    assert judged["ok"], judged


def connected(
    peer: Peer,
    core: Core | None = None,
    *,
    mode: str = "polling",
    public_url: str = "",
    shelf: Shelf | None = None,
) -> Telegram:
    where = {"base_url": f"{peer.address}/bot", "file_url": f"{peer.address}/file/bot"}
    around = Surroundings(menus=MENUS, public_url=public_url)
    return connect(
        {"token": TOKEN, "mode": mode, "secret": "s3cret", **where},
        replace(around, read=shelf.read) if shelf else around,
        pace=Pace(poll_seconds=5, pause=(core or Core()).pause),
    )


def said(number: int, text: str) -> dict[str, object]:
    return {"message_id": number, "date": 1, "chat": PRIVATE, "from": WANG, "text": text}


async def played(peer: Peer, telegram: Telegram) -> None:
    core, heard = Core(), asyncio.Queue[Incoming]()
    core.on = heard.put
    core.acks["take:1"] = "已签收"
    async with asyncio.timeout(20), listening(telegram, core):
        await peer.inject(message=said(1, "公租房"))
        assert (await heard.get()).text == "公租房"
        card = Outgoing((Segment("b", "1123-07"),), rows=((Button("签收", "take:1"),),))
        sent = await telegram.send(WANGS_CHAT, card)
        bearing = {"message_id": int(sent), "date": 1, "chat": PRIVATE, "text": "1123-07"}
        await peer.inject(
            callback_query={"id": "5", "from": WANG, "message": bearing, "data": "take:1"}
        )
        pressed = await heard.get()
        assert (pressed.press, pressed.message_id) == ("take:1", sent)
        signed = Outgoing((Segment("text", "已签收 & 谢"),), silent=True)
        assert await telegram.send(WANGS_CHAT, signed, edit=sent) == sent
        wipe = Outgoing((Segment("text", "1123-07"),), wipe=True)
        assert await telegram.send(WANGS_CHAT, wipe, edit=sent) == sent
        keyboard = Outgoing((Segment("text", "您好"),), keyboard=(("待办", "查"),))
        await telegram.send(WANGS_CHAT, keyboard)
        await answered(peer)
    await telegram.close()
    assert telegram.link("c") == "https://t.me/emulated_bot?start=c"


async def answered(peer: Peer) -> None:
    """Wait until the press is answered: the emulator tells only through its journal."""
    while "answerCallbackQuery" not in peer.journal.read_text():
        await peer.inject(message={"message_id": 2, "date": 1, "chat": PRIVATE})
