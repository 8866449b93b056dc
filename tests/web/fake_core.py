"""A small office that answers in the manner of the bot, to try the page without it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.web import connect
from adapters.web.server import WebAdapter
from bot.chat import Ack, Address, Button, Incoming, Outgoing, Segment, Surroundings
from bot.chat.page import Clock, Colleague, StoryStep, Team, Told

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
KEYBOARD = (("待办", "查", "外出", "更多"),)
PEOPLE = (
    Colleague("001", "王丽", "科员（3号窗）", "政务服务窗口", "大厅", "首问"),
    Colleague("002", "李明", "科员", "住房保障股", "302", "承办"),
    Colleague("003", "吴婷", "四级主任科员", "住房保障股", "302", "承办"),
    Colleague("004", "陈建国", "股长", "住房保障股", "301", "负责人"),
    Colleague("005", "周强", "站长（兼承办）", "工程质量安全监督站", "405", "负责人"),
    Colleague("006", "赵志远", "副局长（分管）", "局领导", "501", "分管"),
    Colleague("007", "刘芳", "主任", "办公室", "201", "督查"),
    Colleague("008", "杨文斌", "局长", "局领导", "502", "总负责"),
)
TEAMS = (
    Team("住房保障股", "保障股"),
    Team("工程质量安全监督站", "质安站"),
    Team("办公室", "办公室"),
)
STORY = (
    StoryStep(
        caption="上午9点，窗口来了一位群众。王丽只写一句话。",
        caption_en="Nine o’clock, a visitor at the counter. Wang Li types one line.",
        who="001",
        team="住房保障股",
        say="王秀英 13800138000 黑石乡 公租房申请一直没消息",
    ),
    StoryStep(caption="点承办人的名字，事就转过去了。", press="李明"),
    StoryStep(caption="来访人走了，留下了电话。", press="已离开"),
    StoryStep(caption="李明签收。", who="002", press="签收"),
    StoryStep(caption="四个工作日过去，没有人被打扰。", who="002", wind="5wd"),
    StoryStep(caption="保障股群里，只看到这一行和清单。", team="住房保障股"),
    StoryStep(caption="随时可查。", who="001", say="{number}"),
)
UNREADABLE = "“{}”读不懂，可以是 1h、1wd、5wd 或 next。"
LETTER = (
    "<b>催办通知书</b>　云住建首催〔2026〕1号\n李明同志：1123-07（公租房进度）应于11月30日办结，"
    "已超2个工作日，催办1次未复。请于12月2日下班前办结，或说明原因和办结日期。"
)


def say(text: str, *rows: str, silent: bool = False) -> Outgoing:
    """Return a message from ``<b>`` markup, ``@name`` mentions and rows of ``a|b`` labels."""
    made = tuple(
        tuple(
            Button(label, f"{index}.{number}:{label}")
            for number, label in enumerate(row.split("|"))
        )
        for index, row in enumerate(rows)
    )
    return Outgoing(tuple(_segments(text)), made, silent=silent, keyboard=KEYBOARD)


def _segments(text: str) -> list[Segment]:
    names = {person.name: person.key for person in PEOPLE}
    found = []
    for part in re.split(r"(<b>.*?</b>|@\w{2,3}?(?=\s|$))", text):
        if part.startswith("<b>"):
            found.append(Segment("b", part[3:-4]))
        elif part.startswith("@") and part[1:] in names:
            found.append(Segment("at", part[1:], names[part[1:]]))
        elif part:
            found.append(Segment("text", part))
    return found


@dataclass
class FakeOffice:
    """The office and the core in one: transcript (a) and (b) by hand, (f) and (h) by the clock."""

    office: str = "云岭县住房和城乡建设局（虚构）"
    language: str = "zh"
    story: Sequence[StoryStep] = STORY
    moment: datetime = MONDAY
    heard: list[Incoming] = field(default_factory=list)
    number: int = 6
    cards: dict[str, str] = field(default_factory=dict)
    adapter: WebAdapter = field(init=False)
    url: str = ""  # where it is served, if it is

    def connect(self) -> WebAdapter:
        around = Surroundings(hosts=frozenset({"localhost", "127.0.0.1", "::1"}))
        self.adapter = connect({}, around, asks=self)
        return self.adapter

    def people(self) -> Sequence[Colleague]:
        return PEOPLE

    def teams(self) -> Sequence[Team]:
        return TEAMS

    def now(self) -> datetime:
        return self.moment

    async def history(self, chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        return ()  # what is not in memory was never said here

    async def clock(self) -> Clock:
        opening = self.moment.replace(hour=8, minute=30, second=0, microsecond=0)
        return Clock(self.moment, opening + timedelta(days=opening <= self.moment))

    async def wind(self, to: str) -> Clock:
        steps = {"1h": timedelta(hours=1), "1wd": timedelta(days=1), "5wd": timedelta(days=7)}
        if to == "next":
            self.moment = (await self.clock()).next or self.moment
        elif to in steps:
            self.moment += steps[to]
        else:
            raise ValueError(UNREADABLE.format(to))
        await self._fall_due()
        return await self.clock()

    async def receive(self, incoming: Incoming) -> Ack:
        if any(before.id == incoming.id for before in self.heard):
            return Ack()
        self.heard.append(incoming)
        if incoming.press:
            return await self._pressed(incoming, incoming.press.partition(":")[2])
        if incoming.addressed:
            await self._said(incoming)
        return Ack()

    async def tell(self, chat: str, message: Outgoing, edit: str = "") -> str:
        return await self.adapter.send(Address("web", chat), message, edit=edit)

    async def _said(self, incoming: Incoming) -> None:
        text, chat = incoming.text, incoming.address.chat
        if re.fullmatch(r"\d{4}-\d\d", text):
            await self.tell(
                chat, say(f"{text}　公租房\n09:00 王丽登记\n09:01 转李明\n限11月30日下班前")
            )
        elif text in {"待办", "今日"}:
            await self.tell(chat, say("您没有在手事项。"))
        elif text.startswith("电话"):
            await self._phoned(chat)
        else:
            self.number += 1
            head = f"1123-{self.number:02}　来访　王秀英　13800138000　黑石乡\n公租房申请一直没消息"
            rows = ("李明 保障股302|吴婷 保障股302|另选人", "当场答|缺材料|不清楚归谁|更多")
            await self.tell(chat, say(head, *rows))

    async def _phoned(self, chat: str) -> None:
        text = (
            "1123-08　来电　住宅专项维修资金使用\n标准答复：业主依法表决通过后，带①申请表②表决结果"
            "③工程预算，来302室，20个工作日内拨付。"
        )
        await self.tell(chat, say(text, "就这样答了|改一句|转办"))

    async def _pressed(self, incoming: Incoming, label: str) -> Ack:
        chat, card, number = incoming.address.chat, incoming.message_id, f"1123-{self.number:02}"
        if label.startswith("李明"):
            await self._refer(chat, card, number)
        elif label in {"带过去了", "在大厅等", "已离开"}:
            text = f"{number} 已转李明，限11月30日（周一）下班前\n来访人{label}"
            await self.tell(chat, say(text, "撤回"), card)
        elif label == "签收":
            await self.tell(chat, self._officer_card(number, "联系了|办结|更多"), card)
            line = f"{number} 王** 公租房　@李明 限11-30　→　已签收"
            await self.tell("c:住房保障股", say(line), self.cards["line"])
        elif label == "慢":
            await asyncio.Event().wait()
        else:
            await self.tell(chat, say(f"{number}　{label}，已记下。\n14:20 王丽"), card)
        return Ack(f"已记下：{label}")

    async def _refer(self, chat: str, card: str, number: str) -> None:
        words = (
            f"{number} 已转李明，限11月30日（周一）下班前\n请告诉来访人：“由保障股李明办，302室，"
            "电话8302，最迟11月30日答复您。我是王丽，电话8001。”"
        )
        await self.tell(chat, say(words, "带过去了|在大厅等|已离开", "撤回"), card)
        await self.tell("p:002", self._officer_card(number, "签收|不是我的|缺材料"))
        line = say(f"{number} 王** 公租房　@李明 限11-30", silent=True)
        self.cards["line"] = await self.tell("c:住房保障股", line)

    def _officer_card(self, number: str, row: str) -> Outgoing:
        text = (
            f"{number} 转办　限11月30日下班前\n公租房申请一直没消息\n"
            "王秀英 13800138000　黑石乡（远道）　已离开　首问 王丽 8001"
        )
        return say(text, row)

    async def _fall_due(self) -> None:
        if not self.heard:
            return
        await self.tell(
            "p:001",
            say(
                "1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。",
                "催办|已打电话催",
            ),
        )
        urge = "催办（第1次）　1123-07　超1个工作日　王丽催　请今天下班前回复。"
        await self.tell("p:002", say(urge, "今天办结|回复原因"))
        await self.tell("p:004", say(LETTER, "我过问|换吴婷办|看经过"))
        digest = (
            "<b>保障股　12月1日</b>\n超期1　1123-07 王** 公租房　@李明 超1天　待催\n"
            "今天到期1　1124-05 何** 续租　李明\n在办5，昨日办结3。"
        )
        await self.tell("c:住房保障股", say(digest, "我的待办"))
