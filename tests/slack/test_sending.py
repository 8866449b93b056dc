"""Sending, editing, wiping and files over real HTTP, and how Slack's refusals reach the core."""

import pytest

from adapters.slack import WrongToken, connect
from adapters.slack.adapter import Slack
from bot.chat import Address, Button, Enclosed, Outgoing, Segment, TryLater, Undeliverable
from tests.slack.conftest import AROUND, KEPT
from tests.slack.fake import Fake
from tests.slack.world import Channel, Stored

WANG = Address("slack", "D001")
TEAM = Address("slack", "C1")


@pytest.fixture(autouse=True)
def team(fake: Fake) -> Channel:
    fake.person("U001", "王丽").dm  # noqa: B018 - it is opened
    fake.person("U002", "李明")
    return fake.channel("C1", "保障股")


def words(text: str, **more: object) -> Outgoing:
    return Outgoing((Segment("text", text),), **more)  # type: ignore[arg-type]


async def test_a_card_stands_there_with_its_words_and_buttons(fake: Fake, slack: Slack) -> None:
    rows = ((Button("李明 保障股302", "a:1"), Button("另选人", "b:1")), (Button("撤回", "c:1"),))
    sent = await slack.send(WANG, words("1123-07　来访\n公租房", rows=rows))
    (message,) = fake.people["U001"].dm.messages
    assert message.ts == sent
    assert message.shown == "1123-07　来访\n公租房\n[李明 保障股302] [另选人]\n[撤回]"
    assert message.fallback == "1123-07　来访\n公租房"
    assert fake.called("chat.postMessage")[0]["unfurl_links"] is False


async def test_a_line_rings_its_officer_once_and_its_edits_nobody(
    slack: Slack, team: Channel
) -> None:
    line = (Segment("text", "1123-07 王** "), Segment("at", "李明", "U002"), Segment("at", "吴婷"))
    sent = await slack.send(TEAM, Outgoing(line, silent=True))
    (message,) = team.messages
    assert (message.text, message.mentions) == ("1123-07 王** @李明吴婷", ["U002"])
    assert await slack.send(TEAM, Outgoing(line, silent=True), edit=sent) == sent
    assert (message.text, message.mentions, message.edits) == ("1123-07 王** 李明吴婷", [], 1)


async def test_a_post_for_a_thread_stands_in_it(slack: Slack, team: Channel) -> None:
    line = await slack.send(TEAM, words("1123-07"))
    await slack.send(Address("slack", "C1", line), words("已联系"))
    assert [(m.text, m.thread) for m in team.messages] == [("1123-07", ""), ("已联系", line)]


async def test_who_is_named_by_his_account_is_written_to_in_his_direct_message(
    fake: Fake, slack: Slack
) -> None:
    sent = await slack.send(Address("slack", "U002"), words("1123-07 转办"))
    await slack.send(Address("slack", "U002"), words("1123-07 已签收"), edit=sent)
    assert [m.text for m in fake.people["U002"].dm.messages] == ["1123-07 已签收"]
    assert len(fake.called("conversations.open")) == 1


async def test_a_fixed_keyboard_is_left_to_commands_and_home(fake: Fake, slack: Slack) -> None:
    await slack.send(WANG, words("您好", keyboard=(("待办", "查"),)))
    assert fake.people["U001"].dm.messages[0].shown == "您好"


async def test_an_edit_changes_words_and_buttons_in_place(fake: Fake, slack: Slack) -> None:
    sent = await slack.send(WANG, words("已转", rows=((Button("签收", "a"),),)))
    assert await slack.send(WANG, words("已签收"), edit=sent) == sent
    assert fake.people["U001"].dm.messages[0].shown == "已签收"


async def test_a_line_taken_back_is_deleted(slack: Slack, team: Channel) -> None:
    sent = await slack.send(TEAM, words("1123-07 王** @李明"))
    assert await slack.send(TEAM, words("1123-07", wipe=True), edit=sent) == sent
    assert team.messages == []
    assert await slack.send(TEAM, words("1123-07", wipe=True), edit=sent) == sent
    assert await slack.send(TEAM, words("1123-07", wipe=True)) == ""


@pytest.mark.parametrize(("rest", "shown"), [("1123-07", "1123-07"), ("", "…")])
async def test_a_line_the_workspace_keeps_is_reduced(
    rest: str, shown: str, slack: Slack, team: Channel
) -> None:
    sent = await slack.send(TEAM, words("1123-07 王** @李明"))
    team.kept_for_ever = True
    assert await slack.send(TEAM, words(rest, wipe=True), edit=sent) == sent
    assert [m.text for m in team.messages] == [shown]


# ── refusals ──


async def test_too_many_requests_means_later_by_so_many_seconds(fake: Fake, slack: Slack) -> None:
    fake.fail("chat.postMessage", "ratelimited", status=429, retry_after=9)
    with pytest.raises(TryLater) as busy:
        await slack.send(WANG, words("好"))
    assert busy.value.after_seconds == 9
    await slack.send(WANG, words("好"))
    assert [m.text for m in fake.people["U001"].dm.messages] == ["好"]


async def test_a_broken_connection_or_a_broken_server_means_later(fake: Fake, slack: Slack) -> None:
    fake.drop("chat.postMessage")
    fake.fail("chat.postMessage", "internal_error", status=502)
    fake.fail("chat.postMessage", "invalid_auth")
    fake.fail("chat.postMessage", "missing_scope")
    for _ in range(4):
        with pytest.raises(TryLater) as broken:
            await slack.send(WANG, words("好"))
        assert broken.value.after_seconds is None


@pytest.mark.parametrize("reason", ["user_disabled", "messages_tab_disabled", "account_inactive"])
async def test_what_slack_refuses_for_good_is_undeliverable_with_its_code(
    reason: str, fake: Fake, slack: Slack
) -> None:
    fake.fail("chat.postMessage", reason)
    with pytest.raises(Undeliverable) as never:
        await slack.send(WANG, words("好"))
    assert never.value.reason == reason


async def test_where_nobody_can_be_written_to_it_is_undeliverable(fake: Fake, slack: Slack) -> None:
    fake.channel("C2").archived = True
    fake.channel("C3", joined=False)
    for chat, reason in (
        ("C2", "is_archived"),
        ("C3", "not_in_channel"),
        ("C4", "channel_not_found"),
        ("U404", "user_not_found"),
    ):
        with pytest.raises(Undeliverable) as never:
            await slack.send(Address("slack", chat), words("好"))
        assert never.value.reason == reason


async def test_what_is_no_longer_there_or_not_ours_cannot_be_edited(
    fake: Fake, slack: Slack
) -> None:
    with pytest.raises(Undeliverable) as gone:
        await slack.send(WANG, words("改"), edit="1.1")
    assert gone.value.reason == "message_not_found"
    fake.fail("chat.update", "cant_update_message")
    with pytest.raises(Undeliverable) as never:
        await slack.send(WANG, words("改"), edit="1.1")
    assert never.value.reason == "cant_update_message"


# ── files ──


def pdf(sha: str) -> Enclosed:
    return Enclosed("document", "申请表.pdf", "application/pdf", sha)


async def test_a_kept_file_goes_before_its_card(fake: Fake, slack: Slack) -> None:
    await slack.send(WANG, words("1123-07", files=(pdf("sha1"), pdf("deleted"))))
    (file,) = fake.files.values()
    assert (file.name, file.content, file.shared) == ("申请表.pdf", KEPT["sha1"], [("D001", "")])
    assert [m.text for m in fake.people["U001"].dm.messages] == ["1123-07"]


async def test_a_large_file_goes_under_its_line(
    fake: Fake, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KEPT, "large", b"x" * (3 * 1024 * 1024))
    line = await slack.send(TEAM, words("1123-07"))
    await slack.send(Address("slack", "C1", line), words("附件", files=(pdf("large"),)))
    (file,) = fake.files.values()
    assert (len(file.content), file.shared) == (3 * 1024 * 1024, [("C1", line)])


async def test_a_file_slack_does_not_take_is_left_out(fake: Fake, slack: Slack) -> None:
    fake.scopes.remove("files:write")
    await slack.send(WANG, words("1123-07", files=(pdf("sha1"),)))
    assert [m.text for m in fake.people["U001"].dm.messages] == ["1123-07"]
    assert fake.files == {}


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_while_slack_is_busy_card_and_file_wait_together(
    method: str, fake: Fake, slack: Slack
) -> None:
    fake.fail(method, "ratelimited", status=429, retry_after=3)
    fake.fail(method, "internal_error", status=500)
    fake.drop(method)
    for seconds in (3, None, None):
        with pytest.raises(TryLater) as busy:
            await slack.send(WANG, words("1123-07", files=(pdf("sha1"),)))
        assert busy.value.after_seconds == seconds
    assert fake.people["U001"].dm.messages == []


async def test_a_file_handed_over_is_fetched_with_the_token(fake: Fake, slack: Slack) -> None:
    fake.files["F1"] = Stored("F1", "身份证.jpg", "image/jpeg", b"\xff\xd8" * 9)
    assert await slack.fetch("F1") == b"\xff\xd8" * 9


async def test_a_file_gone_too_large_or_elsewhere_is_undeliverable(
    fake: Fake, slack: Slack
) -> None:
    large = b"x" * (20 * 1024 * 1024 + 1)
    fake.files["F2"] = Stored("F2", "大.pdf", "application/pdf", large)
    fake.files["F5"] = Stored("F5", "流.pdf", content=large, streamed=True)
    fake.files["F3"] = Stored("F3", "外.pdf", elsewhere="https://slack.com.evil.example/f")
    fake.files["F4"] = Stored("F4", "近.pdf", elsewhere="http://files.slack.com/f")
    for handle, reason in (
        ("F1", "file_not_found"),
        ("F2", "file_too_large"),
        ("F5", "file_too_large"),
        ("F3", "file_elsewhere"),
        ("F4", "file_elsewhere"),
    ):
        with pytest.raises(Undeliverable) as never:
            await slack.fetch(handle)
        assert never.value.reason == reason


async def test_a_file_of_another_workspace_leads_to_the_page_for_signing_in(fake: Fake) -> None:
    fake.files["F1"] = Stored("F1", "1.pdf")
    settings = {"bot_token": fake.bot_token, "app_token": "x", "base_url": fake.base_url}
    slack = connect(settings, AROUND)
    fake.files["F1"].elsewhere = f"{fake.root}/files/F1"
    slack._api._token = "xoxb-another"
    with pytest.raises(Undeliverable) as never:
        await slack.fetch("F1")
    assert never.value.reason == "file_status_302"
    await slack.close()


async def test_a_download_that_breaks_off_means_later(fake: Fake, slack: Slack) -> None:
    fake.drop("files.info")
    fake.fail("files.info", "ratelimited", status=429, retry_after=2)
    for seconds in (None, 2):
        with pytest.raises(TryLater) as later:
            await slack.fetch("F1")
        assert later.value.after_seconds == seconds


# ── who the app is, and what it may ──


async def test_it_knows_itself_and_which_scopes_it_lacks(fake: Fake, slack: Slack) -> None:
    assert await slack.identify() == "UBOT"
    assert await slack.missing_scopes() == ()
    fake.scopes -= {"users:read.email", "commands"}
    assert await slack.missing_scopes() == ("commands", "users:read.email")
    fake.fail("auth.test", "internal_error", status=500)
    with pytest.raises(TryLater):
        await slack.missing_scopes()
    fake.fail("auth.test", "token_revoked")
    with pytest.raises(WrongToken):
        await slack.missing_scopes()
    assert slack.link("KQ7") == ""
