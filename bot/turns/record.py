"""Writes down what happened: state, journal, undo, and everything that is owed because of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.emergency import is_urgent
from bot.domain.facts import Fact, Undone
from bot.domain.inquiry import Inquiry
from bot.domain.messages import ROUTINE, PostKind, When
from bot.domain.notices import HALL, Notice, notices_for
from bot.domain.office import NOBODY, OfficerId
from bot.ports.values import Item, Part, Post, Undo
from bot.rendering.views import UNDONE
from bot.turns.calling import called_before, tell_everywhere
from bot.turns.owed import Owed
from bot.turns.owing import MOST_ITEMS, listed, owe, release, when_open
from bot.turns.slice import Slice
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
    saved = turn.work.inquiries.save(_alone(after))
    turn.work.journal.append(facts)
    if before is None or before.step != saved.step:
        _main_faces(turn, saved)
    turn.changed(saved, stepped=before is not None and before.step != saved.step)
    made = _tell_all(turn, saved, facts)
    # Whoever may take the step back gets the button for it, which was not there yet.
    turn.shown_in(saved.id, (post for post in made if post.to != undo_by))
    if undo_by:
        turn.work.undos.put(_way_back(turn, before, saved, undo_by, made))
    return saved


def _way_back(
    turn: Turn, before: Inquiry | None, after: Inquiry, by: OfficerId, made: Iterable[Post]
) -> Undo:
    return Undo(
        inquiry=after.id,
        by=by,
        at=turn.now,
        step=after.step,
        before=_alone(before) if before is not None else None,
        posts=tuple(post.id for post in made),
    )


def _alone(inquiry: Inquiry) -> Inquiry:
    """Without the deputies in force: they are looked up anew at each step, never kept."""
    return replace(inquiry, acting_for=()) if inquiry.acting_for else inquiry


def _tell_all(turn: Turn, inquiry: Inquiry, facts: tuple[Fact, ...]) -> tuple[Post, ...]:
    """Owe whatever follows from the facts; return the posts it made."""
    already = len(turn.made)
    _mind_provisional(turn, inquiry)
    urgent, office = is_urgent(inquiry), turn.under(inquiry)
    before = called_before(turn, inquiry) if urgent else ()
    for fact in facts:
        for notice in notices_for(
            fact, inquiry, turn.work.roster, office, urgent=urgent, called_before=before
        ):
            tell(turn, notice, inquiry, by=fact.by)
    return turn.made[already:]


def tell(turn: Turn, notice: Notice, inquiry: Inquiry, *, by: OfficerId = NOBODY) -> None:
    """Turn a notice of what *by* did into a post, or into an item of the person's next list."""
    if notice.view == HALL:
        release(turn, notice.to, inquiry.id)
    if not notice.to:
        _tell_channels(turn, notice, inquiry)
    elif notice.everywhere and turn.work.roster.accounts(notice.to):
        tell_everywhere(turn, notice, inquiry)
    elif notice.alone and notice.when in (When.NOW, When.OPEN):
        owed = Owed(
            to=notice.to,
            parts=(Part(notice.view, inquiry.id, args=notice.args),),
            kind=notice.kind,
            key=notice.key,
            rank=notice.rank,
            not_before=when_open(turn) if notice.when is When.OPEN else None,
            by=by,
            alone=notice.kind == PostKind.FILES,
        )
        owe(turn, owed)
    else:
        turn.work.items.add(_item(turn, notice, inquiry.id))


def _item(turn: Turn, notice: Notice, inquiry: int) -> Item:
    return Item(
        key=notice.key,
        to=notice.to,
        inquiry=inquiry,
        view=notice.view,
        args=notice.args,
        not_before=turn.now if notice.when is When.LIST else _next_list(turn),
        alone=notice.alone,
        rank=notice.rank,
    )


def flush_items(turn: Turn, piece: Slice) -> None:
    """Put what is ready into lists: one message a person (个人清单).

    A formal notice is a message by itself; several at once for one person share one (noise budget).
    """
    for person in turn.work.items.recipients(turn.now):
        if piece.spent:
            return
        items = turn.work.items.ready(turn.now, to=person)
        turn.work.items.told([item.key for item in items])
        piece.spend(min(len(items), MOST_ITEMS))
        alone = [item for item in items if item.alone]
        if len(alone) == 1:
            items.remove(alone[0])
            _tell_alone(turn, alone[0])
        if items:
            parts = listed(tuple(map(_part, items)))
            owe(turn, Owed(to=person, parts=parts, kind=PostKind.LIST, rank=ROUTINE))


def _tell_alone(turn: Turn, item: Item) -> None:
    owed = Owed(to=item.to, parts=(_part(item),), key=item.key, rank=item.rank, alone=True)
    owe(turn, owed)


def _part(item: Item) -> Part:
    return Part(item.view, item.inquiry, args=item.args)


def undo(turn: Turn, last: Undo, *, by: OfficerId) -> Inquiry:
    """Put the inquiry back as it was (撤回); clocks go on as if the step had not been.

    What was not yet sent is dropped, what was sent is edited; the journal keeps both.
    """
    now_stands = turn.inquiry(last.inquiry)
    before = last.before or now_stands
    since = {name: getattr(now_stands, name) for name in _STAYS}
    restored = replace(before, step=now_stands.step + 1, version=now_stands.version, **since)
    fact = Undone(inquiry=last.inquiry, at=turn.now, by=by, step=last.step)
    for post_id in last.posts:
        _take_back(turn, post_id, last.inquiry)
    turn.work.undos.drop(last.inquiry)
    return record(turn, restored, (fact,), before=now_stands)


_STAYS = ("inquirer", "matter", "channel", "doubts", "notes", "files", "presence", "released")
"""What was added or corrected after a step, which undoing the step leaves alone."""


def _take_back(turn: Turn, post_id: int, inquiry: int) -> None:
    """Of a message that also tells other things, only what it says about *inquiry*."""
    post = turn.work.posts.get(post_id)
    if post is None:
        return
    post = turn.latest(post)
    if not post.shown and not post.message_id and post.not_before:
        turn.leave_out(post, [part for part in post.parts if part.inquiry == inquiry])
        return
    turn.face(post, inquiry, UNDONE)


def _main_faces(turn: Turn, inquiry: Inquiry) -> None:
    """A step was taken: whatever menu a card was showing, it shows the new state."""
    for post in map(turn.latest, turn.work.posts.about(inquiry.id)):
        parts = tuple(
            replace(p, face="") if p.inquiry == inquiry.id and p.face not in ("", UNDONE) else p
            for p in post.parts
        )
        if parts != post.parts:
            turn.show(replace(post, parts=parts))


def _tell_channels(turn: Turn, notice: Notice, inquiry: Inquiry) -> None:
    # Whom it tags is settled when it is posted: an edit rings nobody.
    parts = (Part(notice.view, inquiry.id, args=(inquiry.assignee,)),)
    for channel in turn.work.roster.channels_of(inquiry.department):
        at = Address(channel.platform, channel.chat, channel.thread)
        key = f"line:{inquiry.id}:{inquiry.referred_at:%Y%m%d%H%M%S%f}:{at.platform}:{at.chat}:{at.thread}"
        owe(turn, Owed(at=at, kind=PostKind.LINE, parts=parts, key=key, not_before=when_open(turn)))


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
            told = Part("provisional", args=(str(year),))
            administrator = turn.work.roster.administrator
            owe(turn, Owed(to=administrator, parts=(told,), kind=PostKind.NOTICE, rank=ROUTINE))
