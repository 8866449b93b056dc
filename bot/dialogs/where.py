"""去向: where is it, who has it, since when, until when, what was done; at most seven lines (7.4)."""

from bot.commands.entitled import must_see
from bot.dialogs.talk import Talk
from bot.domain.inquiry import Inquiry
from bot.domain.messages import PostKind


def tell_where(talk: Talk, inquiry: Inquiry) -> None:
    """Answer in seven lines, to whoever is on the case."""
    must_see(talk.turn, talk.me, inquiry)
    talk.show("where", inquiry.id, kind=PostKind.REPLY)
