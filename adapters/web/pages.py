"""The page itself: Jinja2 over a table of words a language, and the files it loads."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web.desk import Clock, WebDesk

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGES = ("zh", "en")


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the page's words in *language*, tables by part of the page."""
    path = HERE / "templates" / f"words.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def static_version() -> str:
    """Name the state of the static files, so that their addresses change whenever they do."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def page(desk: WebDesk, clock: Clock, *, language: str, run: str) -> str:
    """Return the page in *language* (the office's own when that is not spoken here)."""
    spoken = language if language in LANGUAGES else desk.language
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            words=words(spoken),
            language=spoken,
            other=next(name for name in LANGUAGES if name != spoken),
            desk=desk,
            static=f"static/{static_version()}",
            boot=_boot(desk, clock, spoken, run),
        )
    )


def clock_wire(clock: Clock) -> dict[str, str | None]:
    """Return the clock as ISO 8601 with the office's offset, to the second."""
    later = clock.next.isoformat(timespec="seconds") if clock.next else None
    return {"now": clock.now.isoformat(timespec="seconds"), "next": later}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _boot(desk: WebDesk, clock: Clock, language: str, run: str) -> dict[str, Any]:
    spoken = words(language)
    return {
        "people": [asdict(person) for person in desk.people()],
        "teams": [asdict(team) for team in desk.teams()],
        "story": [asdict(step) for step in desk.story],
        "clock": clock_wire(clock),
        "demo": desk.demo,
        "language": language,
        "run": run,
        "sample": spoken["chat"]["sample"] if desk.demo else "",
        "words": spoken["script"],
    }
