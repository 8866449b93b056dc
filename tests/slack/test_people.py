"""Who somebody is: asked of Slack once, and believed only where Slack can vouch for it."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.adapter import Slack
from adapters.slack.logs import QUIET
from adapters.slack.people import Known, known_from
from tests.adapters.core import listening
from tests.slack.conftest import Core
from tests.slack.fake import Fake


async def test_a_person_is_asked_for_once(fake: Fake, slack: Slack, core: Core) -> None:
    wang = fake.person("U001", "王丽", email="wang@office.example")
    async with listening(slack, core):
        for text in ("一", "二"):
            await fake.answered(wang.says(text))
    assert {(i.sender_name, i.email) for i in core.said} == {("王丽", "wang@office.example")}
    assert len(fake.called("users.info")) == 1


async def test_without_the_scope_everybody_is_heard_without_an_address(
    fake: Fake, slack: Slack, core: Core
) -> None:
    wang, li = fake.person("U001", "王丽", email="w@a.example"), fake.person("U002", "李明")
    fake.scopes -= {"users:read", "users:read.email"}
    async with listening(slack, core):
        with capture_logs() as logs:
            for who in (wang, li, wang):
                await fake.answered(who.says("好"))
        fake.scopes |= {"users:read", "users:read.email"}
        await fake.answered(wang.says("好"))
    assert [i.email for i in core.said] == ["", "", "", "w@a.example"]
    assert [line for line in logs if line["event"] == "slack.person_unknown"] == [
        {"event": "slack.person_unknown", "error": "missing_scope", "log_level": "warning"}
    ]


async def test_people_mentioned_are_called_by_their_names(
    fake: Fake, slack: Slack, core: Core
) -> None:
    wang = fake.person("U001", "王丽")
    fake.person("U002", "李明")
    async with listening(slack, core):
        await fake.answered(wang.sends("请<@U002>和<@U404>回电"))
    assert core.texts == ["请@李明和@U404回电"]


PROFILE = {"display_name": "", "real_name": "李 明", "email": "li@a.example"}


@pytest.mark.parametrize(
    ("about", "email"),
    [
        ({"team_id": "T1"}, "li@a.example"),
        ({"team_id": "T1", "is_email_confirmed": True}, "li@a.example"),
        ({"team_id": "T9", "enterprise_user": {"teams": ["T1"]}}, "li@a.example"),
        ({"team_id": "T1", "is_email_confirmed": False}, ""),
        ({"team_id": "T1", "is_stranger": True}, ""),
        ({"team_id": "T1", "deleted": True}, ""),
        ({"team_id": "T9"}, ""),
    ],
    ids=str,
)
def test_an_address_counts_only_from_the_workspaces_own_people(
    about: dict[str, Any], email: str
) -> None:
    assert known_from({**about, "profile": PROFILE}, "T1") == Known("李 明", email)


def test_what_the_libraries_log_holds_nobodys_words() -> None:
    with capture_logs() as logs:
        try:
            float("wss://example/link?ticket=secret")
        except ValueError:
            QUIET.exception("Failed to connect (error: 13800138000)")
        QUIET.info("Received message 13800138000")
    assert [{k: v for k, v in line.items() if k != "where"} for line in logs] == [
        {"event": "slack.library", "error": "ValueError", "log_level": "warning"}
    ]
