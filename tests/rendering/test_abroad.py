"""Nothing of an inquirer leaves for a platform abroad, whatever is shown: every view, every field."""

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.console import Console
from bot.app import House, memory_store
from bot.chat import Address, Outgoing, Segment
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office, directory_entries
from bot.domain.clocks import ClockKind
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import (
    Attached,
    FileState,
    Grade,
    Inquiry,
    Note,
    Outcome,
    Papers,
    Presence,
    Return,
    State,
    Urge,
    UrgeKind,
)
from bot.domain.ladder import begin
from bot.domain.messages import PostKind
from bot.domain.office import OfficerId
from bot.ports.store import Work
from bot.ports.values import Part, Post
from bot.rendering.abroad import MAY_LEAVE, WRITTEN, fit_for_abroad, from_abroad
from bot.rendering.faces import SAME
from tests.places import ROOT

NAME, PHONE, PLACE, UNIT = "王秀英", "13911113333", "黑石乡大坪村", "云岭第三建材厂"
HOSTILE = (
    f"{NAME}（身份证11010119900101123X）住{PLACE}3组，在{UNIT}上班，电话{PHONE}、139 1111 3333、"
    "+86 139-1111-3333、１３９１１１１３３３３、幺三九幺幺幺幺三三三三，400-810-1234、+852 9123 4567，"
    "卡6222 0212 3456 7890 123，房子在城关路12号3栋779室"
)
LEAKS = (
    NAME, "秀英", PHONE, "1111", "3333", "１１１１", "幺幺幺", "110101", "123X", "黑石", "大坪村",
    "建材厂", "810", "9123", "6222", "7890", "城关路", "779", "3栋",
)  # fmt: skip
WANG, LI, ZHAO = (OfficerId(o) for o in ("001", "002", "006"))
READERS = (WANG, LI, ZHAO, OfficerId(""))
VIEWS = ROOT / "templates" / "zh" / "views"
ARGS: tuple[tuple[str, ...], ...] = (
    (),
    ("002", "refused"),
    ("finish", "2026-11-30T09:30:00+00:00", "0", "002"),
    ("telegram", "2026-11-23T09:30:00+00:00"),
    ("2026-11-24", "2026-11-25", "003", "1"),
    ("2026-11-23T09:30:00+00:00",),
    ("1,2", "1"),
    ("1", "1", "1", "1"),
    ("0",),
    ("2027",),
    ("1", "2026-11-24"),
    ("words",),
    ("inquiry/1", "002", "003", "1"),
    ("002", "003", "1"),
)
"""Arguments of every kind of part; a view is given those it can be shown with."""
TYPED = frozenset({"taken"})
"""Views whose arguments are what somebody typed."""
OFFICE = demo_office()
HOSTILE_INQUIRER = Inquirer(
    **{field.name: HOSTILE for field in fields(Inquirer)}
    | {"name": NAME, "phone": PHONE, "place": PLACE, "unit": UNIT}
)
"""Also in the fields that are still to be invented."""
CHOICES = ("", ":0", ":1", ":公租房申请/", ":2,没讲清", ":unit")


def hostile(state: State, **more: object) -> Inquiry:
    """An inquiry in which everybody wrote whatever he liked."""
    now, office = demo_start(), OFFICE
    clocks = tuple(
        begin(
            kind, owner=LI, at=now, office=office, due=office.hours.closing(office.hours.today(now))
        )
        for kind in (
            ClockKind.URGENT,
            ClockKind.REFER,
            ClockKind.DIRECT,
            ClockKind.FINISH,
            ClockKind.SUPPLEMENT,
            ClockKind.FOLLOW_UP,
            ClockKind.PROMISE,
            ClockKind.REDO,
        )
    )
    made = Inquiry(
        id=1, number="1123-07", full="云住建首〔2026〕1123-07", state=state, matter=HOSTILE,
        channel="来访", kind="投诉", inquirer=HOSTILE_INQUIRER,
        doubts=("phone_short:1",), duty="公租房申请", department="住房保障股", received_at=now,
        registered_at=now, registered_by=WANG, first_responder=WANG, assignee=LI, director=ZHAO,
        helpers=(OfficerId("003"),), holders=(LI,), presence=Presence.GONE, clocks=clocks,
        urges=(Urge(number=1, by=WANG, at=now, of=LI, how=UrgeKind.FORMAL, document="云住建首催〔2026〕1号",
                    answered_at=now, reason=HOSTILE, note=HOSTILE, promised=now.date()),),
        returns=(Return(by=LI, at=now, reason=HOSTILE, department="住房保障股"),),
        papers=(Papers(at=now, by=WANG, duty="公租房申请", missing=("身份证",)),),
        notes=(Note(at=now, by=WANG, text=HOSTILE),
               Note(at=now, by=WANG, text=PHONE, field="phone", former=PHONE)),
        files=(Attached(id=1, at=now, by=WANG, kind="document", name=f"{HOSTILE}.pdf", sha="0" * 64,
                        state=FileState.KEPT),
               Attached(id=2, at=now, by=WANG, kind="location", text=HOSTILE, state=FileState.KEPT),
               Attached(id=3, at=now, by=WANG, kind="document", name=f"{NAME}.exe", state=FileState.REFUSED,
                        reason="type")),
        referred_at=now, accepted_at=now, contacted_at=now, concluded_at=now,
        outcome=Outcome.REFUSED, told=HOSTILE, basis=HOSTILE, outside=HOSTILE, receipt=HOSTILE,
        grade=Grade.BAD, grade_reason=HOSTILE, graded_by=WANG, call_back=True, told_new_date=False,
        in_hand_of=LI, in_hand_at=now,
        origin=f"telegram/1/{PHONE}",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("released", [False, True])
def test_every_field_is_named_as_leaving_or_is_blank_or_veiled(*, released: bool) -> None:
    inquiry = hostile(State.ACCEPTED, released=released)
    shown = from_abroad(inquiry, subject="公租房", elsewhere="（全文）", is_listed=lambda _: False)
    others = {f.name for f in fields(Inquiry)} - MAY_LEAVE
    handled = {*WRITTEN, "matter", "inquirer", "notes", "returns", "urges", "files"}
    assert others - handled == {"origin"}
    assert (shown.origin, shown.inquirer) == ("", Inquirer(name="王**"))
    assert leaks_of(repr(shown)) == []
    assert (shown.matter == "公租房") == (not released)
    assert (shown.told == "（全文）") == (not released)


def test_what_stays_at_home_is_hostile_enough_to_be_noticed() -> None:
    assert leaks_of(repr(hostile(State.ACCEPTED))) == list(LEAKS)


@pytest.mark.parametrize("released", [False, True])
async def test_every_view_rendered_for_a_reader_abroad_holds_nothing(*, released: bool) -> None:
    office = replace(OFFICE, mainland=True)
    house = House(office, memory_store(), DemoClock(demo_start(), running=False))
    house.add(Console(name="telegram"), Hosted.ABROAD)
    entries = directory_entries(demo_directory(), "telegram")
    never: list[str] = []

    def turn(work: Work) -> None:
        work.put(*entries)
        work.inquiries.add(hostile(State.REGISTERED, released=released))
        for part_of in sorted({*map(_view, VIEWS.rglob("*.j2")), *(_named(face) for face in SAME)}):
            shown = [
                out
                for state in State
                for out in _shown(house, work, part_of, hostile(state, released=released))
            ]
            if not shown:
                never.append("/".join(part_of))
            for out in shown:
                assert leaks_of(_words(out)) == [], part_of

    await house.store.run(turn, at=demo_start() + timedelta(hours=1))
    await house.close()
    assert never == []


def _view(path: Path) -> tuple[str, str]:
    return _named(path.relative_to(VIEWS).with_suffix("").as_posix())


def _named(view_and_face: str) -> tuple[str, str]:
    view, _, face = view_and_face.partition("/")
    return view, face


def _shown(house: House, work: Work, of: tuple[str, str], inquiry: Inquiry) -> list[Outgoing]:
    """What this view looks like to every reader, with the first arguments it can be shown with."""
    view, face = of
    given = [
        Part(view, inquiry.id, face and face + choice, args)
        for args in ARGS
        for choice in (CHOICES if face else ("",))
    ]
    found = []
    for to in READERS:
        ways = (_rendered(house, work, part, inquiry, to) for part in given)
        found += next(filter(None, ways), [])
        if view in TYPED:
            found += _rendered(house, work, Part(view, inquiry.id, face, (HOSTILE,)), inquiry, to)
    return found


def _rendered(
    house: House, work: Work, part: Part, inquiry: Inquiry, to: OfficerId
) -> list[Outgoing]:
    post = Post(
        id=1,
        address=Address("telegram", f"p:{to}"),
        to=to,
        kind=PostKind.CARD,
        parts=(part,),
        body=Outgoing(()),
        made_at=work.now,
    )
    try:
        return [house.views.render(post, work, {inquiry.id: inquiry})]
    except Exception:  # noqa: BLE001 - this view cannot be shown so; that it can at all is asserted
        return []


def _words(out: Outgoing) -> str:
    return "\n".join([out.text, *(b.label for row in out.rows for b in row), *map(str, out.files)])


def test_the_last_look_veils_numbers_and_leaves_links_whole() -> None:
    link = "https://office.example/s#a1234567890-b"
    said = Segment("text", f"{link} 打139 1111 3333 {link}")
    shown = fit_for_abroad(Outgoing((said, Segment("a", "1234567", link))))
    assert shown.segments == (
        Segment("text", f"{link} 打*** {link}"),
        Segment("a", "1234567", link),
    )


def leaks_of(text: str) -> list[str]:
    return [leak for leak in LEAKS if leak in text]
