"""Any text that is no command and no answer is a registration; the line is the product."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot import lines
from bot.commands.conclude import ConcludeInquiry
from bot.commands.register import RegisterInquiry
from bot.commands.undo import UndoStep
from bot.dialogs.talk import Talk
from bot.domain.errors import UsedButton
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Inquiry, Outcome
from bot.lines.candidates import Routed
from bot.lines.urgency import sounds_urgent
from bot.ports.values import Filter, Part

LONGEST = 2000
"""Characters of one message; a form's matter is shorter, a letter pasted in may be long."""
TAKEN_FOR = timedelta(minutes=10)
"""How long a text that was taken as an answer can still be registered instead."""
_REMEMBERED = 20


def speak(talk: Talk, text: str, *, bundle: bool = False) -> None:
    """Register a text: several lines are several inquiries only if each stands for itself."""
    if lines.is_pleasantry(text):
        talk.say("replies/hint")
        return
    several = lines.split(text, now=talk.turn.office.hours.local(talk.turn.now), **spoken(talk))
    if bundle and len(several) > 1:
        register(talk, text, split=several)
        return
    for line in several:
        register(talk, line)


def register(talk: Talk, text: str, *, split: tuple[str, ...] = ()) -> Inquiry:
    """Register one line and show its card; *split* are the lines it could be taken apart into."""
    said = heard(talk, text)
    routed, known = after_registration(talk, said.matter, said.inquirer)
    inquiry = _keep(talk, said, routed)
    face = "answer" if _answers_itself(talk, said, routed) else ""
    apart = ("split:" + "\n".join(split),) if split else ()
    part = Part("clerk", inquiry.id, face, (*routed.codes, *known, *apart))
    talk.show_parts((part,))
    if said.phone:
        _numbers_belong_home(talk)
    return inquiry


def heard(talk: Talk, text: str) -> lines.Line:
    """Read the line; 同上 takes over who it was from this clerk's last registration."""
    said = _parse(talk, text)
    before = _last_of(talk) if said.same else None
    if before is None:
        return said
    return replace(
        said,
        name=said.name or before.inquirer.name,
        phone=said.phone or before.inquirer.phone,
        place=said.place or before.inquirer.place,
        channel=said.channel or before.channel,
    )


def _keep(talk: Talk, said: lines.Line, routed: Routed) -> Inquiry:
    """Register what was said; 「问… 答…」 is concluded at once."""
    command = RegisterInquiry(
        by=talk.me.id,
        matter=said.matter,
        channel=said.channel,
        kind=said.kind,
        inquirer=said.inquirer,
        duty=routed.duty,
        received=said.received,
        doubts=said.doubts,
        origin=talk.origin,
        urgent=sounds_urgent(said.matter),
        found=routed.confident,
    )
    inquiry = talk.do(command)
    if not said.answer:
        return inquiry
    answered = ConcludeInquiry(
        inquiry=inquiry.id, outcome=Outcome.ANSWERED, told=said.answer, by=talk.me.id
    )
    return talk.do(answered)


def _numbers_belong_home(talk: Talk) -> None:
    """Tell each clerk once that numbers typed on a platform abroad belong on the office's page."""
    once = f"told-numbers/{talk.me.id}"
    if talk.abroad and not talk.turn.work.kept(once):
        talk.turn.work.keep(once, "1")
        talk.say("replies/numbers_elsewhere")


def after_registration(
    talk: Talk, matter: str, inquirer: Inquirer
) -> tuple[Routed, tuple[str, ...]]:
    """Whose the matter is, and the earlier inquiry of a known number."""
    recent = talk.turn.work.inquiries.choices(talk.me.id, _REMEMBERED)
    chosen = [(duty, officer) for duty, officer in recent if officer not in ("", talk.me.id)]
    routed = talk.turn.router.route(matter, roster=talk.turn.work.roster, recent=chosen)
    return routed, tuple(_known(talk, inquirer))


def register_anyway(talk: Talk, _: int, arg: str) -> None:
    """另登一件: a text that was taken as an answer is registered after all."""
    part = talk.post.parts[0] if talk.post and talk.post.parts else Part("")
    late = talk.post is not None and talk.turn.now - talk.post.made_at > TAKEN_FOR
    if part.view != "taken" or part.face or late or arg:
        raise UsedButton("", talk.me.id, "")
    speak(talk, part.args[0])
    talk.face(part.inquiry, "registered")


def split_up(talk: Talk, inquiry: int, _: str) -> None:
    """拆成N件: the one card is taken back, each line gets its own."""
    part = talk.part(inquiry)
    apart = next((a.removeprefix("split:") for a in part.args if a.startswith("split:")), "")
    if not apart:
        return
    talk.do(UndoStep(talk.me.id, inquiry))
    for line in apart.split("\n"):
        register(talk, line)


def spoken(talk: Talk) -> dict[str, dict[str, str]]:
    """The ruleset's words that set the channel, and those that set the kind."""
    rules = talk.turn.office.rules
    return {
        "channels": {w: means for w, means in rules.words.items() if means in rules.channels},
        "kinds": {w: means for w, means in rules.words.items() if means in rules.kinds},
    }


def _parse(talk: Talk, text: str) -> lines.Line:
    office = talk.turn.office
    now = office.hours.local(talk.turn.now)
    return lines.parse(text, now=now, area_code=office.area_code, **spoken(talk))


def _answers_itself(talk: Talk, said: lines.Line, routed: Routed) -> bool:
    """A question of a known duty from somebody who leaves no number wants an answer now (b)."""
    duty = talk.turn.work.roster.duty(routed.duty) if routed.duty else None
    return bool(
        duty
        and duty.answer
        and not said.phone
        and not said.answer
        and lines.is_question(said.matter)
    )


def _last_of(talk: Talk) -> Inquiry | None:
    found = talk.turn.work.inquiries.find(Filter(first_responder=talk.me.id, at_most=1))
    return found[0] if found else None


def _known(talk: Talk, inquirer: Inquirer) -> Iterable[str]:
    """Recognised when the name is the same or none is given; with another name nothing is asked."""
    if not inquirer.phone:
        return
    former = talk.turn.work.inquiries.find(Filter(phone=inquirer.phone, at_most=1))
    if former and former[0].state != "void" and inquirer.name in ("", former[0].inquirer.name):
        yield f"known:{former[0].id}"
