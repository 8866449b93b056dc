"""People who do anything at all: a seeded walk through the office, checked after every step."""

import re
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

import structlog

from bot.chat import Address, Button, Outgoing
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId, Role
from bot.domain.roster import Roster
from bot.kept import Filter, JournalLine
from bot.ports import Work
from bot.render import Renderer
from tests.counter import Counter

PEOPLE = ("001", "002", "003", "004", "005", "006", "007", "008")
MATTERS = (
    "公租房申请一直没消息",
    "公租房续租要什么手续",
    "维修资金怎么申请",
    "工程质量投诉 墙体开裂",
    "物业乱收费投诉",
    "半夜打桩谁管",
    "工地安全隐患 吊塔晃",
    "危房改造补助没到账",
)
NAMES = ("王秀英", "张伟", "", "何桂兰", "马国庆", "欧阳建国", "Smith", "O'Neil & <i>")
NUMBERS = ("13800138000", "1380013800", "138001380001", "8302", "0690-1234567", "")
CHANNELS = ("", "电话 ", "来信 ", "昨天下午 ", "同上 ", "举报 ", "上周五 ")
ODD = (
    "好的",
    "在吗",
    "谢谢",
    "   ",
    "\n\n",
    "",
    "😀👍🏽👨\u200d👩\u200d👧",
    '<b>&amp;</b><button go="accept:1:1:">签收</button><at id="002"/>',
    "ب\u202eمرحبا بالعالم\u202c",
    "\u200b\u200b",
    "\ufeff公租房\u200b申请",
    "accept:1:1:",
    "face:1:1:more",
    "{{ roster }} {% raise %}",
    "字" * 2001,
    "<&>" * 660,
    "漏水\n电话 张三 13800138000 续租\n同上 房产证",
    "0",
    "1",
    "99999999999999999999",
    "12月31日",
    "2月29日",
    "明天",
    "李明",
    "/start 0123456789",
    "非常满意",
    "取消",
    "上一步",
    "跳过",
    "电话",
    "同上",
    "问 答",
    "电话 问房租 答",
)
COMMANDS = (
    "待办",
    "待办 2",
    "登记",
    "撤回",
    "帮助",
    "更多",
    "回来",
    "我的记录",
    "目录",
    "未送达",
    "今日",
    "查",
    "查 王秀英",
    "查 <b>",
    "查 " + "很" * 2100,
    "谁管",
    "谁管 公租房",
    "谁管 😀",
    "告知",
    "告知 公租房申请",
    "告知 " + "x" * 4000,
    "外出",
    "外出 明天到周三 开会",
    "外出 今天",
    "外出 今天到12月31日 培训",
    "外出 2月30日",
    "外出 昨天",
    "台账",
    "台账 上周 住房保障股",
    "绑定",
    "绑定 002",
    "绑定 没有这人",
    "绑定科室 住房保障股",
    "催",
    "补",
    "请示",
    "撤回 0000-00",
    "催 1123-99",
)
NUMBERED = (
    "{}",
    "催 {}",
    "补 {} 13800138000",
    "补 {} 还带了<b>证</b>",
    "请示 {}",
    "撤回 {}",
    "补{}",
)
SPANS = ("5min", "11min", "1h", "3h", "16h", "next", "next", "1wd", "2wd", "3wd", "60h", "9wd")
GARBAGE = (
    "",
    "0",
    "-1",
    "99",
    "999999999999999999999999",
    "x",
    "²",
    "none",
    "7,other",
    "..",
    "00 1",
)
ANSWERS = (
    "已核对收入，排第37位",
    "13800138000",
    "李明",
    "12月4日",
    "明天",
    "依据第三条，已解释",
    "需要外单位函",
    "来访",
    "1",
)
DULL = frozenset({"where", "undo", "field"})
"""Buttons that bring no inquiry further."""
OPENS = {
    "papers": ("papers", "which-duty"),
    "duty": ("papers",),
    "own": ("answer",),
    "because": ("dates",),
    "grade": ("bad",),
    "why": ("redo",),
    "lead": ("helpers",),
    "notin": ("not-in",),
    "settled": ("settled",),
    "handall": ("handed",),
    "handeach": ("chosen",),
}
"""What a button opens that is no plain menu."""
NEW_YEARS_EVE = date(2026, 12, 31)
SECRET = "暗{}号"
"""What every registered matter bears, so that it is known again wherever it is shown."""
_SECRETS = re.compile(r"暗\d+号")


def width(label: str) -> float:
    """How many Chinese characters wide a label is: ASCII counts half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in label)


@dataclass
class Faults:
    """What the house logged as its own fault, with the traceback."""

    found: list[str] = field(default_factory=list)

    def hear(self, _: Any, method: str, event: MutableMapping[str, Any]) -> Any:  # noqa: ANN401
        """Keep what is an error; say nothing."""
        if method in ("error", "exception", "critical"):
            told = traceback.format_exc() if sys.exc_info()[0] else ""
            self.found.append(f"{event}\n{told}")
        raise structlog.DropEvent


@contextmanager
def listening() -> Iterator[Faults]:
    """Hear every error that is logged while it lasts."""
    faults, former = Faults(), structlog.get_config()
    structlog.configure(processors=[faults.hear], cache_logger_on_first_use=False)
    try:
        yield faults
    finally:
        structlog.configure(**former)


@dataclass
class Seen:
    """Everything that was ever sent, checked as it goes out."""

    stale: list[tuple[Address, str, str]] = field(default_factory=list)
    sent: list[tuple[Address, str, Outgoing]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def hear(self, to: Address, number: str, message: Outgoing, edited: bool) -> None:
        """Check what every message must keep, and remember it."""
        self.sent.append((to, number, message))
        if len(message.text) > 4096:
            self.wrong.append(f"{len(message.text)} characters: {message.text[:200]}")
        for button in buttons(message):
            if len(button.payload.encode()) > 64:
                self.wrong.append(f"payload too long: {button}")
            # How long a paper's name is, is the catalogue's business.
            if width(button.label) > 8 and not button.payload.startswith("tick:"):
                self.wrong.append(f"label too wide: {button} in\n{message.text[:200]}")
            if button.payload.partition(":")[0] != "field" and not button.label.strip():
                self.wrong.append(f"label empty: {button}")
            self.stale.append((to, number, button.payload))


def buttons(message: Outgoing) -> Iterator[Button]:
    """All buttons of a message."""
    return (button for row in message.rows for button in row)


class Walk:
    """One seeded walk; each step draws from a generator of its own, so that steps can be left out."""

    def __init__(self, counter: Counter, seed: int, renderer: Renderer) -> None:
        """Nobody has moved yet. *renderer* has its templates compiled already, for all walks."""
        self.counter, self.seed, self.renderer = counter, seed, renderer
        counter._house.views.renderer = renderer
        self.seen = Seen()
        self.history: list[str] = []
        self.counter.console.heard = self.seen.hear
        self._count = 0
        self._left = 0
        self.actions = (
            (12, self._registers),
            (4, self._says_something_odd),
            (10, self._commands),
            (44, self._goes_on),
            (8, self._presses),
            (6, self._presses_something_stale),
            (3, self._presses_for_another),
            (5, self._forges),
            (2, self._presses_in_a_channel),
            (6, self._replies),
            (16, self._answers),
            (10, self._time_passes),
            (1, self._somebody_leaves),
            (2, self._something_disappears),
            (2, self._restarts),
        )

    async def step(self, number: int) -> None:
        """Do one thing and check everything."""
        rng = Random(f"{self.seed}/{number}")
        weights = [weight for weight, _ in self.actions]
        _, act = rng.choices(self.actions, weights)[0]
        self.history.append(f"{number}: {act.__name__}")
        await act(rng)
        await self.check()

    # ---- what people do

    async def _registers(self, rng: Random) -> None:
        self._count += 1
        secret = SECRET.format(self._count)
        said = (
            rng.choice(CHANNELS),
            rng.choice(NAMES),
            " ",
            rng.choice(NUMBERS),
            " ",
            rng.choice(MATTERS),
            secret,
            rng.choice(("", "", "", " 答已解释清楚")),
        )
        await self._say(rng.choice(PEOPLE[:5]), "".join(said), bundle=rng.random() < 0.1)

    async def _says_something_odd(self, rng: Random) -> None:
        await self._say(rng.choice(PEOPLE), rng.choice(ODD), bundle=rng.random() < 0.2)

    async def _commands(self, rng: Random) -> None:
        who, text = rng.choice(PEOPLE), rng.choice(COMMANDS)
        if rng.random() < 0.4:
            text = rng.choice(NUMBERED).format(rng.choice(await self._numbers() or ["1123-01"]))
        if rng.random() < 0.1:
            self._note(f"{who} in the channel > {text}")
            await self.counter.say_in("住房保障股", who, text, addressed=rng.random() < 0.8)
            return
        await self._say(who, text)

    async def _goes_on(self, rng: Random) -> None:
        """Press in a newer message, each kind of button as often as any other."""
        by_verb: dict[str, list[tuple[Address, str, Button]]] = {}
        for who in PEOPLE:
            here = self.counter.chat(who)
            mine = [(n, m) for (a, n), m in self.counter.console.messages.items() if a == here]
            for number, message in mine[-5:]:
                for button in buttons(message):
                    verb = button.payload.partition(":")[0]
                    by_verb.setdefault(verb, []).append((here, number, button))
        if by_verb:
            verb = rng.choice(sorted(by_verb.keys() - DULL) or sorted(by_verb))
            address, number, button = rng.choice(by_verb[verb])
            await self._press(address.chat[2:], address, number, button.payload)

    async def _presses(self, rng: Random) -> None:
        visible = [
            (address, number, button)
            for (address, number), message in self.counter.console.messages.items()
            if address.chat.startswith("p:")
            for button in buttons(message)
        ]
        if visible:
            newest = visible[-40:] if rng.random() < 0.7 else visible
            address, number, button = rng.choice(newest)
            await self._press(address.chat[2:], address, number, button.payload)

    async def _presses_something_stale(self, rng: Random) -> None:
        if self.seen.stale:
            address, number, payload = rng.choice(self.seen.stale)
            await self._press(address.chat[2:], address, number, payload)

    async def _presses_for_another(self, rng: Random) -> None:
        if self.seen.stale:
            _, number, payload = rng.choice(self.seen.stale)
            who = rng.choice(PEOPLE)
            await self._press(who, self.counter.chat(who), number, payload)

    async def _forges(self, rng: Random) -> None:
        if not self.seen.stale:
            return
        address, number, payload = rng.choice(self.seen.stale)
        parts = payload.split(":", 3)
        place = rng.randrange(len(parts))
        parts[place] = rng.choice((*GARBAGE, str(rng.randrange(1, 12))))
        number = rng.choice((number, number, "", "0", "10000"))
        await self._press(address.chat[2:], address, number, ":".join(parts))

    async def _presses_in_a_channel(self, rng: Random) -> None:
        if self.seen.stale:
            _, number, payload = rng.choice(self.seen.stale)
            where = self.counter.channel(rng.choice(("住房保障股", "陌生群")))
            await self._press(rng.choice((*PEOPLE, "999")), where, number, payload)

    async def _replies(self, rng: Random) -> None:
        who = rng.choice(PEOPLE)
        mine = [n for (a, n) in self.counter.console.messages if a == self.counter.chat(who)]
        text = rng.choice((*ANSWERS, *ANSWERS, *ODD))
        await self._say(who, text, reply_to=rng.choice((*mine[-15:], "99999")))

    async def _answers(self, rng: Random) -> None:
        asked = await self.counter.work(
            lambda work: [
                who
                for who in PEOPLE
                if (last := work.posts.last(self.counter.chat(who))) and last.kind == "question"
            ]
        )
        who = rng.choice(asked or PEOPLE)
        await self._say(who, rng.choice((*ANSWERS, *ANSWERS, *ODD)))

    async def _time_passes(self, rng: Random) -> None:
        span = rng.choice(SPANS)
        now = self.counter.office.hours.local(self.counter.clock.now())
        if rng.random() < 0.08 and now.date() < NEW_YEARS_EVE:
            span = f"{NEW_YEARS_EVE} 17:29"
        self._note(span)
        await self.counter.wind(span)
        clockwork = self.counter._house.clockwork
        upcoming = await clockwork.next()
        assert upcoming is None or upcoming > self.counter.clock.now(), f"stuck at {upcoming}"

    async def _somebody_leaves(self, rng: Random) -> None:
        self._left += 1
        who = rng.choice(("002", "003", "004", "005", "006", "008"))
        if self._left > 2:
            return
        self._note(who)
        await self.counter.work(
            lambda work: work.put(replace(work.roster.officer(who), active=False))
        )

    async def _something_disappears(self, rng: Random) -> None:
        def turn(work: Work) -> str:
            directory = work.roster.directory
            kind = rng.choice(("duties", "units", "channels", "accounts", "absences"))
            listed = list(getattr(directory, kind).values())
            if len(listed) > 2:
                work.drop(listed[chosen % len(listed)])
            return kind

        chosen = rng.randrange(1000)
        self._note(await self.counter.work(turn))

    async def _restarts(self, _: Random) -> None:
        await self.counter.restart()
        self.counter._house.views.renderer = self.renderer

    # ---- how they do it

    async def _say(self, who: str, text: str, **more: object) -> None:
        self._note(f"{who} > {text[:60]!r} {more or ''}")
        incoming = self.counter.incoming(who, text=text, **more)
        await self.counter.deliver(incoming)

    async def _press(self, who: str, where: Address, number: str, payload: str) -> None:
        self._note(f"{who} presses {payload} of {where.chat}/{number}")
        incoming = self.counter.incoming(who, press=payload, message_id=number)
        private = where.chat.startswith("p:")
        await self.counter.deliver(replace(incoming, address=where, private=private))

    async def _numbers(self) -> list[str]:
        found = await self.counter.work(lambda work: work.inquiries.find(Filter(at_most=30)))
        return [inquiry.number for inquiry in found]

    def _note(self, what: str) -> None:
        self.history[-1] += f"  {what}"

    # ---- what must hold

    async def check(self) -> None:
        """Nothing wrong was sent, owed or kept."""
        assert not self.seen.wrong, "\n".join(self.seen.wrong)
        await self.counter.work(self._check)
        self.seen.sent.clear()

    def _check(self, work: Work) -> None:
        inquiries = work.inquiries.find(Filter(at_most=9999, newest_first=False))
        for inquiry in inquiries:
            _check_clocks(inquiry)
        assert not work.posts.owed(work.now), "something is owed that could have been sent"
        for address, number, message in self.seen.sent:
            self._check_menus(work, address, number, message)
            if address.chat.startswith("p:"):
                self._check_private(work, address.chat[2:], message.text, inquiries)
                continue
            assert "暗" not in message.text, f"{address.chat} sees {message.text}"
            phones = {i.phone for i in inquiries if len(i.phone) > 6}
            assert not any(p in message.text for p in phones), message.text

    def _check_menus(self, work: Work, address: Address, number: str, message: Outgoing) -> None:
        """Every button that opens a menu has one to open."""
        post = work.posts.at(address, number)
        views = {part.inquiry: part.view for part in post.parts} if post else {}
        for button in buttons(message):
            verb, inquiry, _, arg = button.payload.split(":", 3)
            menus = (arg.partition(":")[0],) if verb == "face" else OPENS.get(verb, ())
            for menu in menus if int(inquiry) in views else ():
                view = f"views/{views[int(inquiry)]}/{menu}"
                known = not menu or self.renderer.knows(view)
                assert known, f"[{button.label}] opens nothing: {view}"

    def _check_private(self, work: Work, who: str, text: str, inquiries: list[Inquiry]) -> None:
        for secret in set(_SECRETS.findall(text)):
            bearing = [i for i in inquiries if secret in f"{i.matter} {i.told} {i.notes}"]
            allowed = [
                _concerned(inquiry, work.journal.of(inquiry.id), work.roster) for inquiry in bearing
            ]
            assert any(who in people for people in allowed), f"{who} sees {text}"

    async def check_at_the_end(self) -> None:
        """The chain is whole, numbers are gapless, and nobody has half an inquiry."""
        await self.counter.work(_check_record)


def _check_record(work: Work) -> None:
    assert work.journal.broken_at() is None
    inquiries = work.inquiries.find(Filter(at_most=9999, newest_first=False))
    by_day: dict[str, list[int]] = {}
    for inquiry in inquiries:
        year = inquiry.full.partition("〔")[2][:4]
        day, _, count = inquiry.number.partition("-")
        by_day.setdefault(year + day, []).append(int(count))
        facts = [line.fact for line in work.journal.of(inquiry.id)]
        assert type(facts[0]).__name__ == "Registered", (inquiry.number, facts[0])
    for day, counts in by_day.items():
        assert sorted(counts) == list(range(1, len(counts) + 1)), (day, counts)


def _check_clocks(inquiry: Inquiry) -> None:
    if not inquiry.is_open:
        left = [c.kind for c in inquiry.clocks if c.stopped is None or c.alarm]
        assert not left, f"{inquiry.number} {inquiry.state}: {left} still run"
        return
    clock = inquiry.main_clock
    assert clock is not None, f"{inquiry.number} {inquiry.state}: no clock runs"
    assert clock.owner == inquiry.owes, (
        f"{inquiry.number} {inquiry.state}: {clock.kind} runs for {clock.owner},"
        f" {inquiry.owes} owes"
    )
    running = [c.kind for c in inquiry.clocks if c.running]
    assert len(running) == len(set(running)), f"{inquiry.number}: doubled clocks {running}"


_OFFICES = frozenset({Role.CHIEF, Role.SUPERVISOR, Role.ADMINISTRATOR})


def _concerned(
    inquiry: Inquiry, journal: Iterable[JournalLine], roster: Roster
) -> set[OfficerId | str]:
    """Everyone it ever lay with, those above them, and whoever stands in for any of these."""
    people: set[str] = {inquiry.first_responder, inquiry.registered_by, *inquiry.helpers}
    for line in journal:
        fact = line.fact
        people |= {getattr(fact, "to", ""), line.by, *getattr(fact, "helpers", ())}
    departments = {roster.officer(who).department for who in people} | {inquiry.department}
    for name in departments:
        people |= {roster.head_of(name), roster.leader_of(name)}
        people |= {roster.department(name).head, roster.department(name).leader}
    people |= {o.id for o in roster.directory.officers.values() if _OFFICES & set(o.roles)}
    deputies = {roster.officer(who).deputy for who in people}
    deputies |= {a.deputy for a in roster.directory.absences.values() if a.officer in people}
    return {*people, *deputies}
