"""One officer, several accounts: preferred, ended, lost; and nothing goes to who is gone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.chat import Contact
from bot.commands import do
from bot.commands.accounts import EndAccounts
from bot.domain.office import Account, Device, OfficerId
from bot.ports.store import Work
from bot.ports.values import Post, PostState
from tests.counter import Counter
from tests.stories.attacking import LINE
from tests.stories.coming_in import (
    LI,
    WELCOME,
    accounts,
    administration,
    code_for,
    from_account,
    from_new,
    known_as,
)
from tests.stories.reading import lines


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
    assert counter.screens("李明") != []
    assert [text for text in counter.screens("李明") if "1123-07" in text] == []
    assert counter.screens("second")[-1].startswith("1123-07 转办")


async def test_a_lost_phone_comes_back_by_a_code_alone(counter: Counter) -> None:
    await known_as(counter, email="li@example.org", mobile="13800138002")
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
        edited = replace(post, wanted=post.wanted + 1, state=PostState.OWED)
        work.posts.save(edited)
        return edited

    post = await counter.work(waiting)
    house = counter._house

    def ended(work: Work) -> list[int]:
        do(EndAccounts(LI, OfficerId("007")), house.turns.of(work))
        return [p.id for p in work.posts.owed(datetime(9999, 1, 1, tzinfo=UTC)) if p.to == LI]

    assert post.shown < post.wanted
    assert await counter.work(ended) == []


def _account(user: str, chat: str = "") -> Account:
    return Account(platform="web", user=user, officer=LI, chat=chat or f"p:{user}")


def _browser(name: str) -> Device:
    return Device(id="0" * 64, officer=LI, name=name, since=datetime(2026, 11, 20, 9, tzinfo=UTC))
