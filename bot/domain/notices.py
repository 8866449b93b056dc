"""Who is told what when something has happened: facts in, notices out (通知). Pure.

Views name templates. What clocks ask of people goes into their list; everything else is a
message of its own, because somebody just did something that concerns them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.domain.clocks import ClockKind
from bot.domain.emergency import called
from bot.domain.facts import (
    Concluded,
    Directed,
    Fact,
    MaterialsKept,
    PapersCompleted,
    PapersMissing,
    PresenceTold,
    Raised,
    Referred,
    Reopened,
    RungReached,
    SentBack,
    Transferred,
    UrgeAnswered,
    Urged,
)
from bot.domain.facts_of_emergencies import TakenInHand
from bot.domain.inquiry import WITH_ASSIGNEE, FileState, Inquiry, Presence, State, UrgeKind
from bot.domain.ladder import FORMAL_URGE
from bot.domain.messages import INTERACTIVE, ROUTINE, URGENT, PostKind, When
from bot.domain.office import NOBODY, OfficerId
from bot.domain.roster import Roster
from bot.domain.rules import Office
from bot.domain.ruleset import SELF_REFERRAL, Rung

MATERIALS = "materials"
"""The view that sends kept files along."""
HALL = "hall"
"""The view that tells an officer that his inquirer waits in the hall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing owed to one person, or (*to* empty) to the department's channels.

    *alone*: not bundled into a list. *args* survive with the message. *everywhere*: on every account
    the person has.
    """

    view: str
    to: OfficerId = NOBODY
    when: When = When.NOW
    rank: int = INTERACTIVE
    alone: bool = True
    args: tuple[str, ...] = ()
    key: str = ""
    kind: PostKind = PostKind.CARD
    everywhere: bool = False


def notices_for(
    fact: Fact,
    inquiry: Inquiry,
    roster: Roster,
    office: Office,
    *,
    urgent: bool = False,
    called_before: Collection[OfficerId] = (),
) -> Iterator[Notice]:
    """Say who is owed what because of *fact*; *inquiry* is as it stands after it.

    *called_before*: who was called to this emergency already.
    """
    yield from _in_minutes(fact, inquiry, roster, office, called_before)
    at_once = urgent or inquiry.presence is Presence.HALL
    waits, rank = (When.NOW, URGENT) if at_once else (When.OPEN, INTERACTIVE)
    match fact:
        case Referred(taken_up=True):
            yield Notice(view="line")
        case Referred(to=to) | Transferred(to=to):
            yield Notice(view="officer", to=to, when=waits, rank=rank)
            yield Notice(view="line")
            yield from _materials(inquiry, to=to, when=waits)
        case Directed(to=to, helpers=helpers):
            if to != fact.by:
                yield Notice(view="officer", to=to, when=waits, rank=rank)
                yield from _materials(inquiry, to=to, when=waits)
            yield from (Notice(view="helper", to=h, when=waits, rank=rank) for h in helpers)
            if to != inquiry.follower:
                yield Notice(view="directed", to=inquiry.follower)
            yield Notice(view="line")
        case Raised(to=to):
            yield Notice(view="leader", to=to, when=waits, rank=rank)
        case SentBack(to=to) if inquiry.state is State.RAISED:
            key = f"{inquiry.id}:returned:{len(inquiry.returns)}:{to}"
            yield Notice(view="decide-return", to=to, when=When.DAILY, alone=False, key=key)
        case SentBack(to=to):
            yield Notice(view="returned", to=to)
        case _:
            yield from _later_life(fact, inquiry, roster, office)


def _materials(
    inquiry: Inquiry, *, to: OfficerId, when: When, only: Collection[int] | None = None
) -> Iterator[Notice]:
    """Send the kept files along to whoever has it now, but for those he handed in himself."""
    ids = [
        str(file.id)
        for file in inquiry.files
        if file.state == FileState.KEPT and file.by != to and (only is None or file.id in only)
    ]
    if ids:
        key = f"{inquiry.id}:materials:{inquiry.step}:{','.join(ids)}:{to}"
        yield Notice(
            view=MATERIALS, to=to, when=when, args=tuple(ids), key=key, kind=PostKind.FILES
        )


def _later_life(fact: Fact, inquiry: Inquiry, roster: Roster, office: Office) -> Iterator[Notice]:
    responder = inquiry.follower
    match fact:
        case PresenceTold(presence=Presence.HALL.value) if inquiry.assignee != responder:
            yield Notice(view=HALL, to=inquiry.assignee, rank=URGENT)
        case MaterialsKept(files=files) if inquiry.state in WITH_ASSIGNEE:
            when = When.NOW if inquiry.presence is Presence.HALL else When.OPEN
            new = tuple(file for file, _ in files)
            yield from _materials(inquiry, to=inquiry.assignee, when=when, only=new)
        case PapersMissing() if fact.by != responder:
            yield Notice(view="papers", to=responder)
        case PapersCompleted() if inquiry.assignee and inquiry.assignee != fact.by:
            yield Notice(view="papers-back", to=inquiry.assignee, when=When.OPEN)
        case Concluded() if inquiry.state is State.CONCLUDED:
            yield Notice(view="follow-up", to=responder)
        case Reopened(to=to):
            yield Notice(view="officer", to=to, when=When.OPEN)
        case Urged(how=UrgeKind.BOT):
            yield Notice(view="urge", to=inquiry.assignee, rank=URGENT, args=(str(fact.number),))
        case UrgeAnswered() if inquiry.assignee != responder:
            yield Notice(view="promised", to=responder, when=When.OPEN)
        case RungReached(clock=clock) if clock != ClockKind.URGENT:
            yield from _rung(fact, inquiry, roster, office)


def _rung(fact: RungReached, inquiry: Inquiry, roster: Roster, office: Office) -> Iterator[Notice]:
    rung = office.rules.ladder(fact.clock)[fact.place]
    told: set[OfficerId] = set()
    for part in (*rung.tell, *rung.listed):
        wanted = person_for(part, fact.owner, inquiry, roster)
        to = reachable(wanted, inquiry, roster, office, fact)
        if not to or to in told:
            continue
        told.add(to)
        passed = wanted if to != wanted else NOBODY
        yield _item(fact, rung, to, passed, listed=part not in rung.tell)


def _in_minutes(
    fact: Fact,
    inquiry: Inquiry,
    roster: Roster,
    office: Office,
    called_before: Collection[OfficerId],
) -> Iterator[Notice]:
    """What an emergency adds: who is called, and what the clerk hears of it."""
    match fact:
        case RungReached(clock=clock) if clock == ClockKind.URGENT:
            yield from _emergency(fact, inquiry, roster, office, called_before)
        case TakenInHand(by=by) if by != inquiry.follower:
            yield Notice(view="in-hand", to=inquiry.follower, rank=URGENT)
        case Referred(by=by, to=to) if by == NOBODY and to != inquiry.follower:
            yield Notice(view="referred-itself", to=inquiry.follower, rank=URGENT)


def _emergency(
    fact: RungReached,
    inquiry: Inquiry,
    roster: Roster,
    office: Office,
    called_before: Collection[OfficerId],
) -> Iterator[Notice]:
    """Call at once, at any hour, on every account; what refers by itself calls nobody."""
    rung = office.rules.ladder(fact.clock)[fact.place]
    if rung.view == SELF_REFERRAL:
        return
    told: set[OfficerId] = set()
    for part in rung.tell:
        to = called(part, inquiry, roster, {*called_before, *told})
        if not to or to in told:
            continue
        told.add(to)
        key = f"{inquiry.id}:{fact.clock}:{fact.place}:{int(fact.at.timestamp())}:{to}"
        yield Notice(view=rung.view, to=to, rank=URGENT, key=key, everywhere=True)


def _item(
    fact: RungReached, rung: Rung, to: OfficerId, passed: OfficerId, *, listed: bool
) -> Notice:
    urgent = rung.urgent
    when = When.DAILY if listed else When.LIST
    view = f"{rung.view}-listed" if listed and rung.view == FORMAL_URGE else rung.view
    return Notice(
        view=view,
        to=to,
        when=When.NOW if urgent else when,
        rank=URGENT if urgent else ROUTINE,
        alone=urgent or (rung.view == FORMAL_URGE and not listed),
        args=(fact.clock, fact.due.isoformat(), str(fact.occurrence), passed),
        key=f"{fact.inquiry}:{fact.clock}:{rung.view}:{fact.occurrence}:{int(fact.due.timestamp())}:{to}",
    )


def still_concerns(view: str, inquiry: Inquiry, to: OfficerId) -> bool:
    """Tell whether a message held back for later still concerns its reader."""
    match view:
        case "officer" | "hall" | "papers-back" | "materials":
            return inquiry.state in WITH_ASSIGNEE and inquiry.assignee == to
        case "leader":
            return inquiry.state is State.RAISED and inquiry.director == to
        case "line":
            return inquiry.state in WITH_ASSIGNEE
        case "promised":
            return not inquiry.told_new_date
    return inquiry.is_open


def person_for(part: str, owner: OfficerId, inquiry: Inquiry, roster: Roster) -> OfficerId:
    """Who plays a ladder's part; a head or leader who is the owner himself passes upward (1.9)."""
    department = roster.officer(owner).department or inquiry.department
    steps = {
        "owner": (owner,),
        "assignee": (inquiry.assignee or owner,),
        "first_responder": (inquiry.follower,),
        "head": (roster.head_of(department), roster.leader_of(department), roster.chief),
        "leader": (roster.leader_of(department), roster.chief),
        "chief": (roster.chief,),
    }[part]
    if len(steps) == 1:
        return steps[0]
    return next((who for who in steps if who and who != owner), NOBODY)


def reachable(
    wanted: OfficerId, inquiry: Inquiry, roster: Roster, office: Office, fact: Fact
) -> OfficerId:
    """Who hears it in place of someone absent or gone: his deputy, his head, the leader, the chief."""
    today = office.hours.today(fact.at)
    if wanted and roster.officer(wanted).active:
        acting = roster.acting(wanted, today)
        if acting:
            return acting
    department = roster.officer(wanted).department or inquiry.department
    above = (roster.head_of(department), roster.leader_of(department), roster.chief)
    for step in above:
        if step and step != wanted and roster.acting(step, today) == step:
            return step
    return wanted
