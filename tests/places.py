"""Where the project stands on this computer."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
