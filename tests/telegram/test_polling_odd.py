"""Answers that are not of Telegram's making: a proxy's, half of one, a refusal that is none."""

import asyncio

import pytest

from adapters.telegram import WrongToken
from adapters.telegram.adapter import Telegram
from tests.telegram.conftest import Core, listening
from tests.telegram.fake import Fake


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
@pytest.mark.parametrize(
    "body",
    [
        {"ok": True},
        {"ok": True, "result": None},
        {"ok": True, "result": [None]},
        {"ok": True, "result": [{"message": {"text": "无号"}}]},
        {"ok": True, "result": [{"update_id": "1"}]},
        {"ok": True, "result": {}},
        {"ok": True, "result": "ok"},
        [],
        None,
        "gateway",
    ],
    ids=str,
)
async def test_an_odd_answer_is_no_answer(
    fake: Fake, telegram: Telegram, core: Core, method: str, body: object
) -> None:
    fake.answers(method, body)
    fake.person(7).says("通了")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["通了"]
    assert core.waits in ([1], [])  # what is asked for nothing but its effect may answer anything


async def test_an_update_without_a_number_is_left_out_and_the_others_are_heard(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    fake.person(7).says("有号")
    fake.answers("getUpdates", {"ok": True, "result": [None, {"message": {}}, *fake.updates]})
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert (core.texts, core.waits) == (["有号"], [])


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
@pytest.mark.parametrize("status", [401, 404])
async def test_one_refusal_of_the_token_is_not_believed(
    fake: Fake, telegram: Telegram, core: Core, method: str, status: int
) -> None:
    for _ in range(2):
        fake.fail(method, status, "Unauthorized or not found")
    fake.person(7).says("通了")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert (core.texts, core.waits) == (["通了"], [0.1, 0.1])


async def test_refused_again_and_again_while_the_bot_is_known_is_somebody_in_between(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    for _ in range(7):
        fake.fail("getUpdates", 404, "Not Found")
    fake.person(7).says("通了")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert core.waits == [0.1, 0.1, 1, 0.1, 0.1, 2, 0.1]


async def test_a_token_taken_back_meanwhile_ends_the_run(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    async with asyncio.timeout(10):
        run = asyncio.create_task(telegram.run(core.receive))
        await fake.until(lambda: fake.called("getUpdates"))
        fake.token = "123456:ANOTHER"
        fake.person(7).says("没人听")
        with pytest.raises(WrongToken):
            await run
