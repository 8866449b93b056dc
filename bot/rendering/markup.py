"""From templates to segments: Jinja2 in, neutral markup between, `Outgoing` out.

Templates write ``<b> <i> <code> <a href> <at id/>`` and ``<button go="…">``; a line of buttons is
a row. Everything put into a template is escaped by Jinja, so any ``<`` left is ours.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from hashlib import sha256
from html import escape, unescape
from importlib import resources
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, meta, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from bot.chat import Button, Outgoing, Segment
from bot.chat.clean import whole_number
from bot.rendering.wording import Wording

_BUTTON = re.compile(r'<button go="([^"]*)">(.*?)</button>')
_TAG = re.compile(
    r"<(b|i|code)>(.*?)</\1>|<a href=\"([^\"]*)\">(.*?)</a>|<at id=\"([^\"]*)\"/>", re.DOTALL
)
_BLANK_RUN = re.compile(r"\n{3,}")

Mention = Callable[[str], Segment]
"""From an officer's number to the segment that mentions him where the message goes."""


BUTTON_WIDTH = 8
KEY_DIGITS = 8
_WIDE = "\u1100"
SIGHT = "sight"
"""The name in a context of an object whose attributes are names too, looked up when used."""


class _Context(Context):
    """Names given, then those of the sight: a template pays for what it uses."""

    def resolve_or_missing(self, key: str) -> Any:  # noqa: ANN401 - as Jinja has it
        found = self.vars.get(key, missing)
        if found is missing:
            found = self.parent.get(key, missing)
        if found is missing and (sight := self.parent.get(SIGHT)) is not None:
            return getattr(sight, key, missing)
        return found


class _Compiler(CodeGenerator):
    """``x.name`` is an attribute and ``f(x)`` a call, and nothing else.

    What Jinja tries besides we never mean: an entry of that name, functions that ask for the context.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, *more: Any, **named: Any) -> None:  # noqa: N802, ANN401 - Jinja's
        if more or named or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, *more, **named)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in node.args:
            self.visit(given, frame)
            self.write(", ")
        for each in node.kwargs:
            self.write(f"{each.key}=")
            self.visit(each.value, frame)
            self.write(", ")
        self.write(")")


class _Whole(NodeTransformer):
    """Puts what a template includes where it stands: a context less to be made at each rendering."""

    def __init__(self, read: Callable[[str], nodes.Template]) -> None:
        self._read = read

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja's
        if not isinstance(node.template, nodes.Const) or not node.with_context:
            return node
        inside = self.visit(self._read(node.template.value))
        return nodes.Scope(inside.body, lineno=node.lineno)


class _Templates(Environment):
    """Jinja's environment, which compiles a template and what it includes as one."""

    def _generate(self, source: nodes.Template, *args: Any, **more: Any) -> str:  # noqa: ANN401 - Jinja's
        return super()._generate(_Whole(self._parsed).visit(source), *args, **more)

    def _parsed(self, name: str) -> nodes.Template:
        assert self.loader is not None  # noqa: S101 - says so to the type checker
        return self.parse(self.loader.get_source(self, name)[0], name)


class _Compiled(BytecodeCache):
    """What was compiled in this process; a second office in it need not compile the same again."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Renderer:
    """The templates of one language, compiled once."""

    def __init__(self, wording: Wording) -> None:
        """Open ``templates/<language>``; *wording* gives filters their words."""
        self.wording = wording
        self._folder = resources.files("templates") / wording.language
        self._templates = _Templates(
            loader=FileSystemLoader(str(self._folder)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_COMPILED,
            optimized=False,  # nothing of one office's words may be worked out for all
        )
        self._templates.context_class = _Context
        self._templates.code_generator_class = _Compiler
        self._templates.filters.update(wording.filters())
        self._templates.globals.update(words=wording)
        self._names = frozenset(self._templates.list_templates())
        self._template = cache(self._open)
        # Imported by each template it would be made again at each rendering.
        self._templates.globals["m"] = self._open("_macros").module

    def knows(self, name: str) -> bool:
        """Tell whether there is a template of that name (without ``.j2``)."""
        return f"{name}.j2" in self._names

    def text(self, name: str, context: Mapping[str, Any]) -> str:
        """Render to neutral markup."""
        return self._template(name).render(context)

    def asks_only_for(self, name: str, known: AbstractSet[str]) -> bool:
        """Tell whether a template stands alone and needs no other names than *known*."""
        text = (self._folder / f"{name}.j2").read_text("utf-8")
        parsed = self._templates.parse(text)
        alone = not any(meta.find_referenced_templates(parsed))
        return alone and meta.find_undeclared_variables(parsed) <= {
            *known,
            *self._templates.globals,
        }

    def _open(self, name: str) -> Template:
        return self._templates.get_template(f"{name}.j2")


def outgoing(markup: str, mention: Mention, *, silent: bool = False) -> Outgoing:
    """Turn neutral markup into segments and rows of buttons."""
    lines, rows = [], []
    for line in markup.split("\n"):
        if "<button" in line:
            rows.append(
                tuple(Button(unescape(m[2]), unescape(m[1])) for m in _BUTTON.finditer(line))
            )
            line = _BUTTON.sub("", line).strip()  # noqa: PLW2901 - what is left is the text
            if not line:
                continue
        lines.append(line.rstrip())
    text = _BLANK_RUN.sub("\n\n", "\n".join(lines).strip("\n"))
    return Outgoing(segments=_segments(text, mention), rows=tuple(rows), silent=silent)


def _segments(text: str, mention: Mention) -> tuple[Segment, ...]:
    if "<" not in text:
        return (Segment("text", unescape(text)),)
    found: list[Segment] = []
    at = 0
    for tag in _TAG.finditer(text):
        if tag.start() > at:
            found.append(Segment("text", unescape(text[at : tag.start()])))
        found.append(_segment(tag, mention))
        at = tag.end()
    if at < len(text):
        found.append(Segment("text", unescape(text[at:])))
    return tuple(found)


def _segment(tag: re.Match[str], mention: Mention) -> Segment:
    if tag[5] is not None:
        return mention(unescape(tag[5]))
    if tag[3] is not None:
        return Segment("a", unescape(tag[4]), unescape(tag[3]))
    return Segment(tag[1], unescape(tag[2]))


@lru_cache(maxsize=4096)
def fitted(label: str) -> str:
    """Cut a label to a button's width: 8 characters, those of Latin script counting half."""
    if fits(label):
        return label
    wide, kept = 1.0, ""
    for letter in label:
        wide += _width(letter)
        if wide > BUTTON_WIDTH:
            break
        kept += letter
    return kept + "…"


def fits(label: str) -> bool:
    """Tell whether a label is no wider than a button."""
    return sum(map(_width, label)) <= BUTTON_WIDTH


def _width(letter: str) -> float:
    return 1.0 if letter >= _WIDE else 0.5


def as_button(label: str, go: str) -> Markup:
    """Write a button in neutral markup, label and payload escaped."""
    said = f'<button go="{escape(go)}">{escape(fitted(label))}</button>'
    return Markup(said)  # noqa: S704 - both are escaped


def payload(verb: str, inquiry: int = 0, step: int = 0, arg: str = "") -> str:
    """Write a button's payload: ``verb:inquiry:step:arg``, at most 64 bytes."""
    return f"{verb}:{inquiry}:{step}:{arg}"


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """A short word that stands for a name in a payload: a catalogue may change, names stay.

    It begins with a letter, so that nothing of ours is ever taken for a position or a number.
    """
    return "k" + sha256(name.encode()).hexdigest()[:KEY_DIGITS]


def named_by(key: str, names: Iterable[str]) -> str:
    """The one of *names* that *key* stands for; empty where none is, or no longer."""
    return next((name for name in names if key_of(name) == key), "")


@lru_cache(maxsize=1024)
def read_payload(text: str) -> tuple[str, int, int, str] | None:
    """Read a payload back; ``None`` for what no button of ours could have said."""
    parts = text.split(":", 3)
    if len(parts) != 4:  # noqa: PLR2004 - verb, inquiry, step, argument
        return None
    verb, inquiry, step, arg = parts
    numbers = whole_number(inquiry), whole_number(step)
    if numbers[0] is None or numbers[1] is None:
        return None
    return verb, numbers[0], numbers[1], arg
