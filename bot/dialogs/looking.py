"""What people look up by a word: 待办, a number, 查, 谁管, 我的记录, 台账 (2.12, 7.4, 8.1)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from bot.candidates import officer_of
from bot.commands.entitled import must_see
from bot.dialogs.speaking import after_registration
from bot.dialogs.talk import Talk
from bot.dialogs.where import tell_where
from bot.domain.errors import NoSuchInquiry, NotYours
from bot.domain.facts import Urged
from bot.domain.inquiry import Inquiry, State
from bot.domain.rights import may_see
from bot.kept import Filter
from bot.ledger import Ledger, counts, wanted

PAGE = 8
ECHOED = 40
"""Characters of what was asked that are said back."""
_RECORD_DAYS = 30


def todo(talk: Talk, rest: str) -> None:
    """待办: what I owe, most urgent first; second page what I was first asked."""
    work = talk.desk.work
    owed = work.inquiries.find(Filter(open=True, owes=talk.me.id, newest_first=False))
    followed = work.inquiries.find(
        Filter(open=True, first_responder=talk.me.id, newest_first=False)
    )
    followed = [i for i in followed if i.owes != talk.me.id]
    second = rest.strip() in ("2", *talk.desk.views.wording.labels("second_page").values())
    listed = sorted(followed if second else owed, key=lambda i: i.due or i.received_at)
    talk.say(
        "replies/todo",
        listed=listed[:PAGE],
        more=len(listed) - PAGE,
        owed=len(owed),
        followed=len(followed),
        second=second,
    )


def where(talk: Talk, number: str) -> None:
    """The number alone: the card with its buttons for who acts, the seven lines for who asks."""
    if not number.strip():
        todo(talk, "")
        return
    _show(talk, by_number(talk, number))


def _show(talk: Talk, found: Inquiry) -> None:
    if talk.me.id != found.owes:
        tell_where(talk, found)
    elif found.state is State.REGISTERED:
        routed, _ = after_registration(talk, found.matter, "", "")
        talk.show("clerk", found.id, args=routed.codes)
    else:
        view = {State.RAISED: "leader", State.CONCLUDED: "follow-up"}.get(found.state, "")
        talk.show(view or ("officer" if found.assignee == talk.me.id else "clerk"), found.id)


def card(talk: Talk, inquiry: int, _: str) -> None:
    """办: the card of an inquiry in a list, with its buttons."""
    _show(talk, talk.desk.work.inquiries.get(inquiry))


def by_number(talk: Talk, number: str) -> Inquiry:
    """Return the inquiry a typed command is about.

    Raises:
        NoSuchInquiry: there is none of that number.
        NotForYou: it is not to be seen by who asks.
    """
    found = talk.desk.work.inquiries.numbered(number.strip())
    if found is None:
        raise NoSuchInquiry(number.strip())
    must_see(talk.desk, talk.me, found)
    return found


def find(talk: Talk, rest: str) -> None:
    """查: name, number's end, words, 上周; only what the asker may see."""
    roster = talk.desk.work.roster
    filter_ = wanted(rest, talk.desk.views.wording, roster, talk.desk.now)
    today = talk.desk.office.hours.today(talk.desk.now)
    found = talk.desk.work.inquiries.find(filter_)
    seen = [i for i in found if may_see(talk.me, i, roster, today)]
    talk.say(
        "replies/found", listed=seen[:PAGE], more=len(seen) - PAGE, asked=rest.strip()[:ECHOED]
    )


def who(talk: Talk, rest: str) -> None:
    """谁管: person, room, in or out, without registering."""
    roster = talk.desk.work.roster
    routed = talk.desk.router.route(rest, roster=roster, recent=())
    duty = roster.duty(routed.duty) if routed.duty else None
    officer = roster.officer(officer_of(duty, roster)) if duty else None
    talk.say(
        "replies/who", asked=rest.strip()[:ECHOED], duty=duty, officer=officer, codes=routed.codes
    )


def my_record(talk: Talk, _: str) -> None:
    """我的记录: when registered, how often urged; in one's own favour only."""
    since = talk.desk.now - timedelta(days=_RECORD_DAYS)
    day = talk.desk.office.hours.today(since)
    mine = talk.desk.work.inquiries.find(Filter(registered_by=talk.me.id, since=day))
    urged = [
        line for line in talk.desk.work.journal.kind(Urged.__name__, since) if line.by == talk.me.id
    ]
    outcomes = Counter(i.outcome.value for i in mine if i.outcome)
    talk.say(
        "replies/my_record",
        days=_RECORD_DAYS,
        mine=mine[:PAGE],
        count=len(mine),
        urged=len(urged),
        answered=outcomes.get("answered", 0),
    )


def ledger(talk: Talk, rest: str) -> None:
    """台账 [filter]: the newest lines and the counts; each department has its own (1.1)."""
    roster = talk.desk.work.roster
    filter_ = replace(wanted(rest, talk.desk.views.wording, roster, talk.desk.now), at_most=5000)
    found = talk.desk.work.inquiries.find(filter_)
    today = talk.desk.office.hours.today(talk.desk.now)
    found = [i for i in found if may_see(talk.me, i, roster, today)]
    book = Ledger(talk.desk.office, roster, talk.desk.views.wording)
    listed = [talk.as_seen(i) for i in found[:PAGE]]
    talk.say(
        "replies/ledger",
        listed=[book.row(i) for i in listed],
        more=len(found) - PAGE,
        counts=counts(found, roster),
        total=len(found),
    )


def is_mine(talk: Talk, inquiry: Inquiry) -> bool:
    """Tell whether who speaks follows it, handles it or registered it."""
    return talk.me.id in (inquiry.follower, inquiry.assignee, inquiry.registered_by)


def must_be_mine(talk: Talk, inquiry: Inquiry) -> None:
    """Refuse to let strangers add to an inquiry."""
    if not is_mine(talk, inquiry):
        raise NotYours(inquiry.number, inquiry.follower)
