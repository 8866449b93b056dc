"""``shouwen``: each command reads its words and hands over; nothing is imported before it is needed."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli import bench, office, outbox, people, serve
from bot.rendering.voice import Refused

app = typer.Typer(
    name="shouwen",
    help="The first-inquiry bot (首问责任制): whoever is asked first follows the matter to its end.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for each in (serve, office, people, bench, outbox):
    app.add_typer(each.group)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 good, 1 refused with a sentence, 2 wrong usage."""
    try:
        app(arguments, prog_name="shouwen")
    except Refused as refusal:
        typer.echo(refusal, err=True)
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
