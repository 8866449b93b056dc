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
    from bot.admin.logs import log_nothing_but_errors
    from bot.bench import run_dialogs, run_sweep

    log_nothing_but_errors()
    (run_dialogs if what is Benchmark.DIALOGS else run_sweep)()
