"""Row <-> value: bodies are the frozen values of the core as JSON, columns what is searched of them."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from bot.chat import Address, Outgoing
from bot.domain.fact_kinds import FACTS
from bot.domain.facts import Fact
from bot.domain.inquiry import Inquiry
from bot.domain.messages import PostKind
from bot.domain.office import (
    Absence,
    Account,
    Channel,
    Department,
    Device,
    Directory,
    Duty,
    DutyDay,
    Entry,
    Officer,
    OfficerId,
    OutsideUnit,
    Quiet,
    entry_key,
)
from bot.domain.roster import Roster
from bot.ports.values import Download, Draft, Heard, Item, JournalLine, Part, Post, PostState, Undo
from storage.moments import in_utc, micros, micros_or_none, moment, moment_or_none

T = TypeVar("T")
Row = tuple[Any, ...]

FIRST_HASH = ""
"""What the first line of an office's journal follows from."""

KINDS: dict[type[Entry], str] = {
    Officer: "officers",
    Department: "departments",
    Duty: "duties",
    OutsideUnit: "units",
    DutyDay: "duty_days",
    Absence: "absences",
    Account: "accounts",
    Channel: "channels",
    Device: "devices",
    Quiet: "quiets",
}
"""Kinds of directory entries, and where `Directory` has them."""

LAST_COUNTS = (Account, Absence)
"""Kinds whose entry put last counts, and so goes to the end when it is put again."""

# Looked up by every post that is read: calling the enum costs four times as much.
_KINDS_OF_POSTS = {kind.value: kind for kind in PostKind}
_STATES = {state.value: state for state in PostState}

_encode = msgspec.json.Encoder().encode


def packed(value: object) -> str:
    """Return the body of a value; its moments must be in UTC already."""
    return _encode(value).decode()


def _reader(kind: type[T]) -> Callable[[str], T]:
    return msgspec.json.Decoder(kind).decode


# A turn reads what was read a moment ago: values are frozen, so the same text is the same value.
read_inquiry = _reader(Inquiry)
inquiry_of = lru_cache(maxsize=2048)(read_inquiry)
item_of = _reader(Item)
draft_of = _reader(Draft)
undo_of = _reader(Undo)
download_of = _reader(Download)
heard_of = _reader(Heard)
_content_of = lru_cache(maxsize=2048)(_reader(tuple[tuple[Part, ...], Outgoing]))


@cache
def fact_reader(kind: str) -> Callable[[str], Fact]:
    """Return what reads the body of one kind of fact."""
    return _reader(FACTS[kind])


@cache
def entry_reader(kind: str) -> Callable[[str], Entry]:
    """Return what reads the body of one kind of entry, by `KINDS`."""
    found: dict[str, Callable[[str], Entry]] = {name: _reader(cls) for cls, name in KINDS.items()}
    return found[kind]


def about(inquiry: Inquiry, day: date) -> Row:
    """Return the columns `ABOUT`; *day* is the office's day of the reception."""
    return (
        inquiry.number,
        inquiry.full,
        day.isoformat(),
        micros(inquiry.received_at),
        inquiry.registered_by,
        inquiry.follower,
        inquiry.first_responder,
        inquiry.inquirer.name,
        inquiry.inquirer.unit,
        inquiry.inquirer.phone,
        inquiry.inquirer.place,
        inquiry.matter,
        inquiry.channel,
        inquiry.kind,
    )


def moving(inquiry: Inquiry) -> Row:
    """Return the columns `MOVING`."""
    return (
        inquiry.state.value,
        inquiry.step,
        inquiry.is_open,
        inquiry.owes,
        inquiry.assignee,
        inquiry.director,
        f" {' '.join(inquiry.helpers)} " if inquiry.helpers else "",
        inquiry.handled,
        inquiry.department,
        inquiry.duty,
        inquiry.told,
        inquiry.outcome.value if inquiry.outcome else None,
        inquiry.grade.value if inquiry.grade else None,
        micros_or_none(inquiry.concluded_at),
        micros_or_none(inquiry.closed_at),
        micros_or_none(inquiry.due),
        alarm_of(inquiry),
    )


def alarm_of(inquiry: Inquiry) -> int | None:
    """Return the earliest alarm of its running clocks, in microseconds."""
    alarms = [clock.alarm for clock in inquiry.clocks if clock.alarm and clock.running]
    return micros(min(alarms)) if alarms else None


def post_row(post: Post) -> Row:
    """Return the columns `POST`."""
    to = post.address
    return (
        post.id,
        to.platform,
        to.chat,
        to.thread,
        post.to,
        post.kind,
        post.key,
        post.rank,
        micros_or_none(post.not_before),
        post.message_id,
        post.shown,
        post.wanted,
        post.state,
        post.tries,
        post.error,
        micros(post.made_at),
        packed((post.parts, post.body)),
    )


def post_moving(post: Post) -> Row:
    """Return the columns `POST_MOVING`."""
    body = packed((post.parts, post.body))
    return (micros_or_none(post.not_before), post.wanted, post.state, body)


def post_where(post: Post) -> Row:
    """Return the columns `POST_WHERE`."""
    to = post.address
    return (to.platform, to.chat, to.thread, post.message_id, post.key)


def post_of(row: Row) -> Post:
    """Return the post of the columns `POST`."""
    parts, body = _content_of(row[16])
    return Post(
        id=row[0],
        address=Address(row[1], row[2], row[3]),
        to=OfficerId(row[4]),
        kind=_KINDS_OF_POSTS[row[5]],
        parts=parts,
        body=body,
        key=row[6],
        rank=row[7],
        not_before=moment_or_none(row[8]),
        message_id=row[9],
        shown=row[10],
        wanted=row[11],
        state=_STATES[row[12]],
        tries=row[13],
        error=row[14],
        made_at=moment(row[15]),
    )


def is_wiped(post: Post) -> bool:
    """Tell whether the message was deleted from its chat."""
    return post.body.wipe and post.shown >= post.wanted


def journal_row(seq: int, fact: Fact, before: str) -> Row:
    """Return seq, inquiry, at, by, kind, body and the hash that follows from *before*."""
    fact = in_utc(fact)
    kind, body = type(fact).__name__, packed(fact)
    line = (seq, fact.inquiry, micros(fact.at), fact.by, kind, body)
    return (*line, chained(before, line))


def chained(before: str, line: Row) -> str:
    """Return the hash of a line, all but its hash, behind the one before."""
    return sha256(f"{before}\n{_encode(line).decode()}".encode()).hexdigest()


def line_of(row: Row) -> JournalLine:
    """Return the line of the columns of ``journal_of``."""
    seq, inquiry, at, by, kind, body, own = row
    return JournalLine(seq, inquiry, moment(at), OfficerId(by), fact_reader(kind)(body), own)


def first_broken(rows: Iterable[Row]) -> int | None:
    """Return the first seq that is missing or does not follow from the line before."""
    before = FIRST_HASH
    for seq, row in enumerate(rows, start=1):
        if row[0] != seq or row[-1] != chained(before, row[:-1]):
            return seq
        before = row[-1]
    return None


def roster_of(rows: list[tuple[str, str]]) -> Roster:
    """Return the roster of all entries, given as kind and body in their order."""
    directory = Directory()
    for kind, body in rows:
        entry = entry_reader(kind)(body)
        getattr(directory, kind)[entry_key(entry)] = entry
    return Roster(directory)
