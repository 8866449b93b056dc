"""What is typed about one inquiry, or about what the office knows: 撤回, 催, 请示, 补, 告知, 目录."""

import re

from bot.commands.direct import RaiseInquiry
from bot.commands.undo import UndoStep
from bot.commands.urge import UrgeInquiry
from bot.dialogs import forming, looking, remarks
from bot.dialogs.talk import Talk
from bot.domain.facts import CatalogueGap

NUMBER = re.compile(r"\d{4}-\d{2,}")
_LAST_GAPS = 7


def undo(talk: Talk, rest: str) -> None:
    """撤回."""
    number = NUMBER.search(rest)
    wanted = looking.by_number(talk, number[0]).id if number else 0
    inquiry = talk.do(UndoStep(talk.me.id, wanted))
    talk.say("replies/undone", i=inquiry)


def urge(talk: Talk, rest: str) -> None:
    """催 1123-07."""
    inquiry = looking.by_number(talk, rest)
    urged = talk.do(UrgeInquiry(inquiry.id, talk.me.id))
    talk.say("replies/urged", i=urged)


def raise_it(talk: Talk, rest: str) -> None:
    """请示 1123-07."""
    inquiry = talk.do(RaiseInquiry(looking.by_number(talk, rest).id, talk.me.id))
    talk.say("replies/raised", i=inquiry)


def add(talk: Talk, rest: str) -> None:
    """补 1123-07 …."""
    number = NUMBER.search(rest)
    if number is None:
        talk.say("replies/add_how")
        return
    inquiry = looking.by_number(talk, number[0])
    looking.must_be_mine(talk, inquiry)
    remarks.add(talk, inquiry, rest.replace(number[0], "", 1).strip())


def papers(talk: Talk, rest: str) -> None:
    """告知 公租房申请: the materials, without registering (2.12)."""
    roster = talk.turn.work.roster
    routed = talk.turn.router.route(rest, roster=roster, recent=())
    duty = roster.duty(rest.strip()) or (roster.duty(routed.duty) if routed.duty else None)
    talk.say("replies/papers", asked=rest.strip()[: looking.ECHOED], duty=duty)


def register(talk: Talk, _: str) -> None:
    """登记."""
    forming.begin(talk)


def catalogue(talk: Talk, _: str) -> None:
    """目录: what the catalogue did not find, for the administrator (9.3)."""
    since = talk.turn.office.hours.same_time_after(talk.turn.now, -_LAST_GAPS)
    gaps = talk.turn.work.journal.kind(CatalogueGap.__name__, since)
    listed = [talk.turn.inquiry(line.inquiry) for line in gaps]
    talk.say("replies/gaps", listed=[i for i in listed if i.state != "void"])
