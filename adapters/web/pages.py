"""The pages themselves: Jinja2 over a table of words a language, and the files they load."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web.asks import DemoAsks
from adapters.web.kinds import ACCEPT
from bot.chat.page import Clock, Colleague, Viewer

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGES = ("zh", "en")
THEME = "#0d4f4c"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the pages' words in *language*, tables by part of the page."""
    path = HERE / "templates" / f"words.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def static_version() -> str:
    """Name the state of the static files, so that their addresses change whenever they do."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def spoken(wanted: str, own: str) -> str:
    """Return the language *wanted*, the office's *own* when that is not spoken here."""
    return wanted if wanted in LANGUAGES else own


def demo_page(asks: DemoAsks, clock: Clock, *, language: str, run: str) -> str:
    """Return the demo's page."""
    chosen = spoken(language, asks.language)
    boot = {
        "people": [asdict(person) for person in asks.people()],
        "teams": [asdict(team) for team in asks.teams()],
        "story": [asdict(step) for step in asks.story],
        "clock": clock_wire(clock),
        "demo": True,
        "language": chosen,
        "run": run,
        "sample": words(chosen)["chat"]["sample"],
        "words": words(chosen)["script"],
    }
    return render("page", asks.office, chosen, boot=boot, story=asks.story)


def office_boot(
    viewer: Viewer,
    people: Sequence[Colleague],
    *,
    language: str,
    now: datetime,
    run: str,
    largest: int,
) -> dict[str, Any]:
    """Return what the office's page knows when it opens."""
    script = words(language)["script"] | words(language)["office_script"]
    return {
        "me": viewer.key,
        "people": [asdict(person) for person in people],
        "places": [asdict(place) for place in viewer.places],
        "clock": clock_wire(Clock(now, None)),
        "demo": False,
        "language": language,
        "run": run,
        "largest": largest,
        "words": script,
    }


def render(
    template: str, office: str, language: str, *, boot: Mapping[str, Any], **values: object
) -> str:
    """Return a page of *office* in *language*; scripts read *boot*."""
    own = words(language)
    return (
        _environment()
        .get_template(f"{template}.html.j2")
        .render(
            words=own,
            language=language,
            other=next(name for name in LANGUAGES if name != language),
            office=office,
            static=f"static/{static_version()}",
            theme=THEME,
            accept=ACCEPT,
            boot={"words": own["script"] | own["office_script"], **boot},
            **values,
        )
    )


def manifest(office: str, language: str) -> dict[str, Any]:
    """Return the web app manifest; its addresses count from its own."""
    folder = f"static/{static_version()}"
    return {
        "name": f"{words(language)['chat']['bot']} · {office}",
        "short_name": words(language)["chat"]["bot"],
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": "#eef2f0",
        "icons": [
            {"src": f"{folder}/{name}", "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in _ICONS
        ],
    }


def worker() -> str:
    """Return the service worker, naming the state of the files it keeps."""
    return (STATIC / "worker.js").read_text("utf-8").replace("VERSION", static_version())


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
