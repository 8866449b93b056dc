"""config.toml and the environment: what is read from them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.rules import FileRule
from bot.settings.config import OfficeSettings, ServerSettings, StorageSettings, build_office, load
from bot.settings.toml import WrongFile
from tests.places import ROOT

EXAMPLE = ROOT / "config.example.toml"
OFFICE = '[office]\nname = "云岭县住建局"\n'


def mistakes(folder: Path, text: str) -> list[str]:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongFile) as caught:
        load(file, {})
    return str(caught.value).splitlines()


def test_the_example_loads_once_the_token_is_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(EXAMPLE.read_text("utf-8").replace('token = ""', 'token = "1:T"'), "utf-8")
    settings = load(file, {})
    assert settings.office == OfficeSettings(
        name="云岭县住房和城乡建设局",
        short="云住建",
        time_zone=ZoneInfo("Asia/Shanghai"),
        hours=((time(8, 30), time(12)), (time(13, 30), time(17, 30))),
        ruleset="pudong-tobacco",
        mainland=True,
        language="zh",
        area_code="",
    )
    assert settings.storage == StorageSettings(url=f"sqlite:///{tmp_path}/data/shouwen.db")
    assert settings.adapters == {
        "telegram": {"token": "1:T", "mode": "polling"},
    }


def test_the_example_as_shipped_lacks_only_the_token() -> None:
    line = EXAMPLE.read_text("utf-8").splitlines().index("[adapters.telegram]") + 2
    with pytest.raises(WrongFile) as caught:
        load(EXAMPLE, {})
    assert str(caught.value) == f'config.example.toml:{line}: "token" is empty'


def test_every_key_put_out_of_use_in_the_example_is_a_right_one(tmp_path: Path) -> None:
    keys = (
        "calendar",
        "quiet",
        "proxies",
        "folder",
        "largest_",
        "keep_",
        "endings",
        "listen",
        "public_url",
        "secret",
        "base_url",
        "file_url",
        "[",
        "bot_",
        "app_",
    )
    lines = EXAMPLE.read_text("utf-8").splitlines()
    text = "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ").startswith(keys) else line
        for line in lines
    )
    (tmp_path / "calendars").mkdir()
    found = mistakes(tmp_path, text)
    assert [line.split(": ", 1)[1] for line in found] == [
        '"token" is empty',
    ]


def test_server_and_files_are_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    more = (
        '[server]\nlisten = "0.0.0.0:80"\npublic_url = "https://a.example/sw/"\n'
        '[files]\nlargest_mb = 5\nkeep_days = 30\nendings = [".PDF", "jpg"]\n'
    )
    file.write_text(OFFICE + more, "utf-8")
    settings = load(file, {})
    own = {"localhost", "127.0.0.1", "::1"}
    assert settings.server == ServerSettings(
        host="0.0.0.0", port=80, public_url="https://a.example/sw"
    )
    assert settings.server.hosts == own | {"a.example"}
    assert settings.files.folder == tmp_path / "data" / "files"
    assert settings.files.rule == FileRule(5 * 2**20, frozenset({"pdf", "jpg"}), timedelta(days=30))


@pytest.mark.parametrize(
    ("server", "url"),
    [
        (ServerSettings(), "http://127.0.0.1:8000"),
        (ServerSettings(host="::1", port=80), "http://[::1]:80"),
        (ServerSettings(host="::1", public_url="https://a.example/sw"), "https://a.example/sw"),
    ],
)
def test_where_the_server_is_reached(server: ServerSettings, url: str) -> None:
    assert server.url == url


def test_the_digest_has_an_hour_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(OFFICE, "utf-8")
    day = date(2026, 11, 23)
    zone = ZoneInfo("Asia/Shanghai")
    assert build_office(load(file, {})).digest_at(day) == datetime(2026, 11, 23, 8, 30, tzinfo=zone)
    file.write_text(OFFICE + 'digest = "09:15"\n', "utf-8")
    assert build_office(load(file, {})).digest_at(day) == datetime(2026, 11, 23, 9, 15, tzinfo=zone)


@pytest.mark.parametrize("said", ["20:00-07:30", "12:00-13:30"])
def test_quiet_hours_may_go_over_midnight(tmp_path: Path, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(OFFICE + f'quiet = "{said}"\n', "utf-8")
    begins, ends = (time.fromisoformat(part) for part in said.split("-"))
    assert build_office(load(file, {})).quiet == (begins, ends)


def test_an_office_needs_only_a_name(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(OFFICE, "utf-8")
    settings = load(file, {})
    assert settings.office.short == "云岭县住建局"
    assert settings.office.mainland is True
    assert settings.adapters == {}
    assert settings.storage.url == f"sqlite:///{tmp_path}/data/shouwen.db"


def test_a_partial_file_may_hold_an_adapter_alone(tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text('[adapters.telegram]\ntoken = "1:T"\n', "utf-8")
    settings = load(file, {}, partial=True)
    assert settings.office.name == ""
    assert settings.adapters == {"telegram": {"token": "1:T", "mode": "polling"}}


def test_a_file_of_windows_notepad_is_read(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf" + OFFICE.replace("\n", "\r\n").encode())
    assert load(file, {}).office.name == "云岭县住建局"


def test_the_office_is_built_with_its_rules_and_its_own_holidays(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "cn-2027.toml").write_text(
        "[year]\nnumber = 2027\npublished = true\nsource = '通知'\n"
        "[[holiday]]\nname = '元旦'\nfirst = 2027-01-01\nlast = 2027-01-03\n",
        "utf-8",
    )
    file = tmp_path / "config.toml"
    file.write_text(OFFICE + 'calendar = "own"\narea_code = "0556"\nmainland = false\n', "utf-8")
    office = build_office(load(file, {}))
    assert (office.name, office.short) == ("云岭县住建局", "云岭县住建局")
    assert (office.rules.name, office.area_code) == ("pudong-tobacco", "0556")
    assert (office.mainland, office.language, office.demo) == (False, "zh", False)
    assert office.hours.calendar.published == {2025, 2026, 2027}


def test_an_office_may_bring_its_own_ruleset(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'name = "own"\ntitle = "本局"\nversion = "3"\nchannels = ["来访"]\n'
        '[limits]\nrefer = "1wd"\nfinish = "3wd"\n',
        "utf-8",
    )
    file = tmp_path / "config.toml"
    file.write_text(OFFICE + 'ruleset = "own.toml"\n', "utf-8")
    assert build_office(load(file, {})).rules.version == "3"


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        OFFICE + '[storage]\nurl = "postgresql://u:hush@h/d"\n'
        '[adapters.telegram]\ntoken = "1:hush"\n',
        "utf-8",
    )
    settings = load(file, {})
    assert settings.storage.url == "postgresql://u:hush@h/d"
    assert "hush" not in repr(settings)
    assert mistakes(tmp_path, OFFICE + "[adapters.telegram]\ntoken = 5566\n") == [
        'config.toml:4: "token" must be a text, not a number'
    ]
    assert mistakes(tmp_path, OFFICE + '[adapters.telegram]\ntoken = "hush hush"\n') == [
        'config.toml:4: "token": must not contain spaces'
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sqlite:///data/a.db", "sqlite:///{folder}/data/a.db"),
        ("sqlite:////var/a.db", "sqlite:////var/a.db"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_a_database_file_lies_beside_the_configuration(
    tmp_path: Path, said: str, meant: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'{OFFICE}[storage]\nurl = "{said}"\n', "utf-8")
    assert load(file, {}).storage.url == meant.format(folder=tmp_path)


def test_the_environment_stands_above_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(OFFICE + 'hours = ["09:00-17:00"]\nmainland = true\n', "utf-8")
    settings = load(
        file,
        {
            "PATH": "/bin",
            "SHOUWEN__OFFICE__SHORT": "云住建",
            "SHOUWEN__OFFICE__HOURS": "08:00-12:00, 14:00-18:00",
            "SHOUWEN__OFFICE__MAINLAND": "false",
            "SHOUWEN__ADAPTERS__TELEGRAM__TOKEN": "2:T",
        },
    )
    assert settings.office.short == "云住建"
    assert settings.office.hours == ((time(8), time(12)), (time(14), time(18)))
    assert settings.office.mainland is False
    assert settings.adapters == {"telegram": {"token": "2:T", "mode": "polling"}}
