"""``shouwen demo`` and ``run``: an office is served until it is told to stop."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import CONFIG, Config, Language

group = typer.Typer()


@group.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep the demo here and go on with it later.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Adapters to run on the demo's clock as well.")
    ] = None,
    story: Annotated[
        bool, typer.Option("--story", help="Print the 90-second story instead of serving it.")
    ] = False,
    lang: Annotated[Language | None, typer.Option(help="What the bot speaks.")] = None,
) -> None:
    """Serve the demo office (演示) on this computer."""
    from bot.admin.logs import log_nothing_but_errors

    log_nothing_but_errors()
    if story:
        from bot.demo.storytelling import tell

        asyncio.run(tell(lang or Language.ZH, typer.echo))
        return
    from bot.demo.run import Demo, run_demo

    asyncio.run(run_demo(Demo(port=port, folder=data_dir, config=config, language=lang or "")))


@group.command()
def run(config: Config = CONFIG) -> None:
    """Serve the office (运行)."""
    from bot.admin.logs import log_lines
    from bot.admin.run import run_office

    log_lines()
    asyncio.run(run_office(config))
