"""A morning on which much falls due is worked off in slices: nobody at the counter waits for it."""

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest

from bot.app import House
from bot.chat import Address
from bot.clockwork.daily import RECOUNTED
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.domain.handling import register
from bot.domain.inquiry import Attached, FileState, Inquiry, State
from bot.domain.office import Absence, OfficerId
from bot.domain.rules import FileRule, Office
from bot.ports.store import Work
from bot.ports.values import Download, Draft
from bot.turns.digest import MOST_SHOWN
from bot.turns.slice import PIECES
from bot.turns.turn import Turn
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office

T = TypeVar("T")
MANY = 130
PEOPLE = {"李明": OfficerId("002"), "吴婷": OfficerId("003"), "陈建国": OfficerId("004")}


class Units:
    """How many inquiries each unit of work has changed, and how many messages it has made."""

    def __init__(self) -> None:
        self.written: list[int] = []
        self.made: list[int] = []

    def heard(self, statement: str) -> None:
        if statement == "BEGIN":
            self.written.append(0)
            self.made.append(0)
        self.written[-1] += statement.startswith("UPDATE inquiry")
        self.made[-1] += statement.startswith("INSERT INTO post ")

    def clear(self) -> None:
        self.written[:], self.made[:] = [0], [0]


@pytest.fixture
def units() -> Units:
    return Units()


@pytest.fixture
async def counter(office: Office, units: Units) -> AsyncIterator[Counter]:
    """130 inquiries, referred on Monday to three people of one section."""
    opened = await Counter(office, MemoryStore(traced=units.heard)).open()
    await opened.say("王丽", "秦国强 13911112222 公租房申请一直没消息")
    await opened.press("王丽", "李明")
    await opened.press("李明", "签收")
    await opened.work(_fill)
    yield opened
    await opened.close()


def _fill(work: Work) -> None:
    pattern = work.inquiries.get(1)
    for n in range(2, MANY + 1):
        officer = [*PEOPLE.values()][n % 3]
        clocks = tuple(
            replace(c, owner=officer if c.owner == pattern.assignee else c.owner)
            for c in pattern.clocks
        )
        number = f"1123-{n:02}"
        work.inquiries.add(
            replace(pattern, number=number, full=number, assignee=officer, clocks=clocks)
        )


async def test_each_turn_does_a_slice_and_each_person_has_one_list(
    counter: Counter, units: Units
) -> None:
    before = {who: len(counter.screens(who)) for who in PEOPLE}
    units.clear()
    await counter.wind("2026-11-27 08:30")  # the reminders, a day before the date
    assert sum(units.written) >= MANY
    assert max(units.written) <= PIECES
    assert [made for made in units.made if made] == [
        1,
        2,
    ]  # of 30 lines each, the first after ten that were heard
    new = {who: counter.screens(who)[before[who] :] for who in PEOPLE}
    assert {who: len(screens) for who, screens in new.items()} == dict.fromkeys(PEOPLE, 1)
    more = [line for line in new["李明"][0].splitlines() if line.startswith("另有")]
    assert more == [f"另有{MANY // 3 + 1 - 30}件，发“待办”看。"]


async def test_the_digest_shows_the_latest_and_counts_all(counter: Counter) -> None:
    await counter.wind("2026-11-30 09:00")
    (digest,) = [text for text in counter.board("住房保障股") if "在办" in text]
    lines = digest.splitlines()
    assert f"今天到期{MANY}" in lines[1]
    assert len([line for line in lines if "1123-" in line]) == MOST_SHOWN
    assert lines[-3:] == [
        f"　　　　另有{MANY - MOST_SHOWN}件",
        f"在办{MANY}，昨日办结0。",
        "[我的待办]",
    ]


async def test_the_digests_of_a_morning_are_made_in_slices(counter: Counter, units: Units) -> None:
    sections = ("政务服务窗口", "住房保障股", "工程质量安全监督站", "办公室")

    def spread(work: Work) -> None:
        for n in range(1, MANY + 1):
            work.inquiries.save(replace(work.inquiries.get(n), department=sections[n % 4]))

    await counter.work(spread)
    await counter.wind("2026-11-30 08:29")
    units.clear()
    await counter.wind("2026-11-30 08:30")
    boards = [len([t for t in counter.board(section) if "在办" in t]) for section in sections]
    assert boards == [1] * 4
    assert max(units.made) <= 2  # 30 lines each


class Moving:
    """A clock on which time passes whenever it is looked at."""

    def __init__(self) -> None:
        self._at = demo_start()

    def now(self) -> datetime:
        self._at += timedelta(milliseconds=1)
        return self._at


class Noting(MemoryStore):
    """Notes at which moment each turn runs."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[datetime] = []

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        self.moments.append(at)
        return super().run(turn, at=at)


async def test_all_slices_of_a_tick_have_its_moment(office: Office) -> None:
    store = Noting()
    house = House(office, store, Moving())
    people = directory_entries(demo_directory(), "web")
    await house.act(lambda turn: turn.work.put(*people))
    await house.act(_register_many)
    store.moments.clear()
    await house.clockwork.tick()
    assert len(store.moments) > MANY // PIECES
    assert len(set(store.moments[: MANY // PIECES])) == 1
    await house.close()


def _register_many(turn: Turn) -> None:
    for n in range(MANY):
        due = turn.now - timedelta(days=30)
        inquiry = Inquiry(
            id=0, number=f"1023-{n}", full=f"1023-{n}", state=State.REGISTERED, matter="公租房",
            received_at=due, registered_at=due, registered_by=PEOPLE["李明"],
            first_responder=PEOPLE["李明"],
        )  # fmt: skip
        begun, _ = register(inquiry, office=turn.office)
        turn.work.inquiries.add(begun)


async def test_dates_are_counted_anew_in_slices_each_once(office: Office, units: Units) -> None:
    store = MemoryStore(traced=units.heard)
    before = await Counter(office, store).open()
    await before.wind("2026-12-28 09:00")
    await before.say("王丽", "秦国强 13911112222 公租房申请一直没消息")
    await before.press("王丽", "李明")
    await before.press("李明", "签收")
    await before.work(_fill)
    calendar = office.hours.calendar
    published = replace(
        calendar,
        days_off=calendar.days_off | {date(2027, 1, 4)},
        published=calendar.published | {2027},
    )
    later = demo_office(hours=replace(office.hours, calendar=published))
    after = Counter(later, store, start=before.clock.now().astimezone(UTC))
    await after.wind("2026-12-29 08:00")
    units.clear()
    await after.wind("2026-12-29 08:30")
    assert sum(units.written) >= MANY
    assert max(units.written) <= PIECES
    for number in ("1228-01", "1123-02", f"1123-{MANY}"):
        assert (await after.facts(number)).count("DatesMoved") == 1
        assert (await after.inquiry(number)).due == later.hours.closing(date(2027, 1, 6))
    assert await after.work(lambda work: work.kept(RECOUNTED)) == ""
    await after.close()


async def test_materials_whose_time_is_over_go_in_slices(office: Office, units: Units) -> None:
    keeping = replace(office, files=FileRule(keep=timedelta(days=30)))
    counter = await Counter(keeping, MemoryStore(traced=units.heard)).open()
    await counter.say("王丽", "电话 问公租房在哪办 答三楼")
    await counter.work(_attach)
    await counter.wind("20wd")
    units.clear()
    await counter.wind("3wd")
    assert (await counter.facts("1123-01")).count("MaterialsDeleted") == MANY
    assert max(units.written) <= PIECES
    assert await counter.work(lambda w: w.downloads.ready(FileState.KEPT, w.now)) == []
    await counter.close()


def _attach(work: Work) -> None:
    found = work.inquiries.numbered("1123-01")
    assert found is not None
    files = []
    for n in range(MANY):
        file = Attached(
            id=n + 1, kind="photo", name="照片.jpg", by=found.registered_by, at=work.now,
            state=FileState.KEPT, sha=f"{n:064}",
        )  # fmt: skip
        files.append(file)
        download = Download(
            platform="web", handle="", inquiry=found.id, file=file, state=FileState.KEPT,
            not_before=work.now,
        )  # fmt: skip
        work.downloads.add(download)
    work.inquiries.save(replace(found, files=tuple(files)))


async def test_many_who_return_on_one_morning_are_greeted_in_slices_each_once(
    counter: Counter, units: Units
) -> None:
    def go_away(work: Work) -> None:
        first, last = date(2026, 11, 23), date(2026, 11, 25)
        for officer in PEOPLE.values():
            work.put(Absence(officer=officer, first=first, last=last, set_at=work.now))

    await counter.work(go_away)
    await counter.wind("2026-11-26 08:29")
    before = {who: len(counter.screens(who)) for who in PEOPLE}
    units.clear()
    await counter.wind("2026-11-26 08:30")
    assert {who: len(counter.screens(who)) - before[who] for who in PEOPLE} == dict.fromkeys(
        PEOPLE, 1
    )
    assert [made for made in units.made if made] == [2, 1]  # of 31 lines each
    await counter.wind("2026-11-26 12:00")
    assert {who: len(counter.screens(who)) - before[who] for who in PEOPLE} == dict.fromkeys(
        PEOPLE, 1
    )


async def test_begun_papers_are_spoken_of_in_slices_each_once(
    counter: Counter, units: Units
) -> None:
    def begin(work: Work) -> None:
        for n in range(MANY):
            at = Address("web", f"p:{PEOPLE['李明']}", f"t{n}")
            work.drafts.put(
                Draft(
                    address=at,
                    officer=PEOPLE["李明"],
                    form="registration",
                    answers={},
                    started_at=work.now,
                )
            )

    await counter.work(begin)
    units.clear()
    await counter.wind("2026-11-23 18:00")
    assert sum(units.made) == MANY
    assert max(units.made) <= PIECES
