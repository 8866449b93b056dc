"""The words of a language that stand in TOML: ``templates/<language>/<name>.toml``."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def word_file(language: str, name: str) -> dict[str, Any]:
    """Return the words of a file, which is read once; they are not to be changed."""
    path = resources.files("templates") / language / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))
