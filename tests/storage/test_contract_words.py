"""The index of words finds what stands in the rows: no more, no less, whenever it was written."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.domain.rights import Seen
from bot.ports.store import Store, Work
from bot.ports.values import Filter
from storage.sql_inquiries import MOST_STALE
from tests.storage.samples import DAY, LI, NOW, WANG, inquiry, run

MANY = MOST_STALE + 10
SIGNS = "户口公租房王秀英𠮷𰻝ABCabcÄäß·•%_'\"*^-–—（）()0123456789\u200b\u200e\ufe0f♥"
"""Characters beyond the BMP, quotes, what SQL, FTS5 or Unicode treat apart."""


def _text(rng: Random, most: int = 8) -> str:
    return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(most)))


def _anybody(rng: Random, n: int) -> Inquiry:
    digits = "".join(rng.choice("0123456789- ") for _ in range(rng.choice((0, 7, 11))))
    who = Inquirer(
        name=_text(rng, 4), phone=digits.strip(), unit=_text(rng, 3), place=_text(rng, 5)
    )
    return inquiry(n, inquirer=who, matter=f"{_text(rng)} {_text(rng)}", told=_text(rng))


def _small(text: str) -> str:
    """As SQLite has it: A to Z only."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def _stands_in(word: str, i: Inquiry) -> bool:
    who = i.inquirer
    said = f"{i.matter} {who.name} {who.unit} {who.place} {i.told} {i.number}"
    return _small(word) in _small(said) or who.phone.endswith(word)


async def _found(store: Store, **wanted: Any) -> list[int]:  # noqa: ANN401 - any condition
    found = await run(store, lambda work: work.inquiries.find(Filter(at_most=500, **wanted)))
    return sorted(each.id for each in found)


def _some_words(rng: Random, among: Sequence[Inquiry]) -> str:
    """A piece of something that is said, or of nothing."""
    i = rng.choice(among)
    text = rng.choice((i.matter, i.told, i.inquirer.name, i.inquirer.phone, _text(rng)))
    run_ = rng.choice(text.split() or [""])
    start = rng.randrange(len(run_) + 1)
    return run_[start : start + rng.randrange(1, 5)]


@pytest.mark.parametrize("seed", range(12))
async def test_every_piece_of_what_is_said_finds_it(store: Store, seed: int) -> None:
    rng = Random(seed)

    def fill(work: Work) -> list[Inquiry]:
        return [work.inquiries.add(_anybody(rng, n + 1)) for n in range(MANY)]

    def change(work: Work) -> list[Inquiry]:
        changed = [replace(_anybody(rng, n), id=n) for n in rng.sample(range(1, MANY + 1), 20)]
        kept = [replace(i, version=work.inquiries.get(i.id).version) for i in changed]
        return [work.inquiries.save(each) for each in kept]

    every = {i.id: i for i in await run(store, fill)}
    found_at_all = 0
    for _ in range(6):  # the first change leaves the index behind, a later one makes it catch up
        every |= {i.id: i for i in await run(store, change)}
        for _ in range(12):
            words = f"{_some_words(rng, [*every.values()])} {_some_words(rng, [*every.values()])}"
            wanted = words.split()
            expected = [n for n, i in every.items() if all(_stands_in(w, i) for w in wanted)]
            assert await _found(store, words=words) == sorted(expected), words
            found_at_all += 0 < len(expected) < len(every)
    assert found_at_all > 20


async def test_the_newest_are_shown_and_the_count_goes_as_far_as_it_is_asked(store: Store) -> None:
    def fill(work: Work) -> None:
        for n in range(300):
            work.inquiries.add(inquiry(n, matter="户口迁移", received_at=NOW - (300 - n) * DAY))

    await run(store, fill)
    wanted = Filter(words="户口", at_most=3)
    found = await run(store, lambda work: work.inquiries.find(wanted))
    assert [i.number for i in found] == ["1123-299", "1123-298", "1123-297"]
    oldest = replace(wanted, newest_first=False)
    found = await run(store, lambda work: work.inquiries.find(oldest))
    assert [i.number for i in found] == ["1123-00", "1123-01", "1123-02"]
    for asked, up_to, counted in (
        (wanted, -1, 300),
        (wanted, 100, 100),
        (wanted, 1000, 300),
        (Filter(), 100, 100),
        (Filter(), -1, 300),
        (replace(wanted, words="户口 外地"), 100, 0),
        (replace(wanted, seen_by=Seen((WANG,))), -1, 300),
        (replace(wanted, seen_by=Seen((LI,))), -1, 0),
        (replace(wanted, since=NOW.date() - 10 * DAY), -1, 10),
    ):
        assert await run(store, lambda work: work.inquiries.count(asked, up_to=up_to)) == counted  # noqa: B023 - run at once


async def test_who_has_it_now_finds_it_and_who_had_it_does_not(store: Store) -> None:
    def fill(work: Work) -> None:
        for n in range(MANY):
            work.inquiries.add(inquiry(n, assignee=LI, department="户政股"))

    def hand_on(work: Work) -> None:
        work.inquiries.save(replace(work.inquiries.get(3), assignee=WANG, department="财务科"))

    await run(store, fill)
    await run(store, hand_on)
    li, head = Seen((LI,)), Seen((OfficerId("7"),), ("财务科",))
    everyone = set(range(1, MANY + 1))
    assert await _found(store, seen_by=li) == sorted(everyone - {3})
    assert await _found(store, seen_by=head) == [3]
    assert await _found(store, seen_by=Seen()) == []


async def test_a_turn_that_is_undone_leaves_nothing_in_the_index(store: Store) -> None:
    def fill(work: Work) -> None:
        for n in range(MANY):
            work.inquiries.add(inquiry(n, matter="误登的事"))
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - raised above
        await run(store, fill)
    kept = await run(store, lambda work: work.inquiries.add(inquiry(1)))
    assert await _found(store, words="误登") == []
    assert await _found(store, words="公租") == [kept.id]


async def test_a_whole_text_or_a_large_section_is_no_trouble(store: Store) -> None:
    await run(store, lambda work: work.inquiries.add(inquiry(1, assignee=LI)))
    everybody = tuple(OfficerId(f"{n:05}") for n in range(3_000))
    sections = tuple(f"科{n}" for n in range(300))
    text = " ".join(chr(0x4E00 + n) for n in range(1_000))
    for words, found in ((text, []), ("公租房 " * 1_000, [1]), ("公租房" + "很" * 2_000, [])):
        for seen in (None, Seen((LI,), sections, everybody)):
            assert await _found(store, words=words, seen_by=seen) == found
            wanted = Filter(words=words, seen_by=seen)
            count = await store.read(lambda work: work.inquiries.count(wanted, up_to=9), at=NOW)  # noqa: B023 - run at once
            assert count == len(found)
