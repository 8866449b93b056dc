"""``shouwen template``, ``import`` and ``bind``: the office's people, and their accounts."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import CONFIG, Config, Language, tell
from bot.rendering.voice import Refused, Voice

group = typer.Typer()


@group.command()
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


@group.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.")],
    config: Config = CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Take in people, duties and units (导入); all or nothing, again at any time."""
    from bot.admin.staffing import import_people

    tell(asyncio.run(import_people(file, config, dry_run=dry_run)))


@group.command()
def bind(
    staff_number: Annotated[str, typer.Argument(metavar="工号", help="Whose account.")],
    config: Config = CONFIG,
    qr: Annotated[bool, typer.Option("--qr", help="Also draw the link, to be scanned.")] = False,
) -> None:
    """Hand out a one-time code that ties a chat account or a device to a person (绑定)."""
    from bot.admin.staffing import bind_person

    tell(asyncio.run(bind_person(staff_number, config, qr=qr)))


def taken_in(workbook: Path, config: Path) -> bool:
    """Take in the workbook named at the start; what is wrong in it does not undo the office."""
    from bot.admin.staffing import import_people

    try:
        tell(asyncio.run(import_people(workbook, config, dry_run=False)))
    except Refused as refusal:
        typer.echo(refusal, err=True)
        return False
    return True
