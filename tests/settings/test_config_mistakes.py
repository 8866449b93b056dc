"""The sentence for every mistake in config.toml, with its line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings.config import load
from bot.settings.toml import WrongFile
from bot.settings.toml_lines import key_lines

OFFICE = '[office]\nname = "云岭县住建局"\n'


def mistakes(
    folder: Path, text: str, environ: Mapping[str, str] | None = None, *, partial: bool = False
) -> list[str]:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongFile) as caught:
        load(file, environ or {}, partial=partial)
    return str(caught.value).splitlines()


OFFICE_MISTAKES = {
    'nmae = "x"': '3: unknown key "nmae"; did you mean "name"?',
    'colour = "red"': '3: unknown key "colour"; known: name, short, time_zone, hours, ruleset, sections,'
    " mainland, language, area_code, calendar, quiet, digest",
    "short = 5": '3: "short" must be a text, not a number',
    "short = 2026-11-23": '3: "short" must be a text, not a date or time',
    'mainland = "yes"': '3: "mainland" must be true or false, not a text',
    "mainland = 1": '3: "mainland" must be true or false, not a number',
    'language = "ZH"': '3: "ZH" is not allowed for "language"; did you mean "zh"?',
    'language = "french"': '3: "french" is not allowed for "language"; known: zh, en',
    'time_zone = "Asia/Shangai"': '3: "time_zone": unknown time zone "Asia/Shangai";'
    ' did you mean "Asia/Shanghai"?',
    'time_zone = "/etc"': '3: "time_zone": unknown time zone "/etc"; did you mean "Asia/Shanghai"?',
    'hours = "08:30-12:00"': '3: "hours" must be a list, not a text',
    "hours = []": '3: "hours": opening hours need at least one session,'
    " each ending before the next begins",
    'hours = [\n  "08:30-12:00",  # morning\n  "1pm-5pm",\n]': '5: "hours": expected a session'
    ' such as "08:30-12:00", not "1pm-5pm"',
    'hours = ["13:30-17:30", "08:30-12:00"]': '3: "hours": opening hours need at least one'
    " session, each ending before the next begins",
    'hours = ["08:30-24:00"]': '3: "hours": expected a session such as "08:30-12:00",'
    ' not "08:30-24:00"',
    'ruleset = "pudong-tabacco"': '3: "ruleset": unknown ruleset "pudong-tabacco";'
    ' did you mean "pudong-tobacco"?',
    'ruleset = "own.toml"': '3: "ruleset": there is no file own.toml',
    'calendar = "own"': '3: "calendar": there is no folder own',
    'digest = "9"': '3: "digest": expected a time such as "09:00", not "9"',
    'digest = "07:00"': '3: "digest": "07:00" is not within the opening hours',
    'area_code = "21"': '3: "area_code": expected an area code such as "021" or "0556", not "21"',
}


@pytest.mark.parametrize(("line", "sentence"), OFFICE_MISTAKES.items())
def test_a_mistake_in_the_office_is_said_with_its_line(
    tmp_path: Path, line: str, sentence: str
) -> None:
    assert mistakes(tmp_path, OFFICE + line) == [f"config.toml:{sentence}"]


ADAPTER_MISTAKES = {
    '[adapters.telegrm]\ntoken = "1:T"': '3: unknown adapter "telegrm"; did you mean "telegram"?',
    '[adapters.telegram]\ntokn = "1:T"\ntoken = "1:T"': '4: unknown key "tokn";'
    ' did you mean "token"?',
    '[adapters.telegram]\nmode = "polling"': '3: [adapters.telegram] lacks "token"',
    '[adapters.telegram]\ntoken = ""': '4: "token" is empty',
    '[adapters.telegram]\ntoken = "1:T"\nmode = "poling"': '5: "poling" is not allowed for'
    ' "mode"; did you mean "polling"?',
    '[server]\nlisten = "8000"': '4: "listen": expected an address and a port such'
    ' as "127.0.0.1:8000"',
    '[server]\nlisten = "0.0.0.0:65536"': '4: "listen": expected an address and a port'
    ' such as "127.0.0.1:8000"',
    '[server]\npublic_url = "shouwen.example"': '4: "public_url": expected an address'
    " beginning with https:// or http://",
    "[files]\nlargest_mb = 0": '4: "largest_mb" must be 1 or more',
    '[files]\nkeep_days = "30"': '4: "keep_days" must be a number, not a text',
    '[adapters.slack]\nbot_token = "x"': '3: give either "app_token" or "signing_secret"',
    '[adapters.slack]\nbot_token = "x"\napp_token = "y"\nsigning_secret = "z"': "5: give either"
    ' "app_token" or "signing_secret"',
    '[[adapters]]\nname = "web"': '3: "adapters" must be a table, not a list',
    '[storage]\nurl = "mysql://u:hush@h/d"': '4: "url": expected'
    ' "sqlite:///data/shouwen.db" or "postgresql://…"',
    '[storag]\nurl = "x"': '3: unknown table "storag"; did you mean "storage"?',
}


@pytest.mark.parametrize(("lines", "sentence"), ADAPTER_MISTAKES.items())
def test_a_mistake_elsewhere_is_said_with_its_line(
    tmp_path: Path, lines: str, sentence: str
) -> None:
    assert mistakes(tmp_path, OFFICE + lines) == [f"config.toml:{sentence}"]


def test_a_webhook_needs_its_address_and_its_secret(tmp_path: Path) -> None:
    text = OFFICE + '[adapters.telegram]\ntoken = "1:T"\nmode = "webhook"\nsecret = "a b"\n'
    assert mistakes(tmp_path, text) == [
        'config.toml:5: "public_url" under [server] is needed with mode = "webhook"',
        'config.toml:6: "secret": expected 1 to 256 characters of A-Z a-z 0-9 _ -',
    ]


def test_all_mistakes_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[adapters.telegram]\ntokn = "1:T"\n\n[office]\nlanguage = "EN"\nmainland = 0\n'
    assert mistakes(tmp_path, text, {"SHOUWEN__STORAGE__URI": "x"}) == [
        'config.toml:1: [adapters.telegram] lacks "token"',
        'config.toml:2: unknown key "tokn"; did you mean "token"?',
        'config.toml:4: [office] lacks "name"',
        'config.toml:5: "EN" is not allowed for "language"; did you mean "en"?',
        'config.toml:6: "mainland" must be true or false, not a number',
        'SHOUWEN__STORAGE__URI: unknown key "uri"; did you mean "url"?',
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "config.toml: [office] is missing"),
        ('office = "x"', 'config.toml:1: "office" must be a table, not a text'),
        ("[office]\nname = 云岭\n", "config.toml:2: not valid TOML: invalid value"),
        ('[office]\n名称 = "云岭"\n', 'config.toml:2: put the key in quotes: "名称"'),
        (
            "[office]\nname = “云岭”\n",
            "config.toml:2: not valid TOML; quotes and the equals sign must be ASCII",
        ),
        ("[office]\n\nhours = [", "config.toml:3: not valid TOML: invalid value"),
        (OFFICE + "hours = " + "[" * 9000, "config.toml: lists or tables nested too deeply"),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    assert mistakes(tmp_path, text)[0] == sentence


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    with pytest.raises(WrongFile) as caught:
        load(file, {})
    assert str(caught.value) == f"{file}: cannot be read: No such file or directory"
    file.write_bytes("[office]\nname = '云岭'\n".encode("gbk"))
    with pytest.raises(WrongFile) as caught:
        load(file, {})
    assert str(caught.value) == "config.toml:2: not UTF-8; save the file as UTF-8"


def test_every_key_of_a_toml_file_is_found_on_its_line() -> None:
    text = (
        'a.b = """\nx = 1\n[y]\n"""\n'  # 1-4
        "[\"t t\".'u']  # [c]\n"  # 5
        'k = [\n  "x", # , [\n  { z = 1, y = [2, 3] },\n]\n'  # 6-9
        "d = 2026-01-01 10:00:00\n"  # 10
        "[[l.m]]\n[l.m.sub]\nf = ','\n[[l.m]]\n"  # 11-14
    )
    assert key_lines(text) == {
        ("a",): 1,
        ("a", "b"): 1,
        ("t t",): 5,
        ("t t", "u"): 5,
        ("t t", "u", "k"): 6,
        ("t t", "u", "k", 0): 7,
        ("t t", "u", "k", 1): 8,
        ("t t", "u", "k", 1, "z"): 8,
        ("t t", "u", "k", 1, "y"): 8,
        ("t t", "u", "k", 1, "y", 0): 8,
        ("t t", "u", "k", 1, "y", 1): 8,
        ("t t", "u", "d"): 10,
        ("l",): 11,
        ("l", "m"): 11,
        ("l", "m", 0): 11,
        ("l", "m", 0, "sub"): 12,
        ("l", "m", 0, "sub", "f"): 13,
        ("l", "m", 1): 14,
    }


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("ADAPTERS__TELEGRAM__TOKN", "x", 'unknown key "tokn"; did you mean "token"?'),
        ("ADAPTERS__TELEGRM__TOKEN", "x", 'unknown adapter "telegrm"; did you mean "telegram"?'),
        ("OFFICE__MAINLAND", "yes", '"mainland" must be true or false, not a text'),
        ("OFFICE__LANGUAGE", "de", '"de" is not allowed for "language"; known: zh, en'),
        ("OFFICE", "x", '"office" must be a table, not a text'),
        (
            "OFFICE__HOURS",
            "08:30-12:00,afternoon",
            '"hours": expected a session such as "08:30-12:00", not "afternoon"',
        ),
    ],
)
def test_a_mistake_of_the_environment_names_the_variable(
    tmp_path: Path, variable: str, value: str, sentence: str
) -> None:
    text = OFFICE + 'hours = [\n"09:00-17:00",\n]\n[adapters.telegram]\ntoken = "1:T"\n'
    found = mistakes(tmp_path, text, {f"SHOUWEN__{variable}": value})
    assert found == [f"SHOUWEN__{variable}: {sentence}"]


def test_a_partial_file_is_read_as_strictly(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[office]\nnmae = "x"\n', partial=True) == [
        'config.toml:2: unknown key "nmae"; did you mean "name"?'
    ]
