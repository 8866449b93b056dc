"""Missing papers: told once and completely (一次性告知), awaited, completed."""

from datetime import datetime

from bot.domain.clocks import ClockKind
from bot.domain.copies import replace
from bot.domain.facts import PapersCompleted, PapersMissing
from bot.domain.hands import Step, must_be_one_of, must_hold, needs, paused, stopped
from bot.domain.inquiry import Inquiry, Papers, State
from bot.domain.ladder import begin
from bot.domain.office import Duty, OfficerId
from bot.domain.rules import Office


def lack_papers(
    inquiry: Inquiry,
    *,
    duty: Duty,
    missing: tuple[str, ...],
    by: OfficerId,
    at: datetime,
    office: Office,
) -> Step:
    """Give the one-time notice (一次性告知, 3.3) and wait for the papers; other clocks pause.

    Raises:
        NotYours: *by* does not hold it.
        NotAllowedNow: nobody could be waiting for papers now.
    """
    needs(inquiry, State.REGISTERED, State.REFERRED, State.ACCEPTED)
    must_hold(inquiry, by)
    brought = tuple(m.name for m in duty.materials if m.name not in missing)
    papers = Papers(at=at, by=by, duty=duty.title, missing=missing, brought=brought)
    clocks = stopped(inquiry.clocks, ClockKind.REFER, ClockKind.CONTACT, ClockKind.HALL, at=at)
    clocks = tuple(paused(c, at) for c in clocks)
    wait = begin(ClockKind.SUPPLEMENT, owner=inquiry.follower, at=at, office=office)
    waiting = replace(
        inquiry,
        state=State.AWAITING,
        step=inquiry.step + 1,
        duty=duty.title,
        department=inquiry.department or duty.department,
        papers=(*inquiry.papers, papers),
        clocks=(*clocks, wait),
    )
    return waiting, (PapersMissing(inquiry=inquiry.id, at=at, by=by, missing=missing),)


def complete_papers(inquiry: Inquiry, *, by: OfficerId, at: datetime, office: Office) -> Step:
    """Note that the papers came (补齐): back to who held it, his clock starting anew.

    Raises:
        NotYours: *by* is neither first responder nor assignee.
        NotAllowedNow: no papers are awaited.
    """
    needs(inquiry, State.AWAITING)
    must_be_one_of(inquiry, by, inquiry.follower, inquiry.assignee)
    papers = (*inquiry.papers[:-1], replace(inquiry.papers[-1], completed_at=at))
    clocks = tuple(c for c in stopped(inquiry.clocks, ClockKind.SUPPLEMENT, at=at) if not c.paused)
    kind, owner = (
        (ClockKind.FINISH, inquiry.assignee)
        if inquiry.assignee
        else (ClockKind.REFER, inquiry.follower)
    )
    back = replace(
        inquiry,
        state=State.ACCEPTED if inquiry.assignee else State.REGISTERED,
        step=inquiry.step + 1,
        papers=papers,
        clocks=(*clocks, begin(kind, owner=owner, at=at, office=office)),
    )
    return back, (PapersCompleted(inquiry=inquiry.id, at=at, by=by),)
