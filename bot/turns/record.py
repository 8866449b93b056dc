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
from bot.turns.turn import Turn

MORNING = timedelta(minutes=30)
"""How long after opening the day's lists still take what falls due."""


def record(
    turn: Turn,
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
    saved = turn.work.inquiries.save(_alone(after))
    turn.work.journal.append(facts)
    turn.touched.add(saved.number)
    if before is None or before.step != saved.step:
        _main_faces(turn, saved)
    if before is not None and before.step != saved.step:
        turn.stepped.add(saved.id)
    turn.dirty[saved.id] = saved
    turn.aged.discard(saved.id)
    made = _tell_all(turn, saved, facts)
    # Whoever may take the step back gets the button for it, which was not there yet.
    turn.shown[saved.id] = frozenset(post.id for post in made if post.to != undo_by)
    if undo_by:
        posts = tuple(post.id for post in made)
        way_back = Undo(
            inquiry=saved.id, by=undo_by, at=turn.now, step=saved.step, before=before, posts=posts
        )
        turn.work.undos.put(way_back)
    return saved


def _alone(inquiry: Inquiry) -> Inquiry:
    """Without the deputies in force: they are looked up anew at each step, never kept."""
    return replace(inquiry, acting_for=()) if inquiry.acting_for else inquiry


def _tell_all(turn: Turn, inquiry: Inquiry, facts: tuple[Fact, ...]) -> list[Post]:
    """Owe whatever follows from the facts; return the posts it made."""
    first_made = len(turn.made)
    _mind_provisional(turn, inquiry)
    urgent, office = is_urgent(inquiry), turn.under(inquiry)
    before = called_before(turn, inquiry) if urgent else ()
    for fact in facts:
        for notice in notices_for(
            fact, inquiry, turn.work.roster, office, urgent=urgent, called_before=before
        ):
            tell(turn, notice, inquiry, by=fact.by)
    return turn.made[first_made:]


def tell(turn: Turn, notice: Notice, inquiry: Inquiry, *, by: OfficerId = NOBODY) -> None:
    """Turn a notice of what *by* did into a post, or into an item of the person's next list."""
    if notice.view == HALL:
        release(turn, notice.to, inquiry.id)
    if not notice.to:
        _tell_channels(turn, notice, inquiry)
    elif notice.everywhere and turn.work.roster.accounts(notice.to):
        tell_everywhere(turn, notice, inquiry)
    elif notice.alone and notice.when in ("now", "open"):
        held = _held_until(turn, notice)
        post_to(
            turn,
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
        turn.work.items.add(
            Item(
                key=notice.key,
                to=notice.to,
                inquiry=inquiry.id,
                view=notice.view,
                args=notice.args,
                not_before=turn.now if notice.when == "list" else _next_list(turn),
                alone=notice.alone,
                rank=notice.rank,
            )
        )


def post_to(
    turn: Turn,
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
    accounts = turn.work.roster.accounts(to)
    if not accounts:
        return _tell_instead(turn, to, parts, key=key, not_before=not_before)
    if rank != URGENT and to != by:
        not_before = when_free(turn, to, not_before)
    address = Address(accounts[0].platform, accounts[0].chat)
    bundled = not alone and (kind == "list" or not_before is not None)
    if bundled and (found := joined(turn, to, address, parts, not_before=not_before)):
        return found
    owed = turn.owe(
        address, to=to, kind=kind, parts=parts, key=key, rank=rank, not_before=not_before
    )
    if owed and bundled:
        may_be_joined(turn, to, owed)
    return owed


def _tell_instead(
    turn: Turn,
    to: OfficerId,
    parts: tuple[Part, ...],
    *,
    key: str,
    not_before: datetime | None,
) -> Post | None:
    instead = stand_in_with_account(turn, to)
    if not instead or not parts or parts[0].view == MATERIALS:  # its card has said so already
        return None
    told = Part("unreachable", parts[0].inquiry, args=(to, parts[0].view))
    missed = NotDelivered(
        inquiry=parts[0].inquiry,
        at=turn.now,
        by=NOBODY,
        to=to,
        told=instead,
        reason="no account",
    )
    turn.work.journal.append((missed,))
    return post_to(turn, instead, (told,), key=key and f"{key}>{instead}", not_before=not_before)


def stand_in_with_account(turn: Turn, officer: OfficerId) -> OfficerId:
    """Return the nearest person above who can be written to, else an administrator, else nobody."""
    roster = turn.work.roster
    department = roster.officer(officer).department
    above = (
        roster.head_of(department),
        roster.leader_of(department),
        roster.administrator,
        roster.chief,
    )
    return next((w for w in above if w and w != officer and roster.accounts(w)), NOBODY)


def flush_items(turn: Turn) -> None:
    """Put what is ready into lists: one message a person (个人清单).

    A formal notice is a message by itself; several at once for one person share one (noise budget).
    """
    by_person: dict[OfficerId, list[Item]] = {}
    for item in turn.work.items.ready(turn.now):
        by_person.setdefault(item.to, []).append(item)
        turn.work.items.told((item.key,))
    for person, items in by_person.items():
        alone = [item for item in items if item.alone]
        if len(alone) == 1:
            part = Part(alone[0].view, alone[0].inquiry, args=alone[0].args)
            post_to(turn, person, (part,), key=alone[0].key, rank=alone[0].rank, alone=True)
            items.remove(alone[0])
        if not items:
            continue
        parts = tuple(Part(i.view, i.inquiry, args=i.args) for i in items[:MOST_ITEMS])
        if len(items) > MOST_ITEMS:
            parts = (*parts, Part("more-items", args=(str(len(items) - MOST_ITEMS),)))
        post_to(turn, person, parts, kind="list", rank=ROUTINE)


def undo(turn: Turn, last: Undo, *, by: OfficerId) -> Inquiry:
    """Put the inquiry back as it was (撤回); clocks go on as if the step had not been.

    What was not yet sent is dropped, what was sent is edited; the journal keeps both.
    """
    now_stands = turn.work.inquiries.get(last.inquiry)
    before = last.before or now_stands
    since = {name: getattr(now_stands, name) for name in _STAYS}
    restored = replace(before, step=now_stands.step + 1, version=now_stands.version, **since)
    fact = Undone(inquiry=last.inquiry, at=turn.now, by=by, step=last.step)
    for post_id in last.posts:
        _take_back(turn, post_id, last.inquiry)
    turn.work.undos.drop(last.inquiry)
    return record(turn, restored, (fact,), before=now_stands)


_STAYS = (
    "inquirer", "phone", "place", "unit", "matter", "channel", "doubts", "notes", "files", "presence",
    "released",
)  # fmt: skip
"""What was added or corrected after a step, which undoing the step leaves alone."""


def _take_back(turn: Turn, post_id: int, inquiry: int) -> None:
    """Of a message that also tells other things, only what it says about *inquiry*."""
    post = turn.turned.get(post_id) or turn.work.posts.get(post_id)
    if post is None:
        return
    if not post.shown and not post.message_id and post.not_before:
        turn.leave_out(post, [part for part in post.parts if part.inquiry == inquiry])
        return
    parts = tuple(replace(p, face=UNDONE) if p.inquiry == inquiry else p for p in post.parts)
    turn.show(replace(post, parts=parts))


def _main_faces(turn: Turn, inquiry: Inquiry) -> None:
    """A step was taken: whatever menu a card was showing, it shows the new state."""
    for post in turn.work.posts.about(inquiry.id):
        known = turn.turned.get(post.id, post)
        parts = tuple(
            replace(p, face="") if p.inquiry == inquiry.id and p.face not in ("", UNDONE) else p
            for p in known.parts
        )
        if parts != known.parts:
            turn.show(replace(known, parts=parts))


def _tell_channels(turn: Turn, notice: Notice, inquiry: Inquiry) -> None:
    for channel in turn.work.roster.channels_of(inquiry.department):
        turn.owe(
            Address(channel.platform, channel.chat, channel.thread),
            to=NOBODY,
            kind="line",
            # Whom it tags is settled when it is posted: an edit rings nobody.
            parts=(Part(notice.view, inquiry.id, args=(inquiry.assignee,)),),
            key=f"line:{inquiry.id}:{inquiry.referred_at:%Y%m%d%H%M%S%f}:{channel.platform}:{channel.chat}:{channel.thread}",
            not_before=_when_open(turn),
        )


def _held_until(turn: Turn, notice: Notice) -> datetime | None:
    return _when_open(turn) if notice.when == "open" else None


def _when_open(turn: Turn) -> datetime | None:
    heard = turn.office.hours.heard(turn.now)
    return heard if heard > turn.now else None


def _next_list(turn: Turn) -> datetime:
    """The next daily list: this morning's while it is being made, else at the next opening."""
    hours, today = turn.office.hours, turn.office.hours.today(turn.now)
    opening = hours.opening(today)
    if hours.calendar.is_working(today) and turn.now <= opening + MORNING:
        return max(turn.now, opening)
    return hours.opening(hours.calendar.after(today, 1))


def _mind_provisional(turn: Turn, inquiry: Inquiry) -> None:
    """Tell the administrator once a year that dates are counted on holidays not yet published."""
    for clock in inquiry.clocks:
        year = clock.due.year
        if clock.provisional and clock.running and not turn.work.kept(f"provisional/{year}"):
            turn.work.keep(f"provisional/{year}", "told")
            part = Part("provisional", args=(str(year),))
            post_to(turn, turn.work.roster.administrator, (part,), kind="notice", rank=ROUTINE)
