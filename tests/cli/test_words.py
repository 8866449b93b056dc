"""What the command line says in both languages, and what its logs never say."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import structlog

from bot.admin.logs import log_lines
from bot.rendering.voice import Voice
from tests.places import ROOT

TEMPLATES = ROOT / "templates"


def sentences(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every sentence's key with what is filled in."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from sentences(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", sorted(set(re.findall(r"\{\w+\}", str(value))))


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (
        dict(sentences(tomllib.loads((TEMPLATES / name / "cli.toml").read_text("utf-8"))))
        for name in ("zh", "en")
    )
    assert chinese == english


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_environment_chooses_the_language(environ: dict[str, str], language: str) -> None:
    assert Voice.of(environ).language == language


def test_names_beyond_the_tenth_are_counted() -> None:
    voice = Voice("zh")
    assert voice.listed(tuple("甲乙丙"), at_most=2) == "甲、乙等，另有1个"
    assert voice.knows("refused.gave_up.telegram_wrong_token")
    assert not voice.knows("refused.gave_up.Timed out. Try later.")


def test_logs_are_json_lines_without_anybodys_number(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines()
    try:
        structlog.get_logger().warning("store busy", inquiry="1123-07", error="of 13800138000")
    finally:
        structlog.reset_defaults()
    said = capsys.readouterr()
    line = json.loads(said.err)
    del line["timestamp"]
    assert said.out == ""
    assert line == {
        "event": "store busy",
        "level": "warning",
        "inquiry": "1123-07",
        "error": "of 1**********",
    }
