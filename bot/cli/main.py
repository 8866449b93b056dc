"""``shouwen``: each command reads its words and hands over; nothing is imported before it is needed."""

import asyncio
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.outbox import outbox
from bot.rendering.voice import Refused, Voice

app = typer.Typer(
    name="shouwen",
    help="The first-inquiry bot (首问责任制): whoever is asked first follows the matter to its end.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(outbox)


class Language(StrEnum):
    """What the bot speaks."""

    ZH = "zh"
    EN = "en"


class Benchmark(StrEnum):
    """What can be measured."""

    DIALOGS = "dialogs"
    SWEEP = "sweep"


Config = Annotated[Path, typer.Option("--config", help="The office's configuration.")]
CONFIG = Path("config.toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 good, 1 refused with a sentence, 2 wrong usage."""
    try:
        app(arguments, prog_name="shouwen")
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - its output
        return 1
    return 0


def _version(wanted: bool) -> None:
    if wanted:
        from bot import __version__

        typer.echo(f"shouwen {__version__}")
        raise typer.Exit


@app.callback()
def shouwen(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """The first-inquiry bot (首问责任制): whoever is asked first follows the matter to its end."""


@app.command()
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


@app.command()
def run(config: Config = CONFIG) -> None:
    """Serve the office (运行)."""
    from bot.admin.logs import log_lines
    from bot.admin.run import run_office

    log_lines()
    asyncio.run(run_office(config))


@app.command()
def init(config: Config = CONFIG) -> None:
    """Set up an office by five questions (建单位)."""
    from bot.admin.founding import found_office

    voice = Voice.of(os.environ)
    founded = found_office(config, ask=_ask, tell=typer.echo, voice=voice)
    typer.echo(voice.say("init.written", file=config))
    imported = founded.workbook is None or _imported(founded.workbook, config)
    typer.echo(voice.say("init.next_steps"))
    for number, step in enumerate(founded.steps, start=1):
        typer.echo(f"{number}. {step}")
    if not imported:
        raise typer.Exit(1)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="The workbook to write, e.g. people.xlsx.")],
    lang: Annotated[Language | None, typer.Option(help="Language of the comments.")] = None,
) -> None:
    """Write the workbook to fill in (人员表)."""
    from bot.admin.workbook import write_template

    voice = Voice(lang) if lang else Voice.of(os.environ)
    try:
        write_template(file, voice.language)
    except FileExistsError as error:
        raise voice.refusal("file_exists", file=file) from error
    except OSError as error:
        raise voice.refusal("not_written", file=file, reason=error.strerror) from error
    typer.echo(voice.say("template.written", file=file))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.")],
    config: Config = CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Take in people, duties and units (导入); all or nothing, again at any time."""
    from bot.admin.staffing import import_people

    _tell(asyncio.run(import_people(file, config, dry_run=dry_run)))


@app.command()
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

    _tell(asyncio.run(export_ledger(file, config, " ".join(words or ()), folder=files)))


@app.command()
def bind(
    staff_number: Annotated[str, typer.Argument(metavar="工号", help="Whose account.")],
    config: Config = CONFIG,
    qr: Annotated[bool, typer.Option("--qr", help="Also draw the link, to be scanned.")] = False,
) -> None:
    """Hand out a one-time code that ties a chat account or a device to a person (绑定)."""
    from bot.admin.staffing import bind_person

    _tell(asyncio.run(bind_person(staff_number, config, qr=qr)))


@app.command()
def check(config: Config = CONFIG) -> None:
    """Look everything over and say what to do (检查)."""
    from bot.admin.checking import check as look_over
    from bot.admin.opening import settings_of
    from bot.clockwork.clock import SystemClock

    voice = Voice(settings_of(config).office.language)
    fine, findings = asyncio.run(look_over(config, SystemClock().now()))
    _tell(fine)
    for each in sorted(findings, key=lambda f: not f.serious):
        typer.echo(voice.say("check.serious" if each.serious else "check.hint", what=each.what))
        typer.echo(voice.say("check.do", do=each.do))
    serious = sum(each.serious for each in findings)
    typer.echo(voice.say("check.end", serious=serious, hints=len(findings) - serious))
    if serious:
        raise typer.Exit(1)


@app.command()
def bench(what: Annotated[Benchmark, typer.Argument(help="What to measure.")]) -> None:
    """Measure on this computer, one JSON line a result."""
    from importlib import import_module

    from bot.admin.logs import log_nothing_but_errors

    log_nothing_but_errors()
    measures = import_module("bot.bench")
    (measures.run_dialogs if what is Benchmark.DIALOGS else measures.run_sweep)()


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)


def _ask(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default)))


def _imported(workbook: Path, config: Path) -> bool:
    """Take in the workbook named at the start; what is wrong in it does not undo the office."""
    from bot.admin.staffing import import_people

    try:
        _tell(asyncio.run(import_people(workbook, config, dry_run=False)))
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - its output
        return False
    return True
