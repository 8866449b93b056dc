"""One officer, several accounts: bound by code, contact or e-mail, preferred, ended, lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat import Contact, Incoming
from bot.commands import do
from bot.commands.accounts import EndAccounts
from bot.dialogs.codes import MOST_WRONG, new_code, redeem
from bot.domain.facts import AccountBound, AccountEnded, DeviceEnded
from bot.domain.office import Account, Device, Officer, OfficerId
from bot.kept import Post
from bot.ports import Work
from tests.counter import Counter
from tests.stories.attacking import LINE
from tests.stories.reading import lines

LI = OfficerId("002")
WELCOME = "李明，已绑定。来了人，直接打一行字登记；发“帮助”看用法。"
NOTICE = "您的账号已在网页上绑定（11月23日 09:00）。不是您本人，请告诉管理员。"


async def code_for(counter: Counter, officer: OfficerId = LI) -> str:
    """A fresh code."""
    return await counter.work(lambda work: new_code(work, officer))


async def from_new(counter: Counter, **what: object) -> str:
    """An account nobody knows says something; what it is told."""
    return await from_account(counter, "new", **what)


async def from_account(counter: Counter, user: str, **what: object) -> str:
    """Any account of the web says something in its own chat."""
    incoming: Incoming = counter.incoming(user, **what)
    before = len(counter.screens(user))
    ack = await counter.deliver(incoming)
    return "\n".join((ack.text, *counter.screens(user)[before:])).strip()


async def accounts(counter: Counter, officer: OfficerId = LI) -> list[str]:
    """Where he is written to, first to last."""
    return await counter.work(lambda work: [a.user for a in work.roster.accounts(officer)])


async def administration(counter: Counter) -> list[tuple[str, str, str]]:
    """The journal of accounts: fact, whose, where or what."""
    written = await counter.work(lambda work: [line.fact for line in work.journal.of(0)])
    told = []
    for fact in written:
        if isinstance(fact, AccountBound | AccountEnded):
            told.append((type(fact).__name__, fact.officer, f"{fact.platform} by {fact.by}"))
        elif isinstance(fact, DeviceEnded):
            told.append((type(fact).__name__, fact.officer, f"{fact.name} by {fact.by}"))
    return told


# ---- codes


async def test_the_administrator_hands_out_a_code_to_be_typed_on_a_phone(counter: Counter) -> None:
    await counter.say("刘芳", "绑定 李明")
    first, last = counter.screen("刘芳").split("\n")
    code = first.removeprefix("李明的绑定码：")
    assert (len(code), code[4]) == (9, "-")
    assert set(code) <= {*"23456789abcdefghjkmnpqrstuvwxyz-"}
    assert last == "一次有效，11月24日09:00前用。"
    assert await from_new(counter, text=code) == WELCOME
    assert await accounts(counter) == ["new", "002"]
    assert counter.screen("李明") == NOTICE
    assert await administration(counter) == [("AccountBound", "002", "web by ")]


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: code.replace("-", ""),
        lambda code: code.upper(),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "－"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
        lambda code: f"  {code}\n",
    ],
    ids=["as shown", "without dash", "large", "space", "wide dash", "full width", "blanks"],
)
async def test_a_code_is_taken_however_it_is_typed(
    counter: Counter, typed: Callable[[str], str]
) -> None:
    code = await code_for(counter)
    assert await from_new(counter, text=typed(code)) == WELCOME


async def test_a_link_binds_too(counter: Counter) -> None:
    assert await from_new(counter, command="start", text=await code_for(counter)) == WELCOME


async def test_a_code_is_good_once(counter: Counter) -> None:
    code = await code_for(counter)
    await from_new(counter, text=code)
    assert (await from_account(counter, "thief", text=code)).startswith("您好")


async def test_a_code_ends_after_a_day(counter: Counter) -> None:
    code = await code_for(counter)
    counter.sleep_until("2026-11-24 09:00")
    assert (await from_new(counter, text=code)).startswith("您好")


async def test_a_newer_code_replaces_the_older(counter: Counter) -> None:
    older, newer = await code_for(counter), await code_for(counter)
    assert (await from_new(counter, text=older)).startswith("您好")
    assert await from_new(counter, text=newer) == WELCOME


async def test_a_code_of_somebody_who_has_left_is_no_good(counter: Counter) -> None:
    code = await code_for(counter)
    await counter.work(lambda work: work.put(replace(work.roster.officer(LI), active=False)))
    assert (await from_new(counter, text=code)).startswith("您好")


async def test_the_store_keeps_no_code(counter: Counter) -> None:
    code = await code_for(counter)
    kept = await counter.work(lambda work: dict(work._settings))  # type: ignore[attr-defined]
    bare = code.replace("-", "")
    assert [pair for pair in kept.items() if bare in "".join(pair)] == []


async def test_after_five_wrong_ones_an_account_tries_no_more_that_day(counter: Counter) -> None:
    code = await code_for(counter)
    for n in range(5):
        await from_new(counter, text=f"2222222{n + 2}")
    assert (await from_new(counter, text=code)).startswith("您好")
    assert await from_account(counter, "other", text=code) == WELCOME
    counter.sleep_until("2026-11-24 09:30")
    assert await from_new(counter, text=await code_for(counter)) == WELCOME


async def test_after_many_wrong_ones_all_codes_rest_and_the_administrator_is_told_once(
    counter: Counter,
) -> None:
    def guessed(work: Work) -> list[Officer | None]:
        return [redeem(work, "22222222", guesser=f"web/{n}") for n in range(MOST_WRONG + 20)]

    code = await code_for(counter)
    assert set(await counter.work(guessed)) == {None}
    assert (await from_new(counter, text=code)).startswith("您好")
    await counter.wind("+1min")
    await counter.wind("+1min")
    assert counter.screens("刘芳") == [
        "一小时内有很多人试错绑定码，绑定码停用到10:00，之后照常。已绑定的不受影响。"
    ]
    await counter.wind("2026-11-23 10:00")
    assert await from_new(counter, text=code) == WELCOME


async def test_wrong_ones_spread_over_hours_let_nothing_rest(counter: Counter) -> None:
    code = await code_for(counter)
    for hour in range(3):
        counter.sleep_until(f"2026-11-23 {9 + 2 * hour:02d}:00")
        await counter.work(
            lambda work, hour=hour: [
                redeem(work, "22222222", guesser=f"web/{hour}/{n}") for n in range(MOST_WRONG - 1)
            ]
        )
    assert await from_new(counter, text=code) == WELCOME


async def test_a_code_typed_where_one_is_bound_is_neither_used_up_nor_registered(
    counter: Counter,
) -> None:
    code = await code_for(counter)
    await counter.say("王丽", code)
    assert counter.screen("王丽") == "这是绑定码，请在要绑定的新账号里发。这里没有登记，码仍有效。"
    assert await counter.work(lambda work: work.inquiries.numbered("1123-07")) is None
    assert await from_new(counter, text=code) == WELCOME


async def test_a_text_that_merely_looks_like_a_code_is_registered(counter: Counter) -> None:
    await counter.say("王丽", "k7mp3x9d")
    assert (await counter.inquiry("1123-07")).matter == "k7mp3x9d"


# ---- contact and e-mail


async def test_ones_own_shared_contact_binds(counter: Counter) -> None:
    await _known_as(counter, mobile="13800138002")
    mine = Contact("+86 138 0013 8002", "new")
    assert (await from_new(counter, contact=replace(mine, user="other"))).startswith("您好")
    assert await from_new(counter, contact=mine) == WELCOME


async def test_the_platforms_email_binds_and_what_was_said_is_heard(counter: Counter) -> None:
    await _known_as(counter, email="Li.Ming@example.org")
    told = await from_new(counter, email="li.ming@EXAMPLE.org", text="待办")
    assert told == f"{WELCOME}\n您没有在手事项。"
    assert await accounts(counter) == ["new", "002"]
    assert counter.screen("李明") == NOTICE


async def test_an_email_of_two_binds_neither(counter: Counter) -> None:
    await _known_as(counter, email="office@example.org")
    await _known_as(counter, OfficerId("003"), email="office@example.org")
    assert (await from_new(counter, email="office@example.org", text="待办")).startswith("您好")


async def test_an_email_of_somebody_who_has_left_binds_nobody(counter: Counter) -> None:
    await _known_as(counter, email="li@example.org", active=False)
    assert (await from_new(counter, email="li@example.org", text="待办")).startswith("您好")


# ---- several accounts


async def test_the_card_of_accounts_prefers_and_unbinds(counter: Counter) -> None:
    await from_new(counter, text=await code_for(counter))
    await counter.say("李明", "账号")
    assert counter.screen("李明") == lines("""
        您的账号2个，消息先发常用的：
        1　网页　11月23日绑定　常用
        2　网页
        [1 解绑]
        [2 常用] [2 解绑]
    """)
    await counter.press("李明", "2 常用")
    assert await accounts(counter) == ["002", "new"]
    await counter.press("李明", "2 常用")
    assert await accounts(counter) == ["new", "002"]
    preferred = await counter.work(lambda w: [a.preferred for a in w.roster.accounts(LI)])
    assert preferred == [True, False]
    ack = await counter.press("李明", "1 解绑")
    assert ack.text == "已解绑。"
    assert await accounts(counter) == ["002"]
    assert counter.screen("李明") == lines("""
        您的账号1个，消息先发常用的：
        1　网页　常用
        [1 解绑]
    """)
    assert await administration(counter) == [
        ("AccountBound", "002", "web by "),
        ("AccountEnded", "002", "web by 002"),
    ]


async def test_the_last_account_goes_only_after_a_clear_sentence(counter: Counter) -> None:
    await counter.say("李明", "账号")
    await counter.press("李明", "1 解绑")
    assert counter.screen("李明") == lines("""
        这是您唯一的账号。解绑后收不到消息，再用要请管理员给绑定码。
        [仍解绑] [返回]
    """)
    await counter.press("李明", "返回")
    await counter.press("李明", "1 解绑")
    ack = await counter.press("李明", "仍解绑")
    assert (ack.text, await accounts(counter)) == ("已解绑。", [])
    await counter.say("李明", "待办")
    assert counter.screen("李明").startswith("您好，这里是")


async def test_an_account_of_others_is_not_on_ones_buttons(counter: Counter) -> None:
    await counter.say("李明", "账号")
    message, payload = counter.button("李明", "1 解绑")
    ack = await counter.deliver(counter.incoming("吴婷", press=payload, message_id=message))
    assert ack.text == "这张卡片已更新，请再点一次。"
    assert (await accounts(counter), await accounts(counter, OfficerId("003"))) == (
        ["002"],
        ["003"],
    )


# ---- a lost phone


async def test_a_lost_phone_is_ended_in_one_press_and_told_nothing_more(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.work(lambda work: work.put(_browser("手机")))
    await counter.say("刘芳", "解绑 李明")
    assert counter.screen("刘芳") == lines("""
        李明　将解绑：
        网页
        网页设备1台
        没送出的改发别的账号，没有的告负责人；那里的卡片不再更新。
        [解绑]
    """)
    before = counter.screens("李明")
    await counter.press("刘芳", "解绑")
    assert counter.screen("刘芳") == "已解绑李明：网页。再用请发“绑定 李明”取码。"
    await counter.say("王丽", "补 1123-07 身份证号已核")
    assert counter.screens("李明") == before
    assert await counter.work(lambda work: work.roster.devices(LI)) == ()
    assert await administration(counter) == [
        ("AccountEnded", "002", "web by 007"),
        ("DeviceEnded", "002", "手机 by 007"),
    ]


async def test_what_was_on_its_way_to_a_lost_phone_is_told_above(counter: Counter) -> None:
    counter.sleep_until("2026-11-23 20:00")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.say("刘芳", "解绑 李明")
    await counter.press("刘芳", "解绑")
    await counter.wind("2026-11-24 08:31")
    assert counter.screens("李明") == []
    assert "1123-07　消息未送到李明，请当面转告。原因：账号已解绑" in counter.screens("陈建国")


async def test_what_was_on_its_way_to_a_lost_phone_goes_to_the_next_account(
    counter: Counter,
) -> None:
    await counter.work(lambda work: work.put(_account("second")))
    await counter.work(lambda work: work.put(_account("002", "p:002")))
    counter.sleep_until("2026-11-23 20:00")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.say("李明", "账号")
    await counter.press("李明", "1 解绑")
    await counter.wind("2026-11-24 08:31")
    assert not any("1123-07" in text for text in counter.screens("李明"))
    assert counter.screens("second")[-1].startswith("1123-07 转办")


async def test_a_lost_phone_comes_back_by_a_code_alone(counter: Counter) -> None:
    await _known_as(counter, email="li@example.org", mobile="13800138002")
    await counter.say("刘芳", "解绑 李明")
    await counter.press("刘芳", "解绑")
    own = Contact("13800138002", "002")
    assert (await from_account(counter, "002", contact=own)).startswith("您好")
    told = await from_account(counter, "002", email="li@example.org", text="待办")
    assert told.startswith("您好")
    assert await from_account(counter, "002", text=await code_for(counter)) == WELCOME


async def test_one_platform_alone_is_unbound_by_its_word(counter: Counter) -> None:
    slack = Account(platform="slack", user="U2", officer=LI, chat="D2")
    await counter.work(lambda work: work.put(slack))
    await counter.say("刘芳", "解绑 李明 Slack")
    await counter.press("刘芳", "解绑")
    assert await accounts(counter) == ["002"]
    await counter.say("刘芳", "解绑 李明 Slack")
    assert counter.screen("刘芳") == "李明没有Slack账号。"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("解绑", "请写姓名，例如“解绑 李明”；只解一个平台：“解绑 李明 Telegram”。"),
        ("解绑 没有这人", "没有“没有这人”。请写工号或全名。"),
    ],
)
async def test_unbinding_nobody_says_how(counter: Counter, said: str, told: str) -> None:
    await counter.say("刘芳", said)
    assert counter.screen("刘芳") == told


async def test_who_has_left_with_open_debts_is_not_closed(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.work(lambda work: work.put(replace(work.roster.officer(LI), active=False)))
    await counter.say("刘芳", "解绑 李明")
    assert counter.screen("刘芳") == "李明手上还有1件：1123-07。请先发“交接 李明 接手人”。"


# ---- cards of those who are gone


async def test_a_card_of_somebody_who_has_left_stays_as_he_last_saw_it(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    before = counter.screens("李明")
    await counter.work(lambda work: work.put(replace(work.roster.officer(LI), active=False)))
    await counter.say("王丽", "补 1123-07 又来电话，新号码13800138009")
    assert counter.screens("李明") == before


async def test_an_edit_on_its_way_to_an_ended_account_is_not_owed(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")

    def waiting(work: Work) -> Post:
        post = next(p for p in work.posts.about(1) if p.to == LI)
        edited = replace(post, wanted=post.wanted + 1, state="owed")
        work.posts.save(edited)
        return edited

    post = await counter.work(waiting)
    house = counter._house

    def ended(work: Work) -> list[int]:
        do(EndAccounts(LI, OfficerId("007")), house.desk_for(work))
        return [p.id for p in work.posts.owed(datetime(9999, 1, 1, tzinfo=UTC)) if p.to == LI]

    assert post.shown < post.wanted
    assert await counter.work(ended) == []


# ---- inside


async def _known_as(counter: Counter, officer: OfficerId = LI, **more: object) -> None:
    await counter.work(lambda work: work.put(replace(work.roster.officer(officer), **more)))  # type: ignore[arg-type]


def _account(user: str, chat: str = "") -> Account:
    return Account(platform="web", user=user, officer=LI, chat=chat or f"p:{user}")


def _browser(name: str) -> Device:
    return Device(id="0" * 64, officer=LI, name=name, since=datetime(2026, 11, 20, 9, tzinfo=UTC))
