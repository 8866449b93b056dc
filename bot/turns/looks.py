"""What is long to look up is looked up beside the turns, and the turn that asked is run again.

A turn holds up whoever comes after it. So it does not search: it asks a question, is undone, and
runs anew once the answer is there. What it says and that it was said are still one commit.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from bot.ports.store import Work

T = TypeVar("T")
Question = Callable[[Work], T]
"""Reads at length; equal questions have one answer, so it is a frozen value."""


class NotLookedUp(Exception):
    """The turn asked *question* and cannot go on before it is answered."""

    def __init__(self, question: Question[object]) -> None:
        super().__init__(question)
        self.question = question


class Looks:
    """The answers a turn has been given so far."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._answers: dict[Hashable, object] = {}

    def up(self, question: Question[T]) -> T:
        """Return the answer.

        Raises:
            NotLookedUp: it is not there yet; whoever runs the turn brings it.
        """
        if question not in self._answers:
            raise NotLookedUp(question)
        return cast("T", self._answers[question])

    def found(self, question: Question[object], answer: object) -> None:
        """Keep an answer.

        Raises:
            RuntimeError: it was there: the question is none of equal value, and would never end.
        """
        if question in self._answers:
            raise RuntimeError(f"asked twice: {question}")
        self._answers[question] = answer
