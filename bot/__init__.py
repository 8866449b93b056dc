"""First-inquiry bot (首问责任制): the core."""

__version__ = "0.1.0"
