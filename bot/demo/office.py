"""The fictional office: what it is called, its hours and rules, and everybody in it."""

from datetime import time
from zoneinfo import ZoneInfo

from bot.chat.page import channel_of, chat_of
from bot.demo import demo_settings
from bot.domain.hours import OfficeHours
from bot.domain.office import Account, Channel, Directory, Entry
from bot.domain.rules import Office
from bot.settings.calendars import load_calendar
from bot.settings.rulesets import load_ruleset


def demo_office(language: str = "", ruleset: str = "") -> Office:
    """The demo's office; *language* and *ruleset* instead of its own."""
    given = demo_settings()
    sessions = tuple(_session(text) for text in given["hours"])
    return Office(
        name=given["name"],
        short=given["short"],
        hours=OfficeHours(ZoneInfo(given["time_zone"]), sessions, load_calendar()),
        rules=load_ruleset(ruleset or given["ruleset"]),
        mainland=given["mainland"],
        language=language or given["language"],
        area_code=given["area_code"],
        demo=True,
    )


def directory_entries(directory: Directory, platform: str) -> tuple[Entry, ...]:
    """The office's people and things, each person with an account, each section with a channel."""
    people = [o for o in directory.officers.values() if o.active]
    return (
        *directory.departments.values(),
        *directory.officers.values(),
        *directory.duties.values(),
        *directory.units.values(),
        *directory.duty_days.values(),
        *(Account(platform=platform, user=o.id, officer=o.id, chat=chat_of(o.id)) for o in people),
        *(
            Channel(platform=platform, chat=channel_of(d.name), department=d.name)
            for d in directory.departments.values()
        ),
    )


def _session(text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
