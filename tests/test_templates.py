"""What the bot says, as files: both languages do the same, and keep to the office's voice."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

ROOT = Path(str(resources.files("templates")))
BUTTON_WIDTH = 16  # eight Chinese characters; a Latin one counts half
NEVER_SAID = (
    "受理 不予受理 立案 处分 违规 失败 非法输入 系统错误 不归您管 亲 温馨提示 请务必 ! ！".split()
)
ENGLISH_SIGNS = frozenset("·–…“”→")
HAN = re.compile(r"[\u3400-\u9fff]")
WHOSE = {"zh": "words.toml", "en": "words.toml"}


def environment(language: str) -> Environment:
    """Read templates as the renderer does, without the words that filters need."""
    made = Environment(loader=FileSystemLoader(ROOT / language), autoescape=True)
    made.filters.update(dict.fromkeys(("day", "due", "time", "label", "date"), str))
    made.filters.update(dict.fromkeys(("short", "masked", "surname"), str))
    return made


ENVIRONMENTS = {language: environment(language) for language in ("zh", "en")}


def names_of(language: str) -> list[str]:
    return sorted(ENVIRONMENTS[language].list_templates(extensions=["j2"]))


def source(language: str, name: str) -> str:
    return (ROOT / language / name).read_text("utf-8")


def parsed(language: str, name: str) -> nodes.Template:
    return ENVIRONMENTS[language].parse(source(language, name))


def buttons(language: str, name: str) -> list[nodes.Call]:
    calls = parsed(language, name).find_all(nodes.Call)
    return [c for c in calls if isinstance(c.node, nodes.Name) and c.node.name == "button"]


def words_of(language: str) -> dict[str, Any]:
    return tomllib.loads(source(language, "words.toml"))


def keys(table: dict[str, Any], path: str = "") -> Iterator[str]:
    """Name every value of nested tables, ``labels.state.closed``."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{path}{key}.")
        else:
            yield f"{path}{key}"


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def spoken(language: str, name: str) -> str:
    """Everything in a template that is said or compared, comments left out."""
    tokens = ENVIRONMENTS[language].lex(source(language, name))
    return "\n".join(text for _, kind, text in tokens if kind in ("data", "string"))


def values(table: dict[str, Any], *, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Every text of nested tables and lists, the keys in *skip* left out."""
    for key, value in table.items():
        if key in skip:
            continue
        if isinstance(value, dict):
            yield from values(value, skip=skip)
        else:
            yield from re.findall(r"[^\[\]']+", str(value))


every_template = pytest.mark.parametrize("name", names_of("zh"))


def test_every_template_has_its_twin() -> None:
    assert names_of("en") == names_of("zh")


@every_template
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_compiles(name: str, language: str) -> None:
    ENVIRONMENTS[language].compile(source(language, name), name)


@every_template
def test_buttons_do_the_same_in_both_languages(name: str) -> None:
    done = [
        sorted(repr((call.args[1:], call.kwargs)) for call in buttons(language, name))
        for language in ("zh", "en")
    ]
    assert done[1] == done[0]


@every_template
def test_both_languages_ask_for_the_same_values(name: str) -> None:
    needed = {language: meta.find_undeclared_variables(parsed(language, name)) for language in WHOSE}
    assert needed["en"] - {"office", "words"} == needed["zh"] - {"office", "words"}


@every_template
def test_both_languages_lead_to_the_same_templates(name: str) -> None:
    led = [
        sorted(repr(node.template) for node in parsed(language, name).find_all(nodes.Include))
        for language in ("zh", "en")
    ]
    assert led[1] == led[0]


@every_template
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_button_has_at_most_eight_characters(name: str, language: str) -> None:
    labels = [c.args[0].value for c in buttons(language, name) if isinstance(c.args[0], nodes.Const)]
    assert [label for label in labels if width(label) > BUTTON_WIDTH] == []


@every_template
def test_the_english_templates_are_english(name: str) -> None:
    foreign = {c for c in source("en", name) if not c.isascii()} - ENGLISH_SIGNS
    assert foreign == set()


@every_template
def test_the_chinese_never_say_what_an_office_must_not(name: str) -> None:
    said = spoken("zh", name)
    assert [word for word in NEVER_SAID if word in said] == []


@every_template
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_shouts_and_nothing_smiles(name: str, language: str) -> None:
    smiles = [c for c in source(language, name) if unicodedata.category(c) == "So"]
    data = [text for _, kind, text in lexed(language, name) if kind == "data"]
    assert (smiles, [text for text in data if "!" in text or "！" in text]) == ([], [])


def lexed(language: str, name: str) -> list[tuple[int, str, str]]:
    return list(ENVIRONMENTS[language].lex(source(language, name)))


def test_both_languages_have_the_same_words() -> None:
    assert sorted(keys(words_of("en"))) == sorted(keys(words_of("zh")))
