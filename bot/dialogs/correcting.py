"""A message that was changed after it was sent corrects what it registered, while it is open (1.1)."""

from dataclasses import asdict
from datetime import timedelta

from bot.commands.handle import AddNote
from bot.dialogs.speaking import heard
from bot.dialogs.talk import Talk
from bot.domain.inquiry import Inquiry
from bot.lines import Line
from bot.ports.values import Filter

_REMEMBERED = timedelta(days=2)


def corrected(talk: Talk) -> None:
    """Note what the new words say otherwise; each former value stays on record."""
    inquiry = _registered_by(talk)
    text = talk.incoming.text.strip()
    if inquiry is None or not text:
        talk.say("replies/edit_unread")
        return
    said = heard(talk, text)
    for field, (value, former) in _read_again(said, inquiry).items():
        if value and value != former:
            inquiry = talk.do(AddNote(inquiry.id, value, talk.me.id, field=field))


def _read_again(said: Line, inquiry: Inquiry) -> dict[str, tuple[str, str]]:
    """By field what the line says now, and what stands there."""
    read, known = asdict(said.inquirer), asdict(inquiry.inquirer)
    return {
        "matter": (said.matter, inquiry.matter),
        "channel": (said.channel, inquiry.channel),
        **{field: (read[field], known[field]) for field in read},
    }


def _registered_by(talk: Talk) -> Inquiry | None:
    """The open inquiry this message registered."""
    since = talk.turn.office.hours.today(talk.turn.now - _REMEMBERED)
    mine = talk.turn.work.inquiries.find(Filter(open=True, registered_by=talk.me.id, since=since))
    return next((i for i in mine if i.origin == talk.origin), None)
