"""The demo office (演示单位): 云岭县住房和城乡建设局, fictional, as data beside this file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from bot.domain.office import (
    Department,
    Directory,
    Duty,
    DutyDay,
    Entry,
    Material,
    Officer,
    OfficerId,
    OutsideUnit,
    Role,
    entry_key,
)

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What happened at the counter before the demo starts: a line and the steps after it.

    *at* is office time on the day of `demo_start`; *then* are words such as ``refer 002``,
    explained in ``office.toml``.
    """

    at: time
    by: OfficerId
    say: str
    then: tuple[str, ...] = ()


def demo_directory() -> Directory:
    """Who works in the demo office, what for, and where to send the rest."""
    demo = _demo()
    return Directory(
        departments=_by_key(
            Department(**row, short=demo["labels"].get(row["name"], ""))
            for row in demo["departments"]
        ),
        officers=_by_key(_officer(row) for row in demo["officers"]),
        duties=_by_key(_duty(row) for row in demo["duties"]),
        units=_by_key(_unit(row) for row in demo["units"]),
        duty_days=_by_key(_duty_day(row) for row in demo["duty_days"]),
    )


def demo_settings() -> Mapping[str, Any]:
    """Give the table ``[office]`` as it would stand in a ``config.toml``."""
    settings: dict[str, Any] = dict(_demo()["office"])
    return settings


def demo_start() -> datetime:
    """When the demo begins: Monday 2026-11-23 09:00, aware, office time."""
    start: datetime = _demo()["start"]
    return start


def demo_past() -> tuple[Past, ...]:
    """Tell what was registered on the first day before it starts, in order: 1123-01 to 06."""
    return tuple(
        Past(
            at=time.fromisoformat(row["at"]),
            by=OfficerId(row["by"]),
            say=row["say"],
            then=tuple(row["then"]),
        )
        for row in _demo()["past"]
    )


@cache
def _demo() -> Mapping[str, Any]:
    folder = resources.files("bot") / "demo"
    office, duties = (
        tomllib.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("office.toml", "duties.toml")
    )
    return {**office, **duties}


def _by_key(entries: Iterable[E]) -> dict[str, E]:
    return {entry_key(entry): entry for entry in entries}


def _officer(row: Mapping[str, Any]) -> Officer:
    roles = tuple(Role(word) for word in row["roles"])
    return Officer(**{**row, "roles": roles})


def _duty(row: Mapping[str, Any]) -> Duty:
    materials = tuple(_material(line) for line in row.get("materials", ()))
    return Duty(**{**row, "keywords": tuple(row["keywords"]), "materials": materials})


def _material(line: str) -> Material:
    parts = dict(
        zip(("name", "copies", "requirement", "issuer", "how"), line.split("|"), strict=False)
    )
    return Material(**{**parts, "copies": parts.get("copies") or "1"})


def _unit(row: Mapping[str, Any]) -> OutsideUnit:
    return OutsideUnit(**{**row, "keywords": tuple(row["keywords"])})


def _duty_day(row: Mapping[str, Any]) -> DutyDay:
    return DutyDay(**{**row, "on_duty": tuple(row["on_duty"])})
