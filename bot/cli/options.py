"""What several commands take, and how they tell what came of it."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

CONFIG = Path("config.toml")
Config = Annotated[Path, typer.Option("--config", help="The office's configuration.")]


class Language(StrEnum):
    """What the bot speaks."""

    ZH = "zh"
    EN = "en"


def tell(lines: Iterable[str]) -> None:
    """Print them."""
    for line in lines:
        typer.echo(line)
