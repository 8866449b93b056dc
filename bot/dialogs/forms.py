"""A form is data in the order of the paper; a draft is only its answers.

Labels and questions are templates: ``views/form/<form>`` for the paper, ``words.toml`` for fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.chat.clean import whole_number
from bot.domain.errors import Unclear

Answers = Mapping[str, str]
T = TypeVar("T")

SKIPPED = ""
"""What an optional line left out is answered with."""


def _always(_: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of the paper. *read* turns what was typed into its answer, or raises `Unclear`."""

    key: str
    optional: bool = False
    at_most: int = 0  # characters; 0: no limit
    options: str = ""  # name of a list the dispatcher looks up before asking
    read: Callable[[str], str] | None = None
    when: Callable[[Answers], bool] = _always
    stays_home: bool = False  # not asked on a platform abroad: the office's own page has it


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A paper: its lines in order, and what becomes of it once it is handed in.

    *enough* are the lines without which it is not handed in before all were asked.
    """

    name: str
    fields: tuple[Field, ...]
    submit: Callable[[T, Answers], None]
    enough: frozenset[str] = frozenset()

    def shown_abroad(self) -> "Form[T]":
        """Return the paper without the lines that stay home."""
        return replace(self, fields=tuple(f for f in self.fields if not f.stays_home))

    def next_field(self, answers: Answers) -> Field | None:
        """Return the first line that applies and is still blank; ``None`` when complete."""
        return next(self._blank(answers), None)

    def field(self, key: str) -> Field | None:
        """Return the line of that key; ``None`` if the form has changed since it was asked."""
        return next((f for f in self.fields if f.key == key), None)

    def answer(self, answers: Answers, key: str, said: str, options: Iterable[str] = ()) -> Answers:
        """Fill a line in: words, an option's number or label; other answers stay.

        Raises:
            Unclear: ``empty``, ``long`` or ``option`` when it cannot be read; the draft is unchanged.
        """
        field = self.field(key)
        if field is None:
            return dict(answers)
        return {**answers, key: _read(field, said.strip(), tuple(options))}

    def skip(self, answers: Answers, key: str) -> Answers:
        """Leave an optional line out.

        Raises:
            Unclear: ``needed`` when the line cannot be left out.
        """
        field = self.field(key)
        if field is not None and not field.optional:
            raise Unclear("needed")
        return {**answers, key: SKIPPED}

    def back(self, answers: Answers) -> Answers:
        """Blank the last answered line, in the form's order (上一步)."""
        answered = [f.key for f in self.fields if f.key in answers]
        return {k: v for k, v in answers.items() if not answered or k != answered[-1]}

    def rest_skipped(self, answers: Answers) -> Answers:
        """Leave out whatever was not asked yet, but for what is needed (提交)."""
        blank = {f.key: SKIPPED for f in self.fields if f.key not in {*answers, *self.enough}}
        return {**answers, **blank}

    def known(self, answers: Answers) -> Answers:
        """Drop answers to lines the form no longer has: a draft survives an upgrade."""
        return {f.key: answers[f.key] for f in self.fields if f.key in answers}

    def _blank(self, answers: Answers) -> Iterator[Field]:
        return (f for f in self.fields if f.key not in answers and f.when(answers))


def _read(field: Field, said: str, options: tuple[str, ...]) -> str:
    if not said:
        raise Unclear("empty")
    if field.at_most and len(said) > field.at_most:
        raise Unclear("long", str(field.at_most))
    if options:
        return _option(said, options)
    return field.read(said) if field.read else said


def _option(said: str, options: tuple[str, ...]) -> str:
    if said in options:
        return said
    number = whole_number(said) or 0
    if 1 <= number <= len(options):
        return options[number - 1]
    like = [option for option in options if said in option]
    if len(like) == 1:
        return like[0]
    raise Unclear("option", "、".join(options))
