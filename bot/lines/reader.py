"""The two-ended reading of a line: the head word by word, then the visitor around his number."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.inquirer import Inquirer
from bot.lines import moments, phones
from bot.lines.people import bare, is_name, name_at_end, name_at_start
from bot.lines.places import home_at_start, is_place
from bot.lines.questions import question_and_answer
from bot.lines.words import (
    APART,
    AROUND,
    GAP,
    GAPS,
    LABELS,
    LIVES,
    NO_CHANNEL_BEFORE,
    NO_KIND_BEFORE,
    OPENS,
    SAID,
    SAME,
    SURNAMES,
    opening,
)

FIRST_WORD = re.compile(rf"[^{re.escape(AROUND)}]+")
_LAST_WORD = re.compile(rf"[^{re.escape(AROUND)}]+$")
_NAME_AND_NUMBER = re.compile(r"[一-鿿]{2,4}\s?[0-9]{3}")
_APART = re.compile(GAP)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What one registration line says; an empty field was not said.

    ``received`` is aware, in the zone of the *now* it was read with. ``doubts`` are codes
    (``phone_short:1``), never a reason to refuse.
    """

    matter: str
    name: str = ""
    phone: str = ""
    place: str = ""
    channel: str = ""
    kind: str = ""
    received: datetime | None = None
    answer: str = ""
    same: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def inquirer(self) -> Inquirer:
        """Whoever the line is about."""
        return Inquirer(name=self.name, phone=self.phone, place=self.place)


class Reader:
    """Holds what was understood so far and the rest still to be read."""

    def __init__(
        self,
        text: str,
        *,
        now: datetime,
        channels: Mapping[str, str],
        kinds: Mapping[str, str],
        places: Collection[str],
    ) -> None:
        self.rest, self.now = text, now
        self.channels, self.kinds, self.places = channels, kinds, places
        self.channel_words, self.kind_words = opening(tuple(channels)), opening(tuple(kinds))
        self.name = self.phone = self.place = self.channel = self.kind = self.answer = ""
        self.received: datetime | None = None
        self.doubts: tuple[str, ...] = ()
        self.same = False

    def read_head(self) -> None:
        """Take 同上, channel, kind and time words off the front, each once, in any order."""
        steps = [self._same, self._channel, self._kind, self._moment]
        while steps:
            self.rest = self.rest.lstrip(GAPS)
            taken = next((step for step in steps if step()), None)
            if taken is None:
                return
            steps.remove(taken)

    def read_visitor(self, area_code: str) -> None:
        """Find the number, then name and place beside it; without one, at the front."""
        found = phones.find(self.rest, area_code=area_code)
        if not found:
            self.rest = self._front(self.rest, near=False, alone=True)
            return
        self.phone, self.doubts = found.phone, found.doubts
        left = self._back(self.rest[: found.start].rstrip(AROUND))
        right = self._front(self.rest[found.end :].lstrip(AROUND), near=True, alone=not left)
        if left and not self.name:
            left = self._front(left, near=False, alone=not right)
        self.rest = f"{left} {right}".strip()

    def line(self, text: str) -> Line:
        """Close the reading; what opens the matter without saying anything is dropped."""
        rest = self.rest.strip(GAPS) if self.rest.strip(AROUND) else ""
        self.kind = self.kind or self._glued_kind(rest)
        matter, answer = question_and_answer(rest)
        opens = SAID.match(matter)
        if opens and len(matter) - opens.end() > 1:
            matter = matter[opens.end() :]
        return Line(
            matter=matter or text,
            name=self.name,
            phone=self.phone,
            place=self.place,
            channel=self.channel,
            kind=self.kind,
            received=self.received,
            answer=answer,
            same=self.same,
            doubts=self.doubts,
        )

    def _same(self) -> bool:
        match = SAME.match(self.rest)
        if match:
            self.same, self.rest = True, self.rest[match.end() :]
        return self.same

    def _channel(self) -> bool:
        text = self.rest.lstrip(AROUND)
        match = self.channel_words.match(text)
        if not match or not self._may_open(match[0], text[match.end() :]):
            return False
        self.channel, self.rest = self.channels[match[0]], text[match.end() :].lstrip(AROUND)
        return True

    def _may_open(self, word: str, following: str) -> bool:
        if not following.strip(AROUND):
            return False
        if _APART.match(following):
            return True
        return len(word) > 1 and word not in APART and following[0] not in NO_CHANNEL_BEFORE

    def _kind(self) -> bool:
        match = self.kind_words.match(self.rest)
        following = self.rest[match.end() :] if match else ""
        if not match or not _APART.match(following) or not following.strip(AROUND):
            return False
        self.kind, self.rest = self.kinds[match[0]], following.lstrip(AROUND)
        return True

    def _glued_kind(self, rest: str) -> str:
        match = self.kind_words.match(rest)
        if not match or match.end() == len(rest):
            return ""
        return "" if rest[match.end() :].startswith(NO_KIND_BEFORE) else self.kinds[match[0]]

    def _moment(self) -> bool:
        moment = moments.leading(self.rest, now=self.now)
        following = self.rest[moment.end :] if moment else ""
        if not moment or not following.strip(AROUND):
            return False
        if not _APART.match(following) and not self._opens_a_line(following):
            return False
        self.received, self.rest = moment.at, following
        return True

    def _opens_a_line(self, text: str) -> bool:
        if self.channel_words.match(text) or SAME.match(text):
            return True
        return text[0] in SURNAMES and bool(_NAME_AND_NUMBER.match(text))

    def _back(self, left: str) -> str:
        """Take names and places off the end of what stands before the number."""
        for _ in range(_MOST_WORDS):
            word = _LAST_WORD.search(left)
            if not word:
                break
            kept = self._taken_from_end(word[0])
            if kept is None:
                break
            left = (left[: word.start()] + kept).rstrip(AROUND)
        return left

    def _taken_from_end(self, word: str) -> str | None:
        if word in LABELS:
            return ""
        if not self.name:
            if is_name(bare(word), near=True):
                self.name = bare(word)
                return ""
            length = name_at_end(word)
            if length:
                self.name = word[-length:]
                return word[:-length]
        if not self.place and is_place(word, self.places, of_a_visitor=True):
            self.place = word
            return ""
        return None

    def _front(self, text: str, *, near: bool, alone: bool) -> str:
        """Take labels, a name and a place off the front; *alone*: nothing else is the matter."""
        for _ in range(_MOST_WORDS):
            word = FIRST_WORD.match(text)
            if not word:
                break
            following = text[word.end() :]
            last = alone and not following.strip(AROUND)
            end = self._taken_from_start(text, word[0], near=near, last=last)
            if not end:
                break
            text = text[end:].lstrip(AROUND if near else GAPS)
        return text

    def _taken_from_start(self, text: str, word: str, *, near: bool, last: bool) -> int:
        if text[len(word) : len(word) + 1] in ("：", ":") and (word in LABELS or word in OPENS):
            return len(word) + 1
        if not self.name:
            end = self._name_from_start(text, word, near=near, last=last)
            if end:
                return end
        return 0 if self.place else self._place_from_start(text, word, last=last)

    def _place_from_start(self, text: str, word: str, *, last: bool) -> int:
        of_a_visitor = bool(self.name or self.phone)
        lives = LIVES.match(word) if of_a_visitor else None
        start = lives.end() if lives else 0
        if not last and is_place(word[start:], self.places, of_a_visitor=of_a_visitor):
            self.place = word[start:]
            return len(word)
        end = home_at_start(text[start:], self.places) if of_a_visitor else 0
        self.place = text[start : start + end]
        return start + end if end else 0

    def _name_from_start(self, text: str, word: str, *, near: bool, last: bool) -> int:
        if is_name(bare(word), near=near) and (near or not last):
            self.name = bare(word)
            return len(word)
        end = name_at_start(text, near=near)
        self.name = bare(text[:end])
        return end
