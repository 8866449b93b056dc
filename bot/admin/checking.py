"""``shouwen check``: what is amiss before somebody at the counter finds out, and what to do."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.admin.premises import Premises, opened
from bot.app import load_adapter
from bot.chat import Adapter, TryLater
from bot.domain.office import NOBODY, Department, Directory, Duty, Officer
from bot.domain.roster import Roster
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.rendering.voice import Voice, gave_up
from bot.settings.adapters import about
from bot.turns.troubles import trouble_of

ANSWER_SECONDS = 3.0
"""How long a platform is waited for."""
_MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: the people as kept, the office as configured, on its present day."""

    roster: Roster
    office: Office
    today: date
    platforms: tuple[str, ...]

    @property
    def directory(self) -> Directory:
        """All entries."""
        return self.roster.directory


@dataclass(frozen=True, slots=True)
class Found:
    """A finding's code, and who or what it is about; *serious*: something will go wrong."""

    code: str
    names: tuple[str, ...]
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding of ``shouwen check``: what is so, and what to do about it."""

    what: str
    do: str
    serious: bool = False


async def check(config: Path, now: datetime) -> tuple[tuple[str, ...], list[Checked]]:
    """Look everything over as of *now*: the lines on what is in order, and what is not.

    Raises:
        Refused: the configuration or the database cannot be used at all.
    """
    async with opened(config) as premises:
        subject, broken = await premises.store.read(
            lambda work: (_subject(work, premises, now), work.journal.broken_at()), at=now
        )
        troubled = await premises.store.read(
            lambda work: [(name, trouble_of(work, name)) for name in subject.platforms], at=now
        )
        fine = [premises.voice.say("check.fine.config", file=config)]
        findings = [
            *said(
                [_down(name, why, premises.voice) for name, why in troubled if why], premises.voice
            ),
            *said(look_over(subject), premises.voice),
        ]
        asked = [found async for found in _permissions(premises.settings.adapters)]
        findings += said(asked, premises.voice)
        if broken is None:
            fine.append(premises.voice.say("check.fine.database"))
        else:
            chain = Found("journal_broken", (str(broken),), serious=True)
            findings = [*said([chain], premises.voice), *findings]
        return tuple(fine), findings


def _down(platform: str, why: str, voice: Voice) -> Found:
    return Found("platform_down", (platform, gave_up(voice, why)), serious=True)


def look_over(subject: Subject) -> Iterator[Found]:
    """Everything found, what touches all first."""
    for look in _LOOKS:
        yield from look(subject)


async def _permissions(settings: Mapping[str, Mapping[str, str]]) -> AsyncIterator[Found]:
    """What platforms have not granted, asked of themselves."""
    for name in sorted(name for name in settings if about(name).scoped):
        adapter = load_adapter(name, settings[name])
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                missing = await _missing_scopes(adapter)
        except (TryLater, TimeoutError):
            yield Found("scopes_unknown", (name,))
        except Exception:  # noqa: BLE001 - whatever the adapter gives up with: it is none of ours
            yield Found("token_refused", (name,), serious=True)
        else:
            if missing:
                yield Found("scopes", missing, serious=True)
        finally:
            await adapter.close()


async def _missing_scopes(adapter: Adapter) -> tuple[str, ...]:
    scopes: tuple[str, ...] = await adapter.missing_scopes()  # type: ignore[attr-defined] # asked for above
    return scopes


def said(found: Iterator[Found] | list[Found], voice: Voice) -> Iterator[Checked]:
    """Put findings into words."""
    for each in found:
        names = voice.listed(each.names)
        first, last = (each.names or ("",))[0], (each.names or ("",))[-1]
        what = voice.say(
            f"check.{each.code}.what", names=names, count=len(each.names), platform=first, why=last
        )
        do = voice.say(f"check.{each.code}.do", names=names)
        yield Checked(what, do, each.serious)


def _subject(work: Work, premises: Premises, now: datetime) -> Subject:
    platforms = tuple(premises.settings.adapters)
    return Subject(work.roster, premises.office, premises.office.hours.today(now), platforms)


def _platforms(subject: Subject) -> Iterator[Found]:
    if not subject.platforms:
        yield Found("no_platform", (), serious=True)


def _nobody(subject: Subject) -> Iterator[Found]:
    if not any(subject.roster.active()):
        yield Found("nobody", (), serious=True)


def _calendar(subject: Subject) -> Iterator[Found]:
    calendar, year = subject.office.hours.calendar, subject.today.year
    for code, each, serious in (("this_year", year, True), ("next_year", year + 1, False)):
        if calendar.is_provisional(date(each, 1, 1)):
            yield Found(code, (str(each),), serious)


def _accounts(subject: Subject) -> Iterator[Found]:
    def is_unreachable(officer: Officer) -> bool:
        accounts = subject.roster.accounts(officer.id)
        return not any(account.platform in subject.platforms for account in accounts)

    without = _people(subject, is_unreachable)
    if without and subject.platforms:
        yield Found("no_account", without)


def _offices_of_state(subject: Subject) -> Iterator[Found]:
    """Escalation ends at the chief, and faults at the administrator."""
    if any(subject.roster.active()):
        if not subject.roster.chief:
            yield Found("no_chief", ())
        if not subject.roster.administrator:
            yield Found("no_administrator", ())


def _departments(subject: Subject) -> Iterator[Found]:
    roster = subject.roster
    headless = _sections(subject, lambda d: not roster.head_of(d.name))
    if headless:
        yield Found("no_head", headless, serious=True)
    mute = _sections(subject, lambda d: not roster.channels_of(d.name))
    if mute and subject.platforms:
        yield Found("no_channel", mute)


def _duties(subject: Subject) -> Iterator[Found]:
    roster = subject.roster
    unowned = _titles(subject, lambda d: not d.officer and not roster.head_of(d.department))
    if unowned:
        yield Found("duty_unowned", unowned, serious=True)
    to_head = _titles(subject, lambda d: not d.officer and bool(roster.head_of(d.department)))
    if to_head:
        yield Found("duty_to_head", to_head)
    left = _titles(subject, lambda d: bool(d.officer) and not roster.officer(d.officer).active)
    if left:
        yield Found("duty_left", left, serious=True)


def _numbers(subject: Subject) -> Iterator[Found]:
    private = _people(subject, lambda o: bool(_MOBILE.fullmatch(re.sub(r"[\s-]", "", o.phone))))
    if private:
        yield Found("private_number", private)


def _deputies(subject: Subject) -> Iterator[Found]:
    roster = subject.roster
    alone = _people(subject, lambda o: not o.deputy or not roster.officer(o.deputy).active)
    if alone:
        yield Found("no_deputy", alone)


def _both_out(subject: Subject) -> Iterator[Found]:
    out = _people(subject, lambda o: _is_out(subject, o) and _deputy_is_out(subject, o))
    if out:
        yield Found("both_out", out)


def _is_out(subject: Subject, officer: Officer) -> bool:
    return subject.roster.absence(officer.id, subject.today) is not None


def _deputy_is_out(subject: Subject, officer: Officer) -> bool:
    absence = subject.roster.absence(officer.id, subject.today)
    deputy = (absence.deputy if absence else NOBODY) or officer.deputy
    return bool(deputy) and _is_out(subject, subject.roster.officer(deputy))


def _people(subject: Subject, amiss: Callable[[Officer], bool]) -> tuple[str, ...]:
    return tuple(f"{o.name}（{o.id}）" for o in subject.roster.active() if amiss(o))


def _sections(subject: Subject, amiss: Callable[[Department], bool]) -> tuple[str, ...]:
    return tuple(d.name for d in subject.directory.departments.values() if amiss(d))


def _titles(subject: Subject, amiss: Callable[[Duty], bool]) -> tuple[str, ...]:
    return tuple(d.title for d in subject.directory.duties.values() if amiss(d))


_LOOKS: tuple[Callable[[Subject], Iterator[Found]], ...] = (
    _platforms,
    _nobody,
    _calendar,
    _offices_of_state,
    _departments,
    _duties,
    _accounts,
    _deputies,
    _both_out,
    _numbers,
)
