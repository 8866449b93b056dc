"""``shouwen outbox``: what could not be delivered is sent once more, or dropped."""

import asyncio
from typing import Annotated

import typer

from bot.chat.clean import whole_number
from bot.cli.options import CONFIG, Config, tell

group = typer.Typer(
    name="outbox",
    help="What could not be delivered (未送达): list it, send it again, or drop it.",
    invoke_without_command=True,
)

EVERYTHING = "all"


@group.callback()
def listed(context: typer.Context, config: Config = CONFIG) -> None:
    """List what could not be delivered, with the reason (未送达)."""
    if context.invoked_subcommand is None:
        from bot.admin.outbox_list import list_undelivered

        tell(asyncio.run(list_undelivered(config)))


@group.command()
def retry(
    which: Annotated[str, typer.Argument(metavar="ID", help="Its number, or all.")] = EVERYTHING,
    config: Config = CONFIG,
) -> None:
    """Send it once more (重发); a running office does so within a second."""
    from bot.admin.outbox_list import retry_undelivered

    tell(asyncio.run(retry_undelivered(config, _wanted(which))))


@group.command()
def drop(
    which: Annotated[str, typer.Argument(metavar="ID", help="Its number, or all.")],
    config: Config = CONFIG,
) -> None:
    """Never send it (不发了); the history says so."""
    from bot.admin.outbox_list import drop_undelivered

    tell(asyncio.run(drop_undelivered(config, _wanted(which))))


def _wanted(which: str) -> int | None:
    """The number; ``None`` for everything."""
    if which == EVERYTHING:
        return None
    number = whole_number(which)
    if number is None:
        raise typer.BadParameter(f"{which!r} is neither a number nor {EVERYTHING!r}")
    return number
