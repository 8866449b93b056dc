"""``shouwen bench``: measured on this computer."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer


class Benchmark(StrEnum):
    """What can be measured."""

    DIALOGS = "dialogs"
    READS = "reads"
    SWEEP = "sweep"


group = typer.Typer()


@group.command()
def bench(what: Annotated[Benchmark, typer.Argument(help="What to measure.")]) -> None:
    """Measure on this computer, one JSON line a result."""
    from bot.admin.logs import log_nothing_but_errors
    from bot.bench import run_dialogs, run_reads, run_sweep

    log_nothing_but_errors()
    runs: dict[Benchmark, Callable[[], None]] = {
        Benchmark.DIALOGS: run_dialogs,
        Benchmark.READS: run_reads,
        Benchmark.SWEEP: run_sweep,
    }
    runs[what]()
