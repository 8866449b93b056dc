"""Which languages the bot speaks: those it has words in."""

from importlib import resources


def languages() -> tuple[str, ...]:
    """What the bot speaks, its first language first."""
    folder = resources.files("templates")
    return tuple(each for each in ("zh", "en") if (folder / each / "words.toml").is_file())
