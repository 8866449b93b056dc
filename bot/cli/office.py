"""``shouwen init``, ``check`` and ``export``: an office is set up, looked over, and written out."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import CONFIG, Config, tell
from bot.cli.people import taken_in
from bot.rendering.voice import Voice

group = typer.Typer()


@group.command()
def init(config: Config = CONFIG) -> None:
    """Set up an office by five questions (建单位)."""
    from bot.admin.founding import found_office

    voice = Voice.of(os.environ)
    founded = found_office(config, ask=_ask, tell=typer.echo, voice=voice)
    typer.echo(voice.say("init.written", file=config))
    imported = founded.workbook is None or taken_in(founded.workbook, config)
    typer.echo(voice.say("init.next_steps"))
    for number, step in enumerate(founded.steps, start=1):
        typer.echo(f"{number}. {step}")
    if not imported:
        raise typer.Exit(1)


@group.command()
def check(config: Config = CONFIG) -> None:
    """Look everything over and say what to do (检查)."""
    from bot.admin.checking import check as look_over
    from bot.admin.premises import settings_of
    from bot.clockwork.clock import SystemClock

    voice = Voice(settings_of(config).office.language)
    fine, findings = asyncio.run(look_over(config, SystemClock().now()))
    tell(fine)
    for each in sorted(findings, key=lambda f: not f.serious):
        typer.echo(voice.say("check.serious" if each.serious else "check.hint", what=each.what))
        typer.echo(voice.say("check.do", do=each.do))
    serious = sum(each.serious for each in findings)
    typer.echo(voice.say("check.end", serious=serious, hints=len(findings) - serious))
    if serious:
        raise typer.Exit(1)


@group.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to, e.g. ledger.csv.")],
    words: Annotated[
        list[str] | None, typer.Argument(help="A period (上周, 本月), a department, any words.")
    ] = None,
    config: Config = CONFIG,
    files: Annotated[Path | None, typer.Option(help="Copy the materials into this folder.")] = None,
) -> None:
    """Write the register as a file (台账)."""
    from bot.admin.exporting import export_ledger

    tell(asyncio.run(export_ledger(file, config, " ".join(words or ()), folder=files)))


def _ask(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default)))
