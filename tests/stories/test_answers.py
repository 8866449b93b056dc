"""What is an answer, to which question, and for how long."""

from bot.domain.office import OfficerId
from bot.ports.values import Draft
from tests.counter import Counter


async def test_what_is_typed_after_five_minutes_is_a_registration(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    question = counter.messages(counter.chat("王丽"))[-1]
    await counter.wind("6min")
    await counter.say("王丽", "楼上漏水没人管")
    assert (await counter.inquiry("1123-08")).matter == "楼上漏水没人管"
    assert (await counter.inquiry("1123-07")).state == "registered"
    assert question in counter.messages(counter.chat("王丽"))


async def test_a_reply_to_a_message_nobody_knows_is_a_registration(counter: Counter) -> None:
    await counter.say("王丽", "楼上漏水没人管", reply_to="99999")
    assert (await counter.inquiry("1123-07")).matter == "楼上漏水没人管"


async def test_a_reply_to_a_question_of_a_form_given_up_is_answered(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    question, _ = counter.button("王丽", "取消")
    await counter.press("王丽", "取消")
    await counter.say("王丽", "公租房", reply_to=question)
    assert counter.screen("王丽") == "没有未提交的登记。"


async def test_a_reply_to_an_earlier_question_of_the_form_corrects_that_line(
    counter: Counter,
) -> None:
    await counter.say("王丽", "登记")
    question, _ = counter.button("王丽", "取消")
    await counter.say("王丽", "公租房申请")
    await counter.say("王丽", "公租房续租", reply_to=question)
    draft = await counter.work(lambda work: work.drafts.get(counter.chat("王丽"), OfficerId("001")))
    assert draft is not None
    assert (draft.answers, draft.asking) == ({"matter": "公租房续租"}, "channel")


async def test_a_draft_begun_before_an_upgrade_of_its_form_goes_on(counter: Counter) -> None:
    old = Draft(
        address=counter.chat("王丽"),
        officer=OfficerId("001"),
        form="registration",
        answers={"matter": "公租房申请", "fax": "12345"},  # a line the form no longer has
        asking="telex",
        started_at=counter.clock.now(),
    )
    await counter.work(lambda work: work.drafts.put(old))
    await counter.say("王丽", "登记")
    await counter.press("王丽", "来访")  # a line added since, or never answered
    for _ in range(3):
        await counter.press("王丽", "跳过")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.matter, inquiry.channel) == ("公租房申请", "来访")
