"""Offices for tests: the demo's, and small ones with a ruleset of the test's own."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from bot.demo import demo_settings
from bot.domain.hours import OfficeHours
from bot.domain.rules import Office
from bot.domain.ruleset import Ruleset
from bot.settings.calendars import load_calendar
from bot.settings.rulesets import load_ruleset


def demo_office(rules: Ruleset | None = None, **changed: object) -> Office:
    """The demo office, perhaps under other rules."""
    given = demo_settings()
    sessions = tuple(_session(text) for text in given["hours"])
    hours = OfficeHours(ZoneInfo(given["time_zone"]), sessions, load_calendar())
    office = Office(
        name=given["name"],
        short=given["short"],
        hours=hours,
        rules=rules or load_ruleset(given["ruleset"]),
        area_code=given["area_code"],
        demo=True,
    )
    return replace(office, **changed) if changed else office  # type: ignore[arg-type]


def _session(text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
