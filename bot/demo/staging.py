"""The demo on its stage: the fictional office, its first hour, its clock, its story."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import House
from bot.chat import Address, Incoming
from bot.clockwork.alarm import Clockwork
from bot.commands import do
from bot.commands.conclude import ConcludeInquiry
from bot.commands.follow_up import GradeInquiry
from bot.commands.handle import AcceptInquiry, ContactInquirer, TellPresence
from bot.commands.papers import LackPapers
from bot.commands.refer import ReferInquiry
from bot.demo import Past, demo_directory, demo_past, demo_settings, demo_start
from bot.dialogs.speaking import register
from bot.dialogs.talk import Talk
from bot.domain.hours import OfficeHours
from bot.domain.inquiry import Grade, Outcome, Presence
from bot.domain.office import Account, Channel, Directory, Entry, OfficerId
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.settings.calendars import load_calendar
from bot.settings.rulesets import load_ruleset
from bot.turns.turn import Desk

_SPAN = re.compile(r"([1-9][0-9]{0,2})(wd|h|min)", re.ASCII)


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
        *(Account(platform=platform, user=o.id, officer=o.id, chat=f"p:{o.id}") for o in people),
        *(
            Channel(platform=platform, chat=f"c:{d.name}", department=d.name)
            for d in directory.departments.values()
        ),
    )


async def wound(clockwork: Clockwork, office: Office, now: datetime, to: str) -> datetime:
    """Where the clock stands after winding by ``5wd``, ``1h``, ``next`` or to ``2026-12-01 10:30``.

    Raises:
        ValueError: none of these, or a moment that is past.
    """
    if to == "next":
        return await clockwork.next() or now
    span = _SPAN.fullmatch(to)
    if span and span[2] == "wd":
        return office.hours.same_time_after(now, int(span[1]))
    if span:
        unit = timedelta(hours=1) if span[2] == "h" else timedelta(minutes=1)
        return now + int(span[1]) * unit
    moment = datetime.fromisoformat(to)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=office.hours.zone)
    if moment < now:
        raise ValueError(to)
    return moment


async def set_the_stage(house: House, platform: str) -> None:
    """Take the people in and let the first hour pass, once: a kept demo goes on where it was."""
    if await house.store.run(lambda work: bool(work.kept("staged")), at=house.clock.now()):
        return
    entries = directory_entries(demo_directory(), platform)
    await house.store.run(lambda work: work.put(*entries), at=demo_start())
    await _turn(house, demo_start(), lambda desk: _welcome(desk, platform))
    for past in demo_past():
        await _play(house, past, platform)
    await house.clockwork.tick()
    await house.store.run(lambda work: work.keep("staged", "1"), at=house.clock.now())


def _session(text: str) -> tuple[time, time]:
    opens, _, closes = text.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _welcome(desk: Desk, platform: str) -> int:
    """What everybody reads when his account is bound, with the fixed keyboard."""
    people = list(desk.work.roster.active())
    for person in people:
        chat = Address(platform, f"p:{person.id}")
        Talk(desk, person, Incoming(id="", address=chat, sender=person.id)).say(
            "replies/bound", keyboard=True
        )
    return len(people)


async def _play(house: House, past: Past, platform: str) -> None:
    """One inquiry of the first hour: said at the counter, then handled step by step."""
    day = house.office.hours.today(demo_start())
    at = datetime.combine(day, past.at, house.office.hours.zone)

    def register_it(desk: Desk) -> int:
        chat = Address(platform, f"p:{past.by}")
        said = Incoming(id=f"past-{past.at}", address=chat, sender=past.by, text=past.say)
        talk = Talk(desk, desk.work.roster.officer(past.by), said)
        return register(talk, past.say).id

    number = await _turn(house, at, register_it)
    for n, step in enumerate(past.then, start=1):
        await _turn(house, at + timedelta(minutes=n), _step(step, past.by, number))


async def _turn(house: House, at: datetime, act: Callable[[Desk], int]) -> int:
    def turn(work: Work) -> int:
        desk = house.desk_for(work)
        done = act(desk)
        desk.settle()
        return done

    return await house.store.run(turn, at=at)


def _step(step: str, by: OfficerId, inquiry: int) -> Callable[[Desk], int]:
    verb, _, rest = step.partition(" ")

    def act(desk: Desk) -> int:
        found = desk.work.inquiries.get(inquiry)
        holder = found.assignee or by
        duty = desk.work.roster.duty(found.duty)
        first, _, words = rest.partition(" ")
        commands: dict[str, Callable[[], object]] = {
            "refer": lambda: ReferInquiry(inquiry, OfficerId(rest), by),
            "gone": lambda: TellPresence(inquiry, Presence.GONE, by),
            "accept": lambda: AcceptInquiry(inquiry, holder),
            "contact": lambda: ContactInquirer(inquiry, holder),
            "answer": lambda: ConcludeInquiry(
                inquiry=inquiry,
                outcome=Outcome.ANSWERED,
                told=duty.answer if duty else "",
                by=by,
            ),
            "conclude": lambda: ConcludeInquiry(
                inquiry=inquiry, outcome=Outcome(first), told=words, by=holder
            ),
            "grade": lambda: GradeInquiry(inquiry, Grade(rest), by),
            "papers": lambda: LackPapers(inquiry, found.duty, tuple(rest.split("、")), by),
        }
        do(commands[verb](), desk)
        return inquiry

    return act
