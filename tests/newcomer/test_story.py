"""One platform more is one package: a story is played on it, and no line of bot/ knows its name."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import adapters
from bot.app import House, memory_store, surroundings
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.domain.office import Account, OfficerId
from bot.rendering.voice import Voice
from bot.serving.running import add_platforms
from bot.settings.adapters import about, platforms
from bot.settings.config import load
from bot.settings.toml import WrongFile
from tests.adapters.core import until
from tests.newcomer.service import Service
from tests.offices import demo_office
from tests.places import ROOT

OFFICE = '[office]\nname = "云岭县住房和城乡建设局"\n'


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if its package stood in adapters/."""
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(ROOT / "tests/newcomer")])
    yield
    about.cache_clear()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with Service(frozenset({"001", "002"})) as service:
        yield service


def test_its_settings_are_read_like_those_of_every_platform(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert platforms() == ("slack", "telegram", "web", "pager")
    file.write_text(f'{OFFICE}[adapters.pager]\nbase_url = "pager"\nsign = "7"\n', "utf-8")
    with pytest.raises(WrongFile) as wrong:
        load(file, {})
    assert [str(mistake) for mistake in wrong.value.mistakes] == [
        'config.toml:4: "base_url": expected an address beginning with https:// or http://',
        'config.toml:5: unknown key "sign"; did you mean "call_sign"?',
    ]


def test_where_it_stands_is_seen_by_its_address() -> None:
    stands = [
        about("pager").hosted({"base_url": f"https://api.pager.{end}"}) for end in ("cn", "com")
    ]
    assert stands == [Hosted.HOME, Hosted.ABROAD]


@pytest.mark.parametrize("name", platforms())
def test_every_platform_says_where_it_stands(name: str) -> None:
    given = {key.name: key.default or "https://office.example" for key in about(name).keys}
    assert about(name).hosted(given) is (Hosted.HOME if name == "web" else Hosted.ABROAD)


async def test_a_referral_from_the_counter_to_the_officer(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'{OFFICE}[adapters.pager]\nbase_url = "{service.url}"\n', "utf-8")
    office = demo_office(mainland=True)
    house = House(office, memory_store(), DemoClock(demo_start(), running=False))
    add_platforms(house, load(file, {}).adapters, surroundings(office), Voice("zh"))
    people = [
        Account(platform="pager", user=n, officer=OfficerId(n), chat=n) for n in ("001", "002")
    ]
    entries = [
        e for e in directory_entries(demo_directory(), "pager") if not isinstance(e, Account)
    ]
    await house.store.run(lambda work: work.put(*entries, *people), at=demo_start())
    running = asyncio.create_task(house.listening.keep(house.adapters["pager"]))
    try:
        service.says("001", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
        await until(lambda: service.in_chat("001"))
        assert service.in_chat("001")[0].text == "1123-01　来访　王**\n公租房"
        service.presses("001", "李明 保障股302")
        await until(lambda: service.in_chat("002"))
        service.presses("002", "签收")
        await until(lambda: "已签收" in service.in_chat("001")[0].text)
        assert "王秀英" not in "".join(message.text for message in service.messages)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await house.close()
