"""The office's page behind a reverse proxy: TLS outside, a path of its own, other host names."""

import re

import pytest

from tests.web.real_office import RealOffice, opened

TLS = {"Host": "office.example", "X-Forwarded-Proto": "https"}


async def cookie(office: RealOffice, **headers: str) -> tuple[str, bool, str]:
    """Name, whether it is for TLS alone, and path of the cookie one gets."""
    client = office.client(**headers)
    answer = await client.post("enter", json={"code": await office.code("001")})
    assert answer.status_code == 200, answer.text
    said = answer.headers["set-cookie"]
    path = re.search(r"Path=([^;]+)", said)
    assert path is not None
    return said.partition("=")[0], "Secure" in said, path[1]


@pytest.mark.parametrize(
    ("public_url", "headers", "given"),
    [
        ("", {}, ("shouwen", False, "/")),
        ("https://office.example", TLS, ("__Host-shouwen", True, "/")),
        ("https://office.example", {"Host": "office.example"}, ("__Host-shouwen", True, "/")),
        ("https://office.example", {}, ("shouwen", False, "/")),
        ("https://office.example/sw", TLS, ("__Secure-shouwen", True, "/sw/")),
        ("http://office.example/sw", {"Host": "office.example"}, ("shouwen", False, "/sw/")),
    ],
    ids=[
        "no proxy",
        "TLS",
        "a proxy that tells no scheme",
        "from the machine itself",
        "path",
        "plain",
    ],
)
async def test_the_cookie_goes_no_further_than_it_must(
    public_url: str, headers: dict[str, str], given: tuple[str, bool, str]
) -> None:
    async with opened(public_url=public_url) as office:
        assert await cookie(office, **headers) == given


async def test_pages_name_nothing_by_an_absolute_path() -> None:
    async with opened(public_url="https://office.example/sw") as office:
        client = await office.come_in("007")
        pages = [(await client.get(path)).text for path in ("", "enter", "people", "s", "offline")]
        manifest = (await client.get("manifest.webmanifest")).json()
    found = [link for page in pages for link in re.findall(r'(?:href|src)="([^"]*)"', page)]
    assert [link for link in found if link.startswith("/") or "://" in link] == []
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    assert {icon["src"].partition("/")[0] for icon in manifest["icons"]} == {"static"}


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://office.example", 403),  # 403: the code is wrong, the origin is right
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
async def test_only_its_own_pages_may_post(origin: str, status: int) -> None:
    async with opened(public_url="https://office.example") as office:
        client = office.client(Origin=origin)  # the proxy calls it by its inner name
        answer = await client.post("enter", json={"code": "x"})
    own = origin == "https://office.example"
    assert answer.status_code == status
    assert ("这个码用不了" in answer.text, "只接受本页发出的内容" in answer.text) == (own, not own)


async def test_a_foreign_host_name_is_refused_with_the_way_out() -> None:
    async with opened(public_url="https://office.example") as office:
        answer = await office.client(Host="evil.example").get("")
    assert (answer.status_code, answer.json()) == (
        421,
        {"error": "请用本单位给的网址打开。管理员：网址写在[server]的public_url。"},
    )


async def test_nothing_of_the_demo_is_there() -> None:
    async with opened() as office:
        client = await office.come_in("001")
        pages = [(await client.get(path)).text for path in ("", "enter", "s", "offline")]
        clock = await client.post("demo/clock", json={"wind": "1wd"})
    assert [word for page in pages for word in ("演示", "虚构", "data-wind") if word in page] == []
    assert clock.status_code == 404


async def test_the_installed_page_has_its_icons_and_a_worker() -> None:
    async with opened() as office:
        client = office.client()
        manifest = (await client.get("manifest.webmanifest")).json()
        icons = [await client.get(icon["src"]) for icon in manifest["icons"]]
        worker = await client.get("sw.js")
        kept = sorted(set(re.findall(r'"((?:static/|offline)[^"]*)"', worker.text)))
        files = [(await client.get(path)).status_code for path in kept]
    assert manifest["name"] == "首问 · 云岭县住房和城乡建设局"
    assert [icon.headers["content-type"] for icon in icons] == ["image/png"] * 3
    assert worker.headers["content-type"].startswith("text/javascript")
    assert files == [200] * 5
