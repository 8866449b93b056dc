"""The templates as files and as trees: what a test of their words and buttons looks at."""

from functools import cache

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from bot.demo.office import demo_office
from bot.rendering.wording import Wording
from tests.places import ROOT

FOLDER = ROOT / "templates"
LANGUAGES = ("zh", "en")


def _environment(language: str) -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER / language), autoescape=True)
    made.filters.update(Wording(demo_office(language)).filters())
    return made


ENVIRONMENTS = {language: _environment(language) for language in LANGUAGES}
TEMPLATES = {
    language: sorted(environment.list_templates(extensions=["j2"]))
    for language, environment in ENVIRONMENTS.items()
}
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def source(language: str, name: str) -> str:
    return (FOLDER / language / name).read_text("utf-8")


@cache
def parsed(language: str, name: str) -> nodes.Template:
    return ENVIRONMENTS[language].parse(source(language, name))


def buttons(language: str, name: str) -> list[nodes.Call]:
    calls = parsed(language, name).find_all(nodes.Call)
    return [c for c in calls if isinstance(c.node, nodes.Name) and c.node.name == "button"]
