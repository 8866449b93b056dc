"""What the bot says, as files: both languages do the same, and keep to the office's voice."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from jinja2 import meta, nodes

from bot.demo import demo_start
from bot.demo.office import demo_office
from bot.rendering.sight import Sight
from bot.rendering.wording import Wording
from tests.rendering.template_trees import (
    ENVIRONMENTS,
    LANGUAGES,
    TEMPLATES,
    both_languages,
    buttons,
    parsed,
    source,
)

BUTTON_WIDTH = 16  # eight Chinese characters; Latin letters, digits and spaces count half
NUMBER_WIDTH = len("1123-07 ")  # stands before the first button of a list's item
NEVER_SAID = (
    "受理", "不予受理", "立案", "处分", "违规", "失败", "非法输入", "系统错误", "不归您管",
    "亲", "温馨提示", "请务必", "！", "!",
)  # fmt: skip
ENGLISH_SIGNS = frozenset("·–…“”→")
TYPED_OR_READ = re.compile(
    r"commands\.\w+\.say|patterns\.far|periods\.\w+"
)  # Chinese also in English
ONE = "_one"  # the English singular; Chinese has none
HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


def test_every_template_has_its_twin() -> None:
    assert TEMPLATES["en"] == TEMPLATES["zh"]


@both_languages
def test_every_template_compiles(language: str) -> None:
    environment = ENVIRONMENTS[language]
    compiled = [environment.get_template(name).name for name in TEMPLATES[language]]
    assert compiled == TEMPLATES[language]


def test_the_buttons_do_the_same_in_both_languages() -> None:
    zh, en = (
        {name: sorted(_pressed(parsed(language, name))) for name in TEMPLATES[language]}
        for language in LANGUAGES
    )
    assert en == zh


def test_both_languages_lead_to_the_same_templates() -> None:
    zh, en = (
        {
            name: [repr(node.template) for node in parsed(language, name).find_all(nodes.Include)]
            for name in TEMPLATES[language]
        }
        for language in LANGUAGES
    )
    assert en == zh


def test_the_english_asks_for_nothing_the_chinese_is_not_given() -> None:
    asked = {
        name: _asked_for("en", name) - _asked_for("zh", name) - {"office", "words", "m"}
        for name in TEMPLATES["en"]
    }
    assert {name: names for name, names in asked.items() if names} == {}


@both_languages
def test_no_name_set_in_a_template_hides_one_that_is_looked_up(language: str) -> None:
    """Jinja resolves a set name first: `mine` in a channel's line searched all open inquiries."""
    looked_up = {name for name in dir(Sight) if not name.startswith("_")} | {*Sight.__match_args__}
    hidden = {
        name: sorted(_set_in(parsed(language, name)) & looked_up) for name in TEMPLATES[language]
    }
    assert {name: names for name, names in hidden.items() if names} == {}
    assert "mine" in looked_up


@both_languages
def test_a_button_is_at_most_eight_characters_wide(language: str) -> None:
    labels = [
        (name, call.args[0].value, NUMBER_WIDTH if call.kwargs else 0)
        for name in TEMPLATES[language]
        for call in buttons(language, name)
        if isinstance(call.args[0], nodes.Const)
    ]
    assert [given for given in labels if _width(given[1]) + given[2] > BUTTON_WIDTH] == []


def test_the_english_templates_are_in_english() -> None:
    foreign = {
        name: {c for c in source("en", name) if not c.isascii()} - ENGLISH_SIGNS
        for name in TEMPLATES["en"]
    }
    assert {name: signs for name, signs in foreign.items() if signs} == {}


def test_nothing_is_said_in_english_that_has_legal_effect() -> None:
    said = {name: re.findall(r"(?i)\baccept\w*", _said("en", name)) for name in TEMPLATES["en"]}
    assert {name: words for name, words in said.items() if words} == {}


def test_the_chinese_never_says_what_an_office_must_not() -> None:
    said = [
        (name, word) for name in TEMPLATES["zh"] for word in NEVER_SAID if word in _said("zh", name)
    ]
    assert said == []


@both_languages
def test_nothing_shouts_and_nothing_smiles(language: str) -> None:
    signs = {
        name: {c for c in _said(language, name) if c in "!！" or unicodedata.category(c) == "So"}
        for name in TEMPLATES[language]
    }
    assert {name: found for name, found in signs.items() if found} == {}


def test_both_languages_have_the_same_words() -> None:
    zh, en = ([path for path, _ in _words(language)] for language in LANGUAGES)
    assert {path.removesuffix(ONE) for path in en} == set(zh)


@both_languages
def test_the_words_keep_to_the_voice(language: str) -> None:
    said = [(path, text) for path, text in _words(language) if not TYPED_OR_READ.fullmatch(path)]
    assert [pair for pair in said if any(word in pair[1] for word in NEVER_SAID)] == []
    assert [pair for pair in said if language == "en" and HAN.search(pair[1])] == []


@both_languages
def test_every_key_of_the_keyboard_is_a_command(language: str) -> None:
    wording = Wording(demo_office(language))
    assert [
        key for row in wording.keyboard for key in row if key.casefold() not in wording.commands
    ] == []


def test_chinese_commands_are_understood_in_english_too() -> None:
    zh, en = (Wording(demo_office(language)).commands for language in LANGUAGES)
    assert {word: en.get(word) for word in zh} == zh


def test_a_command_with_nothing_after_it_is_one_word() -> None:
    assert [word for word in Wording(demo_office("en")).commands if " " in word] == []


def test_english_dates_and_lights() -> None:
    wording, now = Wording(demo_office("en")), demo_start()
    hours = wording.office.hours
    ends = hours.closing(date(2026, 11, 23))
    due = [hours.closing(hours.calendar.after(date(2026, 11, 23), n)) for n in (3, 1)]
    lights = [wording.light(moment, now) for moment in (*due, ends)]
    late = [wording.light(ends, moment + timedelta(days=1)) for moment in (now, due[1])]
    assert wording.day(date(2026, 11, 30)) == "30 Nov (Mon)"
    assert wording.due(hours.closing(date(2026, 11, 30))) == "30 Nov by close of business"
    assert lights == ["3 days left", "1 day left", "due today"]
    assert late == ["1 day over", "2 days over"]
    assert wording.light(ends, now + timedelta(days=1), "_long") == "1 working day over"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (-60 * 24 * 3, "还有1天"),
        (-60 * 9, "还有9小时"),
        (-119, "还有119分钟"),
        (-30, "还有30分钟"),
        (0, "还有0分钟"),
        (30, "超30分钟（09:10到时）"),
        (119, "超119分钟（09:10到时）"),
        (120, "超2小时（09:10到时）"),
        (60 * 24 * 3, "超72小时（11月23日09:10到时）"),
    ],
)
def test_what_runs_in_minutes_is_never_late_by_days(minutes: int, said: str) -> None:
    wording = Wording(demo_office("zh"))
    due = demo_start() + timedelta(minutes=10)
    assert wording.light(due, due + timedelta(minutes=minutes)) == said


def _set_in(tree: nodes.Template) -> set[str]:
    return {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}


def _asked_for(language: str, name: str) -> set[str]:
    return meta.find_undeclared_variables(parsed(language, name))


def _pressed(node: nodes.Node, when: str = "") -> Iterator[str]:
    """Everything of each button but its label: verb, argument, rank, and when it is shown."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        if node.node.name == "button":
            yield f"{when} {node.args[1:]} {node.kwargs}"
        return
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.If):
            branch = "then" if child in node.body else "else"
            yield from _pressed(child, f"{when} {node.test} {branch}")
        else:
            yield from _pressed(child, when)


def _said(language: str, name: str) -> str:
    """The text between the tags, the labels of buttons, and all Chinese in expressions."""
    tokens = ENVIRONMENTS[language].lex(source(language, name))
    text = [value for _, kind, value in tokens if kind == "data"]
    labels = [nodes.Tuple(call.args[:1], "load") for call in buttons(language, name)]
    strings = [str(c.value) for label in labels for c in label.find_all(nodes.Const)]
    constants = (str(c.value) for c in parsed(language, name).find_all(nodes.Const))
    return "\n".join([*text, *strings, *(value for value in constants if HAN.search(value))])


def _words(language: str) -> Iterator[tuple[str, str]]:
    """Every value of ``words.toml`` with its path, ``labels.state.closed``."""
    return _flat(tomllib.loads(source(language, "words.toml")), "")


def _flat(table: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
