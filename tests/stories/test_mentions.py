"""A channel rings a person for each referral, and once a day for what is overdue."""

from collections import Counter as Tally

from bot.chat import Address, Outgoing
from bot.domain.messages import PostKind
from bot.ports.values import Part
from tests.counter import Counter


class Rings:
    """Listens to a channel: whom new messages mention, and whom edits mention anew."""

    def __init__(self, counter: Counter, department: str) -> None:
        self.channel = counter.channel(department)
        self.new: Tally[str] = Tally()
        self.by_edits: list[str] = []
        self.twice: list[str] = []
        self._known = {
            number: {s.text for s in message.segments if s.kind == "at"}
            for (where, number), message in counter.console.messages.items()
            if where == self.channel
        }
        counter.console.heard = self.hear

    def hear(self, to: Address, number: str, message: Outgoing, edited: bool) -> None:
        if to != self.channel:
            return
        rung = [s.text for s in message.segments if s.kind == "at"]
        if len(rung) != len(set(rung)):
            self.twice.append(message.text)
        if edited:
            self.by_edits += sorted(set(rung) - self._known.get(number, set()))
        else:
            self.new.update(rung)
        self._known[number] = set(rung)


async def refer(counter: Counter, count: int, to: str) -> None:
    for n in range(count):
        await counter.say("王丽", f"来人{n} 1380013800{n} 公租房申请一直没消息")
        await counter.press("王丽", to)


async def test_a_day_with_restarts_rings_each_once_beyond_the_referrals(counter: Counter) -> None:
    await refer(counter, 3, "李明")
    await counter.wind("2026-12-01 08:29")
    rings = Rings(counter, "住房保障股")
    await counter.restart()
    await counter.wind("2026-12-01 08:30")
    await counter.restart()
    assert rings.new == {"李明": 1}
    await refer(counter, 2, "李明")
    await refer(counter, 1, "吴婷")
    await counter.say_in("住房保障股", "李明", "今日")
    await counter.press("王丽", "1123-07 催办")
    await counter.wind("2026-12-01 10:30")
    await counter.restart()
    await counter.wind("2026-12-01 17:00")
    assert rings.new == {"李明": 3, "吴婷": 1}
    assert (rings.by_edits, rings.twice) == ([], [])
    await counter.wind("2026-12-02 08:30")
    assert rings.new == {"李明": 4, "吴婷": 1}


async def test_who_was_mentioned_today_is_known_to_whatever_is_posted_later(
    counter: Counter,
) -> None:
    await refer(counter, 1, "李明")
    await counter.wind("2026-12-01 08:00")
    where = counter.channel("住房保障股")
    audience = f"{where.platform}/{where.chat}/"
    today = counter.office.hours.today(counter.clock.now())
    assert await counter.work(lambda work: work.once("mention", f"{audience}/002", today))
    rings = Rings(counter, "住房保障股")
    await counter.wind("2026-12-01 08:30")
    assert "李明" in counter.board("住房保障股")[-1]
    assert rings.new == {}


async def test_a_line_passed_on_names_the_new_officer_and_rings_nobody(counter: Counter) -> None:
    await refer(counter, 1, "李明")
    rings = Rings(counter, "住房保障股")
    await counter.press("李明", "不是我的")
    await counter.press("李明", "返回")
    inquiry = await counter.inquiry("1123-07")
    press = f"pass:{inquiry.id}:{inquiry.step}:003"
    await counter.deliver(counter.incoming("陈建国", press=press, message_id="x"))
    (line,) = counter.board("住房保障股")
    assert "　吴婷　" in line
    assert "@" not in line
    assert (rings.new, rings.by_edits) == ({}, [])


async def test_a_person_is_mentioned_once_in_a_message_and_named_after_that(
    counter: Counter,
) -> None:
    await refer(counter, 2, "李明")
    lines = await counter.work(lambda work: work.posts.history(counter.channel("住房保障股"), 9))
    views = counter._house.views
    both = [Part("line", line.parts[0].inquiry, args=("002",)) for line in lines]
    double = type(lines[0])(
        address=lines[0].address,
        to=lines[0].to,
        kind=PostKind.LINE,
        parts=tuple(both),
        body=lines[0].body,
        made_at=lines[0].made_at,
    )
    shown = await counter.work(lambda work: views.render(double, work))
    assert [s.kind for s in shown.segments if s.text == "李明"] == ["at", "text"]
