"""The 90-second story: what is typed, pressed and wound, as data in ``story.toml``."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from bot.chat.page import StoryStep


def story(language: str) -> tuple[StoryStep, ...]:
    """The steps as the bot of that *language* understands them."""
    return tuple(StoryStep(**_in(language, row)) for row in _rows())


def _in(language: str, row: dict[str, Any]) -> dict[str, Any]:
    """Keep of *row* what is typed and pressed in *language*: ``say_en`` stands for ``say``."""
    spoken = {
        key: row[f"{key}_{language}"] for key in ("say", "press") if f"{key}_{language}" in row
    }
    known = {key: value for key, value in row.items() if key not in ("say_en", "press_en")}
    return {**known, **spoken}


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    file = resources.files("bot") / "demo" / "story.toml"
    return tuple(tomllib.loads(file.read_text("utf-8"))["steps"])
