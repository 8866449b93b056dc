"""Every button of the templates is handled, every verb has its button, every face it turns to exists."""

import itertools
import re
from collections.abc import Iterator
from pathlib import PurePath

from jinja2 import nodes

from bot.dialogs.presses import PRESSES
from bot.domain import rights
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
    assert shown == set(PRESSES) == set(rights.PRESSES)


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
    return views


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
    missing = [
        pair for pair in turned if f"views/{pair[0]}/{pair[1]}.j2" not in TEMPLATES[language]
    ]
    assert sorted(missing) == []
