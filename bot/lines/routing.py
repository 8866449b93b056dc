"""A few words of a matter -> ranked duties and outside units, by BM25 over character 1+2-grams."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import log

from bot.lines.words import STOPS, WEAK

_K1, _B = 1.2, 0.5
_TITLE, _WORD, _DEPARTMENT = 2.0, 1.0, 0.3  # what a gram weighs by where it stands
_ALONE = 0.25  # a single character against a pair
_WEAK = 0.4  # 申请, 投诉: what many matters have in common
_NAMED = 2.0  # a title or keyword spoken whole, per pair, shared among those that hold it
_LEAST_SCORE = 5.5
_CLEAR = 1.5  # a confident first leads the second by this factor
_COVERED = 0.34  # and explains this share of what was said

_RUNS = re.compile(r"[a-z]+|[0-9]+|[一-鿿]+")

_Bag = dict[str, float]


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty (title, short name and keywords, department) or an outside unit."""

    key: str
    title: str
    words: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry the text speaks of; *confident*: far enough ahead to be named without asking."""

    key: str
    score: float
    confident: bool


class Index:
    """Ranks entries; built once per catalogue, a query costs tens of microseconds."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        bags = [_bag(entry) for entry in self._entries]
        self._weights = _weights(bags)
        self._postings = _postings(bags, self._weights)
        self._names = _names(self._entries)

    def rank(
        self, text: str, *, at_most: int = 3, prefer: Mapping[str, float] | None = None
    ) -> tuple[Match, ...]:
        """Return the best entries; *prefer* adds to the score of a key (0.5 = half as much again).

        Confidence is read from the text alone: what the clerk chose last time proves nothing.
        """
        grams = _spoken(text)
        scores = self._scores(grams)
        for name in self._names:
            if name in text:
                for place in self._names[name]:
                    scores[place] += _NAMED * (len(name) - 1) / len(self._names[name])
        sure = self._sure(scores, grams)
        if prefer:
            for place in scores:
                scores[place] *= 1 + prefer.get(self._entries[place].key, 0.0)
        best = nlargest(at_most, scores.items(), key=lambda item: (item[1], -item[0]))
        return tuple(
            Match(self._entries[place].key, round(score, 3), place == sure) for place, score in best
        )

    def _scores(self, grams: frozenset[str]) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for gram in grams:
            for place, impact in self._postings.get(gram, ()):
                scores[place] += impact
        return scores

    def _sure(self, scores: Mapping[int, float], grams: frozenset[str]) -> int | None:
        best = nlargest(2, scores.items(), key=lambda item: item[1])
        if not best or best[0][1] < _LEAST_SCORE:
            return None
        place, score = best[0]
        if len(best) > 1 and score < _CLEAR * best[1][1]:
            return None
        return place if self._share(place, grams) >= _COVERED else None

    def _share(self, place: int, grams: frozenset[str]) -> float:
        """Return how much of what was said the entry explains; unknown pairs count as rare."""
        rare = log(1 + len(self._entries))
        said = explained = 0.0
        for gram in grams:
            if len(gram) > 1:
                weight = self._weights.get(gram, rare)
                said += weight
                if any(at == place for at, _ in self._postings.get(gram, ())):
                    explained += weight
        return explained / said if said else 0.0


def _bag(entry: Entry) -> _Bag:
    bag: _Bag = defaultdict(float)
    fields = [(entry.title, _TITLE), (entry.department, _DEPARTMENT)]
    for text, weight in (*fields, *((word, _WORD) for word in entry.words)):
        for gram in _spoken(text):
            bag[gram] += weight
    return bag


def _weights(bags: list[_Bag]) -> dict[str, float]:
    found = Counter(gram for bag in bags for gram in bag)
    total = len(bags)
    return {gram: log(1 + (total - n + 0.5) / (n + 0.5)) for gram, n in found.items()}


def _postings(
    bags: list[_Bag], weights: Mapping[str, float]
) -> dict[str, tuple[tuple[int, float], ...]]:
    usual = sum(map(len, bags)) / len(bags) if bags else 1.0
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, bag in enumerate(bags):
        long = _K1 * (1 - _B + _B * len(bag) / usual)
        for gram, often in bag.items():
            impact = weights[gram] * often * (_K1 + 1) / (often + long)
            postings[gram].append((place, impact * _strength(gram)))
    return {gram: tuple(places) for gram, places in postings.items()}


def _strength(gram: str) -> float:
    if gram in WEAK:
        return _WEAK
    return _ALONE if len(gram) == 1 else 1.0


def _names(entries: tuple[Entry, ...]) -> dict[str, tuple[int, ...]]:
    """Map each title and keyword to all that hold it: 公租房 alone names no single duty."""
    spoken = [(entry.title, *entry.words) for entry in entries]
    names = {name for words in spoken for name in words if len(name) > 1} - WEAK
    return {
        name: tuple(p for p, words in enumerate(spoken) if any(name in word for word in words))
        for name in names
    }


def _spoken(text: str) -> frozenset[str]:
    """Return the grams that say something; stop words part what stands beside them."""
    grams: set[str] = set()
    for run in _RUNS.findall(STOPS.sub(" ", text.lower())):
        if run.isascii():
            grams.add(run)
        else:
            grams.update(run)
            grams.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(grams)
