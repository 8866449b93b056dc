"""Photos and papers sent in chat: whose they are, who gets them, what is not taken, how long they stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Attachment, Enclosed, TryLater
from bot.chat.about import Hosted
from bot.domain.inquiry import FileState
from bot.domain.rules import FileRule, Office
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.files import LINE, hand_over, paper, photo, sent

MB = 2**20


async def test_a_photo_with_a_line_is_registered_with_it_and_goes_along_with_the_referral(
    counter: Counter,
) -> None:
    await hand_over(counter, "王丽", photo(counter), text=LINE)
    assert counter.screen("王丽") == ("1123-07　材料：照片1张　公租房申请一直没消息\n[换一件]")
    assert "材料：照片1张" in counter.screens("王丽")[-2]
    await counter.press("王丽", "李明")
    card, along = counter.messages(counter.chat("李明"))
    assert "材料：照片1张" in card.text
    sha = (await counter.inquiry("1123-07")).files[0].sha
    assert along.files == (Enclosed("photo", "照片.jpg", "image/jpeg", sha),)
    assert along.text == "1123-07　材料1件　公租房申请一直没消息"
    assert counter.shelf.read(sha) == b"jpeg"
    facts = await counter.facts("1123-07")
    assert facts == ["Registered", "MaterialsAdded", "MaterialsKept", "Referred"]


async def test_a_photo_right_after_the_card_belongs_to_it(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await hand_over(counter, "王丽", photo(counter))
    assert [len(message.files) for message in sent(counter, "李明")] == [1]
    await counter.wind("11min")
    await hand_over(counter, "王丽", photo(counter, "p2"))
    assert counter.screen("王丽").startswith("收下了1件，是哪件的材料？\n[1123-07 公租房申]")


async def test_a_reply_to_a_card_with_a_paper_adds_both(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    card, _ = counter.button("王丽", "李明")
    await counter.wind("20min")
    contract = paper(counter, "租房合同.pdf")
    await hand_over(counter, "王丽", contract, text="他带来了合同", reply_to=card)
    inquiry = await counter.inquiry("1123-07")
    assert [note.text for note in inquiry.notes] == ["他带来了合同"]
    assert [(f.name, f.state) for f in inquiry.files] == [("租房合同.pdf", "kept")]


async def test_a_number_in_the_caption_says_which(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await hand_over(counter, "王丽", paper(counter, "收入证明.pdf"), text="补 1123-07 收入证明")
    assert [f.name for f in (await counter.inquiry("1123-07")).files] == ["收入证明.pdf"]
    assert (await counter.inquiry("1123-08")).files == ()


async def test_where_nothing_tells_it_is_asked_and_one_tap_answers(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.wind("20min")
    await hand_over(counter, "王丽", photo(counter))
    assert counter.screen("王丽") == ("收下了1件，是哪件的材料？\n[1123-07 公租房申]\n[另登一件]")
    await counter.press("王丽", "1123-07")
    assert counter.screen("王丽").startswith("1123-07　材料：照片1张")
    assert [f.state for f in (await counter.inquiry("1123-07")).files] == ["kept"]
    with_buttons = [
        label for row in counter.messages(counter.chat("王丽"))[-1].rows for label in row
    ]
    assert [button.label for button in with_buttons] == ["换一件"]


async def test_files_that_came_first_wait_for_their_line(counter: Counter) -> None:
    await hand_over(counter, "王丽", photo(counter))
    await counter.press("王丽", "另登一件")
    assert counter.screen("王丽") == "请打一行字：姓名、电话、事由。"
    await counter.say("王丽", "电话 " + LINE)  # reads like a new visitor, and is the answer
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.channel, inquiry.inquirer.phone) == ("来电", "13800138000")
    assert [f.state for f in inquiry.files] == ["kept"]


async def test_a_set_of_photos_is_one_thing(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    for n in range(3):
        await hand_over(counter, "王丽", photo(counter, f"p{n}", b"%d" % n), album="a1")
    assert len(counter.screens("王丽")) == 1  # its last piece may say that it is somebody else's
    await counter.wind("1min")
    assert counter.screen("王丽").startswith("1123-07　材料：照片3张")
    assert len(counter.screens("王丽")) == 2  # the card, and one answer for the whole set
    assert [len(message.files) for message in sent(counter, "李明")] == [3]


async def test_a_set_nobody_knows_is_asked_about_once(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.wind("20min")
    for n in range(3):
        await hand_over(counter, "王丽", photo(counter, f"p{n}", b"%d" % n), album="a1")
    await counter.wind("1min")
    assert counter.screen("王丽").startswith("收下了3件，是哪件的材料？")
    assert len(counter.screens("王丽")) == 2
    await counter.press("王丽", "1123-07")
    await counter.wind("1min")
    assert len((await counter.inquiry("1123-07")).files) == 3


async def test_what_went_to_the_wrong_inquiry_is_moved(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await hand_over(counter, "王丽", photo(counter), text=LINE)
    await counter.press("王丽", "换一件")
    await counter.press("王丽", "1123-07")
    assert counter.screen("王丽").startswith("1123-07　材料：照片1张")
    assert [len((await counter.inquiry(n)).files) for n in ("1123-07", "1123-08")] == [1, 0]
    assert (await counter.facts("1123-08"))[-1] == "MaterialsMoved"


async def test_nobody_hands_files_into_an_inquiry_that_is_not_his(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await hand_over(counter, "周强", photo(counter), text="1123-07 看看")
    assert counter.screen("周强") == "您无权查看这件。可问首问责任人王丽，8001。"
    assert (await counter.inquiry("1123-07")).files == ()


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("合同.exe", 10, "合同.exe（没有收：不收这种文件）"),
        ("录像.mp4", 21 * MB, "录像.mp4（没有收：太大）"),
    ],
)
async def test_what_is_not_taken_is_said_at_once(
    counter: Counter, name: str, size: int, said: str
) -> None:
    await counter.say("王丽", LINE)
    given = replace(paper(counter, name), size=size)
    await hand_over(counter, "王丽", given, text="1123-07")
    assert counter.screen("王丽").startswith(f"1123-07　材料：{said}")


async def test_a_file_larger_than_the_platform_said_is_found_out(counter: Counter) -> None:
    big = replace(paper(counter, "大.pdf", b"x" * (21 * MB)), size=0)
    await hand_over(counter, "王丽", big, text=LINE)
    assert "大.pdf（没有收：太大）" in counter.screens("王丽")[0]


async def test_what_the_platform_no_longer_has_is_said_on_the_card(counter: Counter) -> None:
    gone = Attachment(kind="document", handle="gone", name="合同.pdf")
    await hand_over(counter, "王丽", gone, text=LINE)
    assert "合同.pdf（没有收：取不到）" in counter.screens("王丽")[0]
    assert (await counter.facts("1123-07"))[-1] == "MaterialRefused"


async def test_a_platform_out_of_reach_is_asked_again_also_after_a_restart(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, asked = counter.console.fetch, []

    async def busy(handle: str) -> bytes:
        asked.append(handle)
        if len(asked) < 3:
            raise TryLater(after_seconds=60)
        return await fetch(handle)

    monkeypatch.setattr(counter.console, "fetch", busy)
    await hand_over(counter, "王丽", photo(counter), text=LINE)
    assert [f.state for f in (await counter.inquiry("1123-07")).files] == ["owed"]
    await counter.wind("1min")
    await counter.restart()
    await counter.wind("1min")
    assert [f.state for f in (await counter.inquiry("1123-07")).files] == ["kept"]
    assert asked == ["p1"] * 3


async def test_the_same_delivery_twice_hands_over_once(counter: Counter) -> None:
    incoming = counter.incoming("王丽", attachments=(photo(counter),), text=LINE)
    await counter.deliver(incoming)
    await counter.deliver(incoming)
    assert len((await counter.inquiry("1123-07")).files) == 1


async def test_files_go_to_whoever_has_it_next_and_leave_with_a_step_taken_back(
    counter: Counter,
) -> None:
    await hand_over(counter, "王丽", photo(counter), text=LINE)
    await counter.press("王丽", "李明")
    assert len(sent(counter, "李明")) == 1
    await counter.press("王丽", "撤回")
    assert sent(counter, "李明") == []
    assert len((await counter.inquiry("1123-07")).files) == 1
    await counter.press("王丽", "吴婷")
    assert len(sent(counter, "吴婷")) == 1


async def test_files_and_their_names_do_not_go_abroad(office: Office) -> None:
    strict = replace(office, mainland=True)
    counter = await Counter(strict, MemoryStore()).open()
    counter._house.add(counter.console, Hosted.ABROAD)
    await hand_over(counter, "王丽", paper(counter, "王秀英身份证.pdf"), text=LINE)
    await counter.press("王丽", "李明")
    card, along = counter.messages(counter.chat("李明"))
    assert "材料：文件1件" in card.text
    assert (along.files, along.text) == (
        (),
        "1123-01　材料1件　公租房\n照片和文件请在本单位网页上看。",
    )
    written = "".join(m.text for m in counter.console.messages.values())
    assert [leak for leak in ("王秀英", "13800138000", "黑石乡") if leak in written] == []
    await counter.close()


async def test_the_officers_own_photo_is_not_sent_back_to_him(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await hand_over(counter, "李明", photo(counter), text="1123-07 现场")
    assert sent(counter, "李明") == []
    assert [f.by for f in (await counter.inquiry("1123-07")).files] == ["002"]


async def test_files_are_deleted_when_their_time_is_over(office: Office) -> None:
    keeping = replace(office, files=FileRule(keep=timedelta(days=30)))
    counter = await Counter(keeping, MemoryStore()).open()
    await hand_over(counter, "王丽", photo(counter), text="电话 问公租房在哪办 答三楼")
    inquiry = await counter.inquiry("1123-01")
    sha = inquiry.files[0].sha
    assert (inquiry.state, counter.shelf.read(sha)) == ("closed", b"jpeg")
    await counter.wind("20wd")
    assert counter.shelf.read(sha) == b"jpeg"
    await counter.wind("5wd")
    with pytest.raises(FileNotFoundError):
        counter.shelf.read(sha)
    assert (await counter.facts("1123-01"))[-1] == "MaterialsDeleted"
    assert [(f.name, f.state) for f in (await counter.inquiry("1123-01")).files] == [
        ("照片.jpg", "deleted")
    ]
    assert await counter.work(lambda work: work.downloads.get(1)) is None
    await counter.close()


async def test_content_that_two_inquiries_share_stays_while_one_is_open(office: Office) -> None:
    keeping = replace(office, files=FileRule(keep=timedelta(days=30)))
    counter = await Counter(keeping, MemoryStore()).open()
    await hand_over(counter, "王丽", photo(counter), text="电话 问公租房在哪办 答三楼")
    await hand_over(counter, "王丽", photo(counter), text=LINE)
    sha = (await counter.inquiry("1123-02")).files[0].sha
    await counter.wind("25wd")
    assert (await counter.inquiry("1123-01")).files[0].state == "deleted"
    assert counter.shelf.read(sha) == b"jpeg"
    await counter.close()


async def test_a_content_left_behind_by_a_crash_is_deleted_at_the_next_start(
    counter: Counter,
) -> None:
    await hand_over(counter, "王丽", photo(counter), text=LINE)

    def going(work: Work) -> str:
        (download,) = work.downloads.ready(FileState.KEPT, work.now)
        work.downloads.save(replace(download, state=FileState.GOING))
        return download.file.sha

    sha = await counter.work(going)
    await counter.wind("1min")
    with pytest.raises(FileNotFoundError):
        counter.shelf.read(sha)
