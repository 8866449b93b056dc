"""Every button of the templates is handled, every verb has its button, every face it turns to exists."""

import itertools
import re
from collections.abc import Iterator
from pathlib import PurePath

from jinja2 import nodes

from bot.demo.office import demo_office
from bot.dialogs.buttons import BUTTONS
from bot.dialogs.words import COMMANDS, Takes
from bot.rendering.faces import SAME
from bot.rendering.wording import Wording
from tests.rendering.template_trees import TEMPLATES, both_languages, buttons, parsed

FACE = re.compile(r"[a-z-]+")
FACES = {
    "lead", "limit-dates", "more", "move", "not-mine", "outcomes", "people", "reasons", "units",
    "which-duty",
}  # fmt: skip
"""Those a button turns to by itself; others follow from what is chosen."""


def _constants(node: nodes.Node) -> Iterator[str]:
    """The texts an expression may come to: the condition of an ``if`` is none of them."""
    if isinstance(node, nodes.Const):
        yield str(node.value)
    elif isinstance(node, nodes.CondExpr):
        yield from _constants(node.expr1)
        if node.expr2 is not None:
            yield from _constants(node.expr2)
    elif isinstance(node, nodes.Concat):  # as far as it is known
        known = itertools.takewhile(bool, (list(_constants(each)) for each in node.nodes))
        yield from map("".join, itertools.product(*known))


def _set(language: str, name: str) -> set[str]:
    """What a variable is set to anywhere."""
    return {
        value
        for template in TEMPLATES[language]
        for assign in parsed(language, template).find_all(nodes.Assign)
        if isinstance(assign.target, nodes.Name) and assign.target.name == name
        for value in _constants(assign.node)
    }


def _verbs(language: str, call: nodes.Call) -> set[str]:
    verb = call.args[1]
    if isinstance(verb, nodes.Name):
        return _set(language, verb.name)
    return set(_constants(verb))


@both_languages
def test_the_verbs_of_the_buttons_are_those_of_the_table(language: str) -> None:
    calls = [call for name in TEMPLATES[language] for call in buttons(language, name)]
    unread = [call for call in calls if not _verbs(language, call)]
    assert unread == []
    shown = {verb for call in calls for verb in _verbs(language, call)}
    assert shown == set(BUTTONS)


def _included(language: str, name: str) -> set[str]:
    """A template and all it may include."""
    found, waiting = set(), {name}
    while waiting:
        template = waiting.pop()
        found.add(template)
        for include in parsed(language, template).find_all(nodes.Include):
            begins = tuple(_constants(include.template))  # of a name put together, its beginning
            waiting |= {each for each in TEMPLATES[language] if each.startswith(begins)} - found
    return found


def _views(language: str) -> dict[str, set[str]]:
    """By view, its templates and all they include."""
    views: dict[str, set[str]] = {}
    for name in TEMPLATES[language]:
        path = PurePath(name)
        if path.parts[0] == "views" and not path.parts[1].startswith("ask"):
            view = path.parts[1].removesuffix(".j2")
            views.setdefault(view, set()).update(_included(language, name))
    for face, shown in SAME.items():
        view = face.partition("/")[0]
        views[view] = views[view] | _included(language, f"views/{shown}.j2")
    return views


def _is_there(language: str, face: str) -> bool:
    return f"views/{SAME.get(face, face)}.j2" in TEMPLATES[language]


@both_languages
def test_a_button_that_turns_the_card_turns_it_to_a_face_there_is(language: str) -> None:
    turned = {
        (view, found[0])
        for view, templates in _views(language).items()
        for name in templates
        for call in buttons(language, name)
        if _verbs(language, call) == {"face"}
        for argument in call.args[2:3]
        for value in _constants(argument)
        if (found := FACE.match(value))
    }
    assert {face for _, face in turned} == FACES
    missing = [pair for pair in turned if not _is_there(language, "/".join(pair))]
    assert sorted(missing) == []


@both_languages
def test_a_face_that_is_lent_is_there_and_hides_no_other(language: str) -> None:
    assert [face for face in SAME if not _is_there(language, face)] == []
    assert [face for face in SAME if f"views/{face}.j2" in TEMPLATES[language]] == []
    assert set(SAME).isdisjoint(SAME.values())


@both_languages
def test_the_words_people_type_name_the_commands_of_the_table(language: str) -> None:
    named = set(Wording(demo_office(language)).commands.values())
    by_slash_alone = {name for name, row in COMMANDS.items() if row.takes is Takes.SLASH}
    assert named == set(COMMANDS) - by_slash_alone
    assert {name for name, _ in Wording.menu_of(language)} <= named
