"""The noise budget over a week: at most 4 unasked messages a person and day, 2 for a head, one digest."""

from collections import Counter as Tally

from bot.kept import Post
from tests.counter import Counter

CLOCK_VIEWS = {"remind", "owed-urge", "formal-urge", "overdue", "decide", "papers-due"}
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


async def test_nobody_is_written_more_than_the_budget_allows(counter: Counter) -> None:
    await busy_week(counter)
    for who in PEOPLE:
        posts = unasked(await counter.posts_to(who))
        by_day = Tally(counter.office.hours.today(p.made_at) for p in posts)
        allowed = 2 if who in ("陈建国", "赵志远", "杨文斌", "刘芳") else 4
        assert max(by_day.values(), default=0) <= allowed, (who, by_day)


async def test_nothing_routine_is_said_outside_opening_hours(counter: Counter) -> None:
    await busy_week(counter)
    for who in PEOPLE:
        for post in unasked(await counter.posts_to(who)):
            assert counter.office.hours.is_open(post.made_at), (who, post.made_at)


async def test_a_channel_has_one_digest_a_day_and_tags_a_person_once_in_it(
    counter: Counter,
) -> None:
    await busy_week(counter)
    for department in ("住房保障股", "工程质量安全监督站"):
        posts = await counter.work(
            lambda work, d=department: work.posts.history(counter.channel(d), 1000)  # type: ignore[misc]
        )
        digests = [p for p in posts if p.kind == "digest"]
        days = Tally(counter.office.hours.today(p.made_at) for p in digests)
        assert max(days.values(), default=1) == 1
        for digest in digests:
            tags = Tally(s.text for s in digest.body.segments if s.kind == "at")
            assert max(tags.values(), default=1) == 1


async def test_a_channel_never_sees_the_matter_or_a_number(counter: Counter) -> None:
    await busy_week(counter)
    for department in ("住房保障股", "工程质量安全监督站"):
        for post in counter.board(department):
            assert "13800" not in post
            assert not any(matter in post for matter in MATTERS)
