"""The catalogue changes between card and press: a button means what it said, or nothing."""

from dataclasses import replace

from bot.domain.office import OutsideUnit
from bot.ports.store import Work
from tests.counter import Counter
from tests.stories.attacking import LINE

RENEWED = "这张卡片已更新，请再点一次。"
LABOUR = "县劳动保障监察大队"


def without_the_first_unit(work: Work) -> None:
    """Everything in the list moves up by one."""
    work.drop(next(iter(work.roster.directory.units.values())))


async def test_a_unit_is_the_one_on_the_button_though_the_list_has_moved(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "更多")
    await counter.press("王丽", "外单位")
    wanted: OutsideUnit = await counter.work(lambda work: work.roster.directory.units[LABOUR])
    message, payload = counter.button("王丽", wanted.label)
    await counter.work(without_the_first_unit)
    await counter.deliver(counter.incoming("王丽", press=payload, message_id=message))
    assert (await counter.inquiry("1123-07")).outside == LABOUR


async def test_a_unit_that_is_gone_is_not_taken_for_its_neighbour(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "更多")
    await counter.press("王丽", "外单位")
    first: OutsideUnit = await counter.work(
        lambda work: next(iter(work.roster.directory.units.values()))
    )
    message, payload = counter.button("王丽", first.label)
    await counter.work(without_the_first_unit)
    ack = await counter.deliver(counter.incoming("王丽", press=payload, message_id=message))
    assert ack.text == RENEWED
    assert (await counter.inquiry("1123-07")).state == "registered"
    assert first.label not in counter.screen("王丽")


async def test_buttons_from_the_time_of_positions_are_refused_and_the_card_is_shown_anew(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "缺材料")
    inquiry = await counter.inquiry("1123-07")
    message, _ = counter.button("王丽", "身份证")
    for verb in ("to", "unit", "duty", "tick"):
        press = f"{verb}:{inquiry.id}:{inquiry.step}:1"
        ack = await counter.deliver(counter.incoming("王丽", press=press, message_id=message))
        assert (verb, ack.text) == (verb, RENEWED)
    assert await counter.inquiry("1123-07") == inquiry
    assert counter.screen("王丽").startswith("公租房申请　共6件，点没带的：")


async def test_a_ticked_paper_stays_ticked_and_a_removed_one_is_not_asked_for(
    counter: Counter,
) -> None:
    def shortened(work: Work) -> None:
        duty = work.roster.directory.duties["公租房申请"]
        kept = tuple(m for m in duty.materials if m.name != "身份证")
        work.put(replace(duty, materials=kept))

    await counter.say("王丽", LINE)
    await counter.press("王丽", "缺材料")
    await counter.press("王丽", "身份证")
    await counter.press("王丽", "收入证明")
    await counter.work(shortened)
    await counter.press("王丽", "出告知书")
    papers = (await counter.inquiry("1123-07")).papers
    assert [p.missing for p in papers] == [("收入证明",)]
