"""What people say on a platform that has no memory of its own is kept for its history."""

from bot.chat import Enclosed, Incoming
from bot.domain.office import Officer
from bot.ports.store import Work
from bot.ports.values import Heard


def keep_said(work: Work, me: Officer, incoming: Incoming) -> None:
    """Keep what was said on a platform that has no memory; its files are on the shelf already."""
    if not incoming.keep or incoming.press:
        return
    files = tuple(Enclosed(a.kind, a.name, a.mime, a.handle) for a in incoming.attachments)
    heard = Heard(
        address=incoming.address,
        message_id=incoming.message_id,
        by=me.id,
        at=work.now,
        text=incoming.text,
        delivery=incoming.id,
        reply_to=incoming.reply_to,
        files=files,
    )
    work.heard.add(heard)
