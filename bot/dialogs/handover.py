"""交接 李明 吴婷: what is owed on one card, handed over in one press or item by item (1.15)."""

from dataclasses import replace

from bot.chat.clean import whole_number
from bot.commands import do
from bot.commands.handover import HandOver, debts_of
from bot.dialogs.talk import Talk
from bot.domain.errors import HasLeft, OldButton, UsedButton
from bot.domain.office import NOBODY, Officer, OfficerId
from bot.ports.values import Part, Post
from bot.rendering.markup import key_of

VIEW, ITEM, REST = "handover", "handover-item", "handover-more"
MOST_SHOWN = 20
"""Things on one card; what is left over is shown by saying 交接 again."""


def begin(talk: Talk, rest: str) -> None:
    """「交接 李明 吴婷」; without a successor it is his deputy, where there is one."""
    roster = talk.turn.work.roster
    names = rest.split()
    people = [roster.anybody(name) for name in names[:2]]
    unknown = next((n for n, found in zip(names, people, strict=False) if found is None), "")
    if unknown:
        talk.say("replies/no_such_person", asked=unknown[:40])
        return
    former = people[0] if people else None
    to = people[1] if len(people) > 1 else _deputy(talk, former)
    if former is None or to is None or to.id == former.id:
        talk.say("replies/handover_how")
        return
    if not to.active:
        raise HasLeft(to.id)
    _show(talk, former, to)


def hand_all(talk: Talk, _: int, __: str) -> None:
    """全部交给…: also what the card had no room for."""
    former, to = _people(talk)
    _do(talk, former, tuple((debt.code, to) for debt in debts_of(talk.turn, former)))


def hand_chosen(talk: Talk, _: int, __: str) -> None:
    """按此交接: each thing on the card to the person named beside it."""
    former = _people(talk)[0]
    items = (part for part in _post(talk).parts if part.view == ITEM)
    _do(talk, former, tuple((part.args[0], OfficerId(part.args[2])) for part in items))


def choose(talk: Talk, _: int, __: str) -> None:
    """逐件选: every line gets its button."""
    _people(talk)
    parts = tuple(replace(part, face="each") for part in _post(talk).parts)
    talk.turn.show(replace(_post(talk), parts=parts))


def successor(talk: Talk, _: int, arg: str) -> None:
    """换人 on one line: ``key`` opens the people, ``key,p1`` a page, ``key,=003`` names one."""
    _people(talk)
    key, chosen = (*arg.split(",", 1), "")[:2]
    parts = _post(talk).parts
    if all(part.view != ITEM or key_of(part.args[0]) != key for part in parts):
        raise OldButton("")
    talk.turn.show(replace(_post(talk), parts=tuple(_turned(p, key, chosen, talk) for p in parts)))


def _turned(part: Part, key: str, chosen: str, talk: Talk) -> Part:
    if part.view != ITEM or key_of(part.args[0]) != key:
        return replace(part, face="each") if part.face.startswith("people") else part
    code, former, _to, place = part.args
    if chosen.startswith("="):
        officer = talk.turn.work.roster.officer(chosen[1:])
        if not officer.active:
            raise HasLeft(officer.id)
        return replace(part, face="each", args=(code, former, officer.id, place))
    page = (whole_number(chosen[1:]) or 0) if chosen.startswith("p") else 0
    return replace(part, face="each" if chosen == "b" else f"people:{page}")


def _show(talk: Talk, former: Officer, to: Officer) -> None:
    debts = debts_of(talk.turn, former.id)
    head = Part(VIEW, args=(former.id, to.id, str(len(debts))))
    items = tuple(
        Part(ITEM, debt.inquiry, args=(debt.code, former.id, to.id, str(place)))
        for place, debt in enumerate(debts[:MOST_SHOWN], start=1)
    )
    last = Part(REST, args=(former.id, to.id, str(max(len(debts) - MOST_SHOWN, 0))))
    parts = (head, *items, last) if debts else (head,)
    talk.show_parts(parts)


def _do(talk: Talk, former: OfficerId, to: tuple[tuple[str, OfficerId], ...]) -> None:
    taken = do(HandOver(former, to, talk.me.id), talk.turn)
    done = tuple(f"{officer}={count}" for officer, count in taken.items())
    left = str(len(debts_of(talk.turn, former)))
    parts = (Part(VIEW, face="done", args=(former, left, *done)),)
    talk.turn.show(replace(_post(talk), parts=parts))


def _people(talk: Talk) -> tuple[OfficerId, OfficerId]:
    """Whose things, and to whom by default.

    Raises:
        UsedButton: the card was used up, or none of ours.
    """
    head = talk.post.parts[0] if talk.post and talk.post.parts else Part("")
    if head.view != VIEW or head.face == "done" or len(_post(talk).parts) == 1:
        raise UsedButton("", talk.me.id, "")
    return OfficerId(head.args[0]), OfficerId(head.args[1])


def _post(talk: Talk) -> Post:
    if talk.post is None:
        raise UsedButton("", NOBODY, "")
    return talk.post


def _deputy(talk: Talk, former: Officer | None) -> Officer | None:
    found = talk.turn.work.roster.officer(former.deputy) if former and former.deputy else None
    return found if found and found.active else None
