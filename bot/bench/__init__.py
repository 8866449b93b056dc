"""Measuring (测速) on this computer: whole dialogs, what is looked up, and the clocks' tick."""

from bot.bench.dialogs import run_dialogs
from bot.bench.reads import run_reads
from bot.bench.sweep import run_sweep

__all__ = ["run_dialogs", "run_reads", "run_sweep"]
