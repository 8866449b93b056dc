"""``shouwen bench``: measured on this computer."""

from enum import StrEnum
from typing import Annotated

import typer


class Benchmark(StrEnum):
    """What can be measured."""

    DIALOGS = "dialogs"
    SWEEP = "sweep"


group = typer.Typer()


@group.command()
def bench(what: Annotated[Benchmark, typer.Argument(help="What to measure.")]) -> None:
    """Measure on this computer, one JSON line a result."""
    from importlib import import_module

    from bot.admin.logs import log_nothing_but_errors

    log_nothing_but_errors()
    measures = import_module("bot.bench")
    (measures.run_dialogs if what is Benchmark.DIALOGS else measures.run_sweep)()
