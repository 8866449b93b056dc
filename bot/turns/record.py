"""Writes down what happened: state, journal, undo, and everything that is owed because of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Address
from bot.domain.emergency import is_urgent
from bot.domain.facts import Fact, NotDelivered, Undone
from bot.domain.inquiry import Inquiry
from bot.domain.notices import FILES, HALL, MATERIALS, ROUTINE, URGENT, Notice, notices_for
from bot.domain.office import NOBODY, OfficerId
from bot.ports.values import Item, Part, Post, Undo
from bot.rendering.views import UNDONE
from bot.turns.bundling import MOST_ITEMS, joined, may_be_joined, release, when_free
from bot.turns.calling import called_before, tell_everywhere
from bot.turns.turn import Desk

MORNING = timedelta(minutes=30)
"""How long after opening the day's lists still take what falls due."""


def record(
    desk: Desk,
    after: Inquiry,
    facts: Iterable[Fact],
    *,
    before: Inquiry | None = None,
    undo_by: OfficerId = NOBODY,
) -> Inquiry:
    """Keep the changed inquiry, its journal lines, what is owed for it, and the way back.

    *undo_by* makes it the step that person may take back for ten minutes.
    """
    facts = tuple(facts)
    before = _alone(before) if before is not None else None
    saved = desk.work.inquiries.save(_alone(after))
    desk.work.journal.append(facts)
    desk.touched.add(saved.number)
    if before is None or before.step != saved.step:
        _main_faces(desk, saved)
    if before is not None and before.step != saved.step:
        desk.stepped.add(saved.id)
    desk.dirty[saved.id] = saved
    desk.aged.discard(saved.id)
    made = _tell_all(desk, saved, facts)
    # Whoever may take the step back gets the button for it, which was not there yet.
    desk.shown[saved.id] = frozenset(post.id for post in made if post.to != undo_by)
    if undo_by:
        posts = tuple(post.id for post in made)
        way_back = Undo(
            inquiry=saved.id, by=undo_by, at=desk.now, step=saved.step, before=before, posts=posts
        )
        desk.work.undos.put(way_back)
    return saved


def _alone(inquiry: Inquiry) -> Inquiry:
    """Without the deputies in force: they are looked up anew at each step, never kept."""
    return replace(inquiry, acting_for=()) if inquiry.acting_for else inquiry


def _tell_all(desk: Desk, inquiry: Inquiry, facts: tuple[Fact, ...]) -> list[Post]:
    """Owe whatever follows from the facts; return the posts it made."""
    first_made = len(desk.made)
    _mind_provisional(desk, inquiry)
    urgent, office = is_urgent(inquiry), desk.under(inquiry)
    before = called_before(desk, inquiry) if urgent else ()
    for fact in facts:
        for notice in notices_for(
            fact, inquiry, desk.work.roster, office, urgent=urgent, called_before=before
        ):
            tell(desk, notice, inquiry, by=fact.by)
    return desk.made[first_made:]


def tell(desk: Desk, notice: Notice, inquiry: Inquiry, *, by: OfficerId = NOBODY) -> None:
    """Turn a notice of what *by* did into a post, or into an item of the person's next list."""
    if notice.view == HALL:
        release(desk, notice.to, inquiry.id)
    if not notice.to:
        _tell_channels(desk, notice, inquiry)
    elif notice.everywhere and desk.work.roster.accounts(notice.to):
        tell_everywhere(desk, notice, inquiry)
    elif notice.alone and notice.when in ("now", "open"):
        held = _held_until(desk, notice)
        post_to(
            desk,
            notice.to,
            (Part(notice.view, inquiry.id, args=notice.args),),
            kind=notice.kind,
            key=notice.key,
            rank=notice.rank,
            not_before=held,
            by=by,
            alone=notice.kind == FILES,
        )
    else:
        desk.work.items.add(
            Item(
                key=notice.key,
                to=notice.to,
                inquiry=inquiry.id,
                view=notice.view,
                args=notice.args,
                not_before=desk.now if notice.when == "list" else _next_list(desk),
                alone=notice.alone,
                rank=notice.rank,
            )
        )


def post_to(
    desk: Desk,
    to: OfficerId,
    parts: tuple[Part, ...],
    *,
    kind: str = "card",
    key: str = "",
    rank: int = 0,
    not_before: datetime | None = None,
    by: OfficerId = NOBODY,
    alone: bool = False,
) -> Post | None:
    """Owe a message to a person; without a chat account his head is told instead, and it says so.

    What is not urgent waits while he is left alone (免打扰), unless it is about what he has just
    done himself (*by*). What waits, and lists, become one message unless it must stand *alone*.
    """
    accounts = desk.work.roster.accounts(to)
    if not accounts:
        return _tell_instead(desk, to, parts, key=key, not_before=not_before)
    if rank != URGENT and to != by:
        not_before = when_free(desk, to, not_before)
    address = Address(accounts[0].platform, accounts[0].chat)
    bundled = not alone and (kind == "list" or not_before is not None)
    if bundled and (found := joined(desk, to, address, parts, not_before=not_before)):
        return found
    owed = desk.owe(
        address, to=to, kind=kind, parts=parts, key=key, rank=rank, not_before=not_before
    )
    if owed and bundled:
        may_be_joined(desk, to, owed)
    return owed


def _tell_instead(
    desk: Desk,
    to: OfficerId,
    parts: tuple[Part, ...],
    *,
    key: str,
    not_before: datetime | None,
) -> Post | None:
    instead = stand_in_with_account(desk, to)
    if not instead or not parts or parts[0].view == MATERIALS:  # its card has said so already
        return None
    told = Part("unreachable", parts[0].inquiry, args=(to, parts[0].view))
    missed = NotDelivered(
        inquiry=parts[0].inquiry,
        at=desk.now,
        by=NOBODY,
        to=to,
        told=instead,
        reason="no account",
    )
    desk.work.journal.append((missed,))
    return post_to(desk, instead, (told,), key=key and f"{key}>{instead}", not_before=not_before)


def stand_in_with_account(desk: Desk, officer: OfficerId) -> OfficerId:
    """Return the nearest person above who can be written to, else an administrator, else nobody."""
    roster = desk.work.roster
    department = roster.officer(officer).department
    above = (
        roster.head_of(department),
        roster.leader_of(department),
        roster.administrator,
        roster.chief,
    )
    return next((w for w in above if w and w != officer and roster.accounts(w)), NOBODY)


def flush_items(desk: Desk) -> None:
    """Put what is ready into lists: one message a person (个人清单).

    A formal notice is a message by itself; several at once for one person share one (noise budget).
    """
    by_person: dict[OfficerId, list[Item]] = {}
    for item in desk.work.items.ready(desk.now):
        by_person.setdefault(item.to, []).append(item)
        desk.work.items.told((item.key,))
    for person, items in by_person.items():
        alone = [item for item in items if item.alone]
        if len(alone) == 1:
            part = Part(alone[0].view, alone[0].inquiry, args=alone[0].args)
            post_to(desk, person, (part,), key=alone[0].key, rank=alone[0].rank, alone=True)
            items.remove(alone[0])
        if not items:
            continue
        parts = tuple(Part(i.view, i.inquiry, args=i.args) for i in items[:MOST_ITEMS])
        if len(items) > MOST_ITEMS:
            parts = (*parts, Part("more-items", args=(str(len(items) - MOST_ITEMS),)))
        post_to(desk, person, parts, kind="list", rank=ROUTINE)


def undo(desk: Desk, last: Undo, *, by: OfficerId) -> Inquiry:
    """Put the inquiry back as it was (撤回); clocks go on as if the step had not been.

    What was not yet sent is dropped, what was sent is edited; the journal keeps both.
    """
    now_stands = desk.work.inquiries.get(last.inquiry)
    before = last.before or now_stands
    since = {name: getattr(now_stands, name) for name in _STAYS}
    restored = replace(before, step=now_stands.step + 1, version=now_stands.version, **since)
    fact = Undone(inquiry=last.inquiry, at=desk.now, by=by, step=last.step)
    for post_id in last.posts:
        _take_back(desk, post_id, last.inquiry)
    desk.work.undos.drop(last.inquiry)
    return record(desk, restored, (fact,), before=now_stands)


_STAYS = (
    "inquirer", "phone", "place", "unit", "matter", "channel", "doubts", "notes", "files", "presence",
    "released",
)  # fmt: skip
"""What was added or corrected after a step, which undoing the step leaves alone."""


def _take_back(desk: Desk, post_id: int, inquiry: int) -> None:
    """Of a message that also tells other things, only what it says about *inquiry*."""
    post = desk.turned.get(post_id) or desk.work.posts.get(post_id)
    if post is None:
        return
    if not post.shown and not post.message_id and post.not_before:
        desk.leave_out(post, [part for part in post.parts if part.inquiry == inquiry])
        return
    parts = tuple(replace(p, face=UNDONE) if p.inquiry == inquiry else p for p in post.parts)
    desk.turn(replace(post, parts=parts))


def _main_faces(desk: Desk, inquiry: Inquiry) -> None:
    """A step was taken: whatever menu a card was showing, it shows the new state."""
    for post in desk.work.posts.about(inquiry.id):
        known = desk.turned.get(post.id, post)
        parts = tuple(
            replace(p, face="") if p.inquiry == inquiry.id and p.face not in ("", UNDONE) else p
            for p in known.parts
        )
        if parts != known.parts:
            desk.turn(replace(known, parts=parts))


def _tell_channels(desk: Desk, notice: Notice, inquiry: Inquiry) -> None:
    for channel in desk.work.roster.channels_of(inquiry.department):
        desk.owe(
            Address(channel.platform, channel.chat, channel.thread),
            to=NOBODY,
            kind="line",
            # Whom it tags is settled when it is posted: an edit rings nobody.
            parts=(Part(notice.view, inquiry.id, args=(inquiry.assignee,)),),
            key=f"line:{inquiry.id}:{inquiry.referred_at:%Y%m%d%H%M%S%f}:{channel.platform}:{channel.chat}:{channel.thread}",
            not_before=_when_open(desk),
        )


def _held_until(desk: Desk, notice: Notice) -> datetime | None:
    return _when_open(desk) if notice.when == "open" else None


def _when_open(desk: Desk) -> datetime | None:
    heard = desk.office.hours.heard(desk.now)
    return heard if heard > desk.now else None


def _next_list(desk: Desk) -> datetime:
    """The next daily list: this morning's while it is being made, else at the next opening."""
    hours, today = desk.office.hours, desk.office.hours.today(desk.now)
    opening = hours.opening(today)
    if hours.calendar.is_working(today) and desk.now <= opening + MORNING:
        return max(desk.now, opening)
    return hours.opening(hours.calendar.after(today, 1))


def _mind_provisional(desk: Desk, inquiry: Inquiry) -> None:
    """Tell the administrator once a year that dates are counted on holidays not yet published."""
    for clock in inquiry.clocks:
        year = clock.due.year
        if clock.provisional and clock.running and not desk.work.kept(f"provisional/{year}"):
            desk.work.keep(f"provisional/{year}", "told")
            part = Part("provisional", args=(str(year),))
            post_to(desk, desk.work.roster.administrator, (part,), kind="notice", rank=ROUTINE)
