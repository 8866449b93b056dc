"""The noise budget over a week: at most 4 unasked messages a person and day, 2 for a head, one digest."""

from collections import Counter as Tally

from bot.ports.values import Post
from tests.counter import Counter

CLOCK_VIEWS = {
    "remind", "owed-urge", "formal-urge", "formal-urge-listed", "overdue", "decide", "papers-due",
}  # fmt: skip
HEADS = ("陈建国", "赵志远", "杨文斌", "刘芳")
DAYS_HEARD = {
    "王丽": 10,  # what is to be referred, then what is to be urged
    "李明": 7,
    "吴婷": 7,
    "陈建国": 4,
    "赵志远": 4,
    "刘芳": 5,  # her clerk has not referred a third of it
}
"""On how many days each is written by the clock; the budget is no leave to be silent."""
PEOPLE = ["王丽", "李明", "吴婷", "陈建国", "周强", "赵志远", "刘芳", "杨文斌"]
MATTERS = [
    "公租房申请一直没消息",
    "公租房续租要办手续",
    "危房改造补助没到账",
    "物业乱收费投诉",
    "工程质量投诉 墙体开裂",
]


async def busy_week(counter: Counter) -> None:
    """Thirty inquiries over a week, nobody does anything about them after the referral."""
    for day in range(5):
        for n in range(6):
            matter = MATTERS[(day + n) % len(MATTERS)]
            await counter.say("王丽", f"来人{day}{n} 1380013{day}{n:03} {matter}")
            await counter.press("王丽", "李明" if n % 2 else "吴婷") if n % 3 else None
        await counter.wind("1wd")
    await counter.wind("5wd")


def unasked(posts: list[Post]) -> list[Post]:
    """Those the clock sent."""
    return [p for p in posts if p.shown and {part.view for part in p.parts} & CLOCK_VIEWS]


async def test_nobody_is_written_more_than_the_budget_allows_nor_left_out(
    counter: Counter,
) -> None:
    await busy_week(counter)
    heard = {}
    for who in PEOPLE:
        posts = unasked(await counter.posts_to(who))
        by_day = Tally(counter.sent_at(p).date() for p in posts)
        heard[who] = len(by_day)
        assert max(by_day.values(), default=0) <= (2 if who in HEADS else 4), (who, by_day)
    assert heard == {**dict.fromkeys(PEOPLE, 0), **DAYS_HEARD}


async def test_nothing_routine_is_said_outside_opening_hours(counter: Counter) -> None:
    await busy_week(counter)
    sent = [
        counter.sent_at(post) for who in PEOPLE for post in unasked(await counter.posts_to(who))
    ]
    assert len(sent) >= sum(DAYS_HEARD.values())
    assert [moment for moment in sent if not counter.office.hours.is_open(moment)] == []


async def test_a_channel_has_one_digest_a_day_and_tags_a_person_once_in_it(
    counter: Counter,
) -> None:
    await busy_week(counter)
    digests = {
        department: [
            (counter.sent_at(p).strftime("%m-%d %H:%M"), _tagged(p))
            for p in await counter.posts_in(department)
            if p.kind == "digest"
        ]
        for department in ("住房保障股", "工程质量安全监督站")
    }
    both = {"李明": 1, "吴婷": 1}
    assert digests == {
        "住房保障股": [
            ("11-30 08:30", {}),
            *((f"{day} 08:30", both) for day in ("12-01", "12-02", "12-03", "12-04", "12-07")),
        ],
        "工程质量安全监督站": [],  # nothing of theirs was ever referred
    }


def _tagged(digest: Post) -> dict[str, int]:
    return Tally(s.text for s in digest.body.segments if s.kind == "at")


async def test_a_channel_never_sees_the_matter_or_a_number(counter: Counter) -> None:
    await busy_week(counter)
    for department in ("住房保障股", "工程质量安全监督站"):
        for post in counter.board(department):
            assert "13800" not in post
            assert [matter for matter in MATTERS if matter in post] == []
    assert len(counter.board("住房保障股")) == 26
