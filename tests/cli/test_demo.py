"""``shouwen demo``: one line, one URL, a clock to wind, nothing left behind."""

import json
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest

from bot.demo.story import story
from tests.places import ROOT
from tests.shell import Answer, Shouwen, ended, ready, shouwen, started

__all__ = ["shouwen"]

# Loaded by Python before anything else: whoever asks for the world outside is refused.
_NO_WORLD = """
import sys
HERE = ("127.0.0.1", "::1", "localhost", None, "")
def hook(event, given):
    asked = event in ("socket.connect", "socket.getaddrinfo")
    host = (given[1] if event == "socket.connect" else given[:1]) if asked else ()
    if asked and isinstance(host, tuple) and host[0] not in HERE:
        raise OSError("no world outside")
sys.addaudithook(hook)
"""


@pytest.mark.process
async def test_it_says_ready_and_its_clock_is_wound_over_http(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_NO_WORLD)
    root = str(ROOT)
    async with started("demo", "--port", "0", PYTHONPATH=f"{tmp_path}:{root}") as process:
        line = await ready(process)
        assert re.fullmatch(r"ready http://127\.0\.0\.1:\d+/", line)
        url = line.removeprefix("ready ")
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
            before = (await client.get("demo/clock")).json()
            assert before["now"].startswith("2026-11-23T09:00:")
            wound = await client.post("demo/clock", json={"wind": "5wd"})
            assert wound.json()["now"].startswith("2026-11-30T09:00:")
            assert (
                (await client.post("demo/clock", json={"wind": "1h"}))
                .json()["now"]
                .startswith("2026-11-30T10:00:")
            )
            there = (await client.post("demo/clock", json={"wind": "next"})).json()
            assert there["now"] == "2026-12-01T08:30:00+08:00"
            for wrong in ("5x", "0wd", "-1h", "", "2026-11-23", "9999-12-31", "999wd"):
                answer = await client.post("demo/clock", json={"wind": wrong})
                assert (answer.status_code, list(answer.json())) == (422, ["error"])
        process.send_signal(signal.SIGTERM)
        assert await ended(process) == Answer(0, "", "")


@pytest.mark.process
async def test_interrupted_it_ends_cleanly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with started("demo", "--port", "0", TMPDIR=str(tmp_path)) as process:
        await ready(process)
        assert [name.partition("-")[0] for name in _names_in(tmp_path)] == ["shouwen"]
        process.send_signal(signal.SIGINT)
        assert await ended(process) == Answer(0, "", "")
    assert _names_in(tmp_path) == []


@pytest.mark.process
async def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with started("demo", "--port", str(port)) as process:
            answer = await ended(process)
    sentence = f"端口{port}已被占用，请用 --port 换一个，如 --port 8001。\n"
    assert answer == Answer(1, "", sentence)


@pytest.mark.process
async def test_a_kept_demo_goes_on_where_it_was_with_its_messages(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    before: list[object] = []
    then: list[object] = []
    for seen in (before, then):
        async with started("demo", "--port", "0", "--data-dir", str(kept)) as process:
            url = (await ready(process)).removeprefix("ready ")
            async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
                if seen is before:
                    line = {"as": "002", "chat": "p:002", "text": "待办"}
                    assert (await client.post("say", json=line)).status_code == 200
                    await client.post("demo/clock", json={"wind": "1wd"})
                seen.append((await client.get("demo/clock")).json()["now"][:16])
                chat = await client.get("history", params={"chat": "p:002"})
                seen.append([_words(each) for each in _messages(chat.json())])
            process.send_signal(signal.SIGTERM)
            assert (await ended(process)).code == 0
    assert str(before[0]).startswith("2026-11-24T09:0")
    assert then == before
    assert "待办" in str(before[1])  # his own words are there again too


def test_a_wrong_port_is_wrong_usage(shouwen: Shouwen) -> None:
    assert shouwen("demo", "--port", "99999").code == 2


@pytest.mark.process
async def test_the_story_is_told_in_the_terminal_to_its_end() -> None:
    async with started("demo", "--story") as process:
        answer = await ended(process)
    assert (answer.code, answer.err) == (0, "")
    for line in (
        "王丽 > 王秀英 13800138000 黑石乡 公租房申请一直没消息",
        "1123-07 已转李明，限11月30日（周一）下班前",
        "1123-07 下个工作日（11月30日）到期。",
        "超期1　1123-07 王** 公租房　@李明　超1天　待催",
        "催办（第1次）　1123-07　超1个工作日　王丽催　请今天下班前回复。",
        "催办通知书　云住建首催〔2026〕",
        "陈建国 点 [换吴婷办]",
        "1123-07 吴婷已办结（已办成）：收入已核对，排第37位，预计明年3月配租",
        "1123-07　已结案　已办成　满意",
        "首问：王丽 8001　首办：李明",
        "共7件",
        "演示完。自己试：shouwen demo",
    ):
        assert line in answer.out


def test_a_step_of_the_story_does_one_thing_and_says_so_in_both_languages() -> None:
    steps = story("zh")
    assert len(steps) == 17
    assert [step for step in steps if not (step.caption and step.caption_en)] == []
    assert [s for s in steps if [bool(s.say), bool(s.press), bool(s.wind)].count(True) > 1] == []


def _names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def _messages(history: object) -> list[dict[str, object]]:
    found = history if isinstance(history, list) else json.loads(json.dumps(history))["messages"]
    return list(found)


def _words(message: dict[str, object]) -> str:
    segments = message["segments"]
    assert isinstance(segments, list)
    return "".join(str(part[1]) for part in segments)
