"""What people look up by a word: 待办, a number, 查, 谁管, 我的记录, 台账 (2.12, 7.4, 8.1)."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands.entitled import must_see
from bot.dialogs.speaking import after_registration
from bot.dialogs.talk import Talk
from bot.dialogs.where import tell_where
from bot.domain.errors import NoSuchInquiry, NotYours
from bot.domain.facts import Urged
from bot.domain.inquirer import UNKNOWN
from bot.domain.inquiry import Inquiry, Outcome, State
from bot.domain.office import OfficerId
from bot.domain.rights import seen_by
from bot.lines.candidates import officer_of
from bot.ports.store import Work
from bot.ports.values import Filter, Tally
from bot.rendering.ledger import Ledger, counts, wanted

MOST_LISTED = 8
MOST_COUNTED = 1000
"""Whoever finds more than that must say more anyway; how many more is not worked out."""
ECHOED = 40
"""Characters of what was asked that are said back."""
_RECORD_DAYS = 30


def todo(talk: Talk, rest: str) -> None:
    """待办: what I owe, most urgent first; second page what I was first asked."""
    inquiries = talk.turn.work.inquiries
    lists = owed_by(talk.me.id), followed_by(talk.me.id)
    owed, followed = map(inquiries.count, lists)
    second = rest.strip() in ("2", *talk.turn.views.wording.labels("second_page").values())
    talk.say(
        "replies/todo",
        listed=inquiries.find(replace(lists[second], at_most=MOST_LISTED)),
        more=(followed if second else owed) - MOST_LISTED,
        owed=owed,
        followed=followed,
        second=second,
    )


def owed_by(officer: OfficerId) -> Filter:
    """What somebody owes the next step of, the most urgent first."""
    return Filter(open=True, owes=officer, by_due=True)


def followed_by(officer: OfficerId) -> Filter:
    """What somebody was first asked and another owes, the most urgent first."""
    return Filter(open=True, first_responder=officer, owes_not=officer, by_due=True)


def where(talk: Talk, number: str) -> None:
    """The number alone: the card with its buttons for who acts, the seven lines for who asks."""
    if not number.strip():
        todo(talk, "")
        return
    _show(talk, by_number(talk, number))


def _show(talk: Talk, found: Inquiry) -> None:
    if not talk.turn.acts_for(talk.me.id, found.owes):
        tell_where(talk, found)
    elif found.state is State.REGISTERED:
        routed, _ = after_registration(talk, found.matter, UNKNOWN)
        talk.show("clerk", found.id, args=routed.codes)
    else:
        view = {State.RAISED: "leader", State.CONCLUDED: "follow-up"}.get(found.state, "")
        talk.show(view or ("officer" if found.assignee == found.owes else "clerk"), found.id)


def card(talk: Talk, inquiry: int, _: str) -> None:
    """办: the card of an inquiry in a list, with its buttons."""
    _show(talk, talk.turn.inquiry(inquiry))


def by_number(talk: Talk, number: str) -> Inquiry:
    """Return the inquiry a typed command is about.

    Raises:
        NoSuchInquiry: there is none of that number.
        NotForYou: it is not to be seen by who asks.
    """
    found = talk.turn.work.inquiries.numbered(number.strip())
    if found is None:
        raise NoSuchInquiry(number.strip())
    must_see(talk.turn, talk.me, found)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """查: the first of them, and how many there are, counted no further than `MOST_COUNTED`."""

    wanted: Filter

    def __call__(self, work: Work) -> tuple[list[Inquiry], int]:
        """Ask the store."""
        inquiries = work.inquiries
        return inquiries.find(self.wanted), inquiries.count(self.wanted, up_to=MOST_COUNTED)


@dataclass(frozen=True, slots=True)
class Tallied:
    """台账, 我的记录: the first of them, and how many there are of each kind."""

    wanted: Filter

    def __call__(self, work: Work) -> tuple[list[Inquiry], list[Tally]]:
        """Ask the store."""
        return work.inquiries.find(self.wanted), work.inquiries.tally(self.wanted)


def find(talk: Talk, rest: str) -> None:
    """查: name, number's end, words, 上周; only what the asker may see."""
    listed, counted = talk.turn.looks.up(Found(_seen(talk, rest)))
    talk.say(
        "replies/found",
        listed=listed,
        more=counted - MOST_LISTED,
        uncounted=counted == MOST_COUNTED,
        asked=rest.strip()[:ECHOED],
    )


def _seen(talk: Talk, rest: str) -> Filter:
    """What was asked for, as far as who asks may see it; a page of it."""
    roster, now = talk.turn.work.roster, talk.turn.now
    filter_ = wanted(rest, talk.turn.views.wording, roster, now)
    may_see = seen_by(talk.me, roster, talk.turn.office.hours.today(now))
    return replace(filter_, seen_by=may_see, at_most=MOST_LISTED)


def who(talk: Talk, rest: str) -> None:
    """谁管: person, room, in or out, without registering."""
    roster = talk.turn.work.roster
    routed = talk.turn.router.route(rest, roster=roster, recent=())
    duty = roster.duty(routed.duty) if routed.duty else None
    officer = roster.officer(officer_of(duty, roster)) if duty else None
    talk.say(
        "replies/who", asked=rest.strip()[:ECHOED], duty=duty, officer=officer, codes=routed.codes
    )


def my_record(talk: Talk, _: str) -> None:
    """我的记录: when registered, how often urged; in one's own favour only."""
    since = talk.turn.now - timedelta(days=_RECORD_DAYS)
    day = talk.turn.office.hours.today(since)
    mine = Filter(registered_by=talk.me.id, since=day, at_most=MOST_LISTED)
    listed, tallies = talk.turn.looks.up(Tallied(mine))
    talk.say(
        "replies/my_record",
        days=_RECORD_DAYS,
        listed=listed,
        count=sum(each.count for each in tallies),
        urged=talk.turn.work.journal.count(Urged.__name__, since, by=talk.me.id),
        answered=sum(each.count for each in tallies if each.outcome == Outcome.ANSWERED),
    )


def ledger(talk: Talk, rest: str) -> None:
    """台账 [filter]: the newest lines and the counts; each department has its own (1.1)."""
    roster = talk.turn.work.roster
    listed, tallies = talk.turn.looks.up(Tallied(_seen(talk, rest)))
    total = sum(each.count for each in tallies)
    book = Ledger(talk.turn.office, roster, talk.turn.views.wording)
    talk.say(
        "replies/ledger",
        listed=[book.row(talk.as_seen(i)) for i in listed],
        more=total - MOST_LISTED,
        counts=counts(tallies, roster),
        total=total,
    )


def is_mine(talk: Talk, inquiry: Inquiry) -> bool:
    """Tell whether who speaks follows it, handles it or registered it, or stands in for who does."""
    people = {inquiry.follower, inquiry.assignee, inquiry.registered_by}
    return any(talk.turn.acts_for(talk.me.id, who) for who in people)


def must_be_mine(talk: Talk, inquiry: Inquiry) -> None:
    """Refuse to let strangers add to an inquiry, and whoever has handed his part over.

    Raises:
        NotForYou: it is not to be seen by who speaks.
        NotYours: he has no part in it.
    """
    must_see(talk.turn, talk.me, inquiry)
    if not is_mine(talk, inquiry):
        raise NotYours(inquiry.number, inquiry.follower)
