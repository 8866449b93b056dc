"""What the log says of a message: delivery and number, never a person of the public."""

from structlog.testing import capture_logs

from tests.counter import Counter


async def test_the_log_names_the_delivery_and_the_inquiry_and_nobody(counter: Counter) -> None:
    with capture_logs() as logged:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    assert [(line["event"], line["delivery"], line["inquiries"]) for line in logged] == [
        ("handled", "web/d1", ["1123-07"]),
        ("handled", "web/d2", ["1123-07"]),
    ]
    assert [said for said in ("王秀英", "13800138000", "公租房") if said in str(logged)] == []
