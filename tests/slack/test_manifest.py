"""The shipped manifests: the same scopes and events as the code, a command for each of the menu."""

from typing import Any

import pytest

from adapters.slack.interactions import PREFIX, SHORTCUT
from adapters.slack.permissions import EVENTS, SCOPES
from bot.rendering.wording import Wording
from tests.places import ROOT

FOLDER = ROOT / "adapters" / "slack"
ADDRESS = "https://office.example/slack/events"
MOST_COMMANDS, DESCRIPTION, NAME, LONG = 50, 140, 32, 2_000


def parsed(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """Read the little YAML the manifests are written in: mappings, lists, plain and quoted words."""
    lines = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    value, rest = _block(lines, lines[0][0])
    assert rest == []
    return value


Lines = list[tuple[int, str]]


def _block(lines: Lines, depth: int) -> tuple[Any, Lines]:
    if lines[0][1].startswith("- "):
        return _list(lines, depth)
    found: dict[str, Any] = {}
    while lines and lines[0][0] == depth:
        key, _, said = lines[0][1].partition(":")
        lines = lines[1:]
        if said.strip():
            found[key] = _scalar(said.strip())
        else:
            found[key], lines = _block(lines, lines[0][0])
    return found, lines


def _list(lines: Lines, depth: int) -> tuple[list[Any], Lines]:
    items: list[Any] = []
    while lines and lines[0][0] == depth and lines[0][1].startswith("- "):
        first = lines[0][1][2:]
        if ": " in first:
            item, lines = _block([(depth + 2, first), *lines[1:]], depth + 2)
        else:
            item, lines = _scalar(first), lines[1:]
        items.append(item)
    return items, lines


def _scalar(said: str) -> object:
    if said in ("true", "false"):
        return said == "true"
    return said[1:-1] if said.startswith('"') else said


def shipped(name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = parsed((FOLDER / name).read_text("utf-8"))
    return manifest


def without_addresses(value: Any) -> Any:  # noqa: ANN401 - any part of a manifest
    if isinstance(value, dict):
        return {
            key: without_addresses(each)
            for key, each in value.items()
            if key not in ("url", "request_url", "socket_mode_enabled")
        }
    return [without_addresses(each) for each in value] if isinstance(value, list) else value


def test_the_manifest_asks_for_what_the_code_needs_and_no_more() -> None:
    manifest = shipped("manifest.yaml")
    settings = manifest["settings"]
    assert manifest["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}
    assert settings["event_subscriptions"] == {"bot_events": list(EVENTS)}
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["socket_mode_enabled"] is True
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_every_command_of_the_menu_is_a_slash_command_with_its_description() -> None:
    manifest = shipped("manifest.yaml")
    commands = [(c["command"], c["description"]) for c in manifest["features"]["slash_commands"]]
    assert commands == [(PREFIX + name, about) for name, about in Wording.menu_of("zh")]
    assert len(commands) <= MOST_COMMANDS
    (shortcut,) = manifest["features"]["shortcuts"]
    assert (shortcut["callback_id"], shortcut["type"]) == (SHORTCUT, "message")


def test_the_manifest_for_http_is_the_same_with_addresses() -> None:
    socket, http = shipped("manifest.yaml"), shipped("manifest-http.yaml")
    assert without_addresses(http) == without_addresses(socket)
    addresses = [
        *(c["url"] for c in http["features"]["slash_commands"]),
        http["settings"]["event_subscriptions"]["request_url"],
        http["settings"]["interactivity"]["request_url"],
    ]
    assert set(addresses) == {ADDRESS}
    assert http["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("name", ["manifest.yaml", "manifest-http.yaml"])
def test_no_words_are_longer_than_slack_allows(name: str) -> None:
    about = shipped(name)["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= DESCRIPTION
