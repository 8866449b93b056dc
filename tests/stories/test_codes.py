"""How people come in: a code typed on a phone, their own number, the e-mail of their platform."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.chat import Contact
from bot.domain.office import Officer, OfficerId
from bot.ports.store import Work
from bot.turns.codes import MOST_WRONG, redeem
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.coming_in import (
    LI,
    NOTICE,
    WELCOME,
    accounts,
    administration,
    code_for,
    from_account,
    from_new,
    known_as,
)


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


async def test_once_it_was_shown_the_store_keeps_no_code(counter: Counter) -> None:
    await counter.say("刘芳", "绑定 李明")
    shown = counter.screen("刘芳")
    bare = shown.removeprefix("李明的绑定码：")[:9].replace("-", "")
    await counter.wind("+1min")
    assert isinstance(counter.store, MemoryStore)
    settings = counter.store._connection.execute("SELECT * FROM setting").fetchall()
    assert settings
    posts = await counter.posts_to("刘芳")
    assert counter.screen("刘芳") == shown
    assert [post.body.text for post in posts] == ["绑定码只显示一次，这里不留存。"]
    assert bare not in f"{settings}{posts}".replace("-", "")
    assert await from_new(counter, text=bare) == WELCOME


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

    def guessed(work: Work) -> None:
        for n in range(MOST_WRONG - 1):
            redeem(work, "22222222", guesser=f"web/{work.now}/{n}")

    for hour in ("09", "11", "13"):
        counter.sleep_until(f"2026-11-23 {hour}:00")
        await counter.work(guessed)
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
    await known_as(counter, mobile="13800138002")
    mine = Contact("+86 138 0013 8002", "new")
    assert (await from_new(counter, contact=replace(mine, user="other"))).startswith("您好")
    assert await from_new(counter, contact=mine) == WELCOME


async def test_the_platforms_email_binds_and_what_was_said_is_heard(counter: Counter) -> None:
    await known_as(counter, email="Li.Ming@example.org")
    told = await from_new(counter, email="li.ming@EXAMPLE.org", text="待办")
    assert told == f"{WELCOME}\n您没有在手事项。"
    assert await accounts(counter) == ["new", "002"]
    assert counter.screen("李明") == NOTICE


async def test_an_email_of_two_binds_neither(counter: Counter) -> None:
    await known_as(counter, email="office@example.org")
    await known_as(counter, OfficerId("003"), email="office@example.org")
    assert (await from_new(counter, email="office@example.org", text="待办")).startswith("您好")


async def test_an_email_of_somebody_who_has_left_binds_nobody(counter: Counter) -> None:
    await known_as(counter, email="li@example.org", active=False)
    assert (await from_new(counter, email="li@example.org", text="待办")).startswith("您好")
