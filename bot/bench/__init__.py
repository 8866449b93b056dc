"""Measuring (测速) on this computer: whole dialogs through the Telegram adapter, and the clocks' tick."""

from bot.bench.dialogs import run_dialogs
from bot.bench.sweep import run_sweep

__all__ = ["run_dialogs", "run_sweep"]
