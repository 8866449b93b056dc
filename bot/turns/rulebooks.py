"""Rulebooks kept: a running inquiry stays under the rules it began under, whatever came since."""

from dataclasses import replace
from datetime import datetime

from bot.domain.rules import Office
from bot.ports.store import Store, Work
from bot.settings.books import packed, rulebook, unpacked

_LISTED = "rulebooks"


async def with_former(office: Office, store: Store, now: datetime) -> Office:
    """Write today's rulebook down; give the office those that were written down before."""
    return await store.run(lambda work: _with_former(office, work), at=now)


def _with_former(office: Office, work: Work) -> Office:
    book = rulebook(office.rules, office.sections)
    known = [line for line in work.kept(_LISTED).split("\n") if line]
    if book.id not in known:
        work.keep(_key(book.id), packed(book))
        work.keep(_LISTED, "\n".join((*known, book.id)))
    former = {name: unpacked(work.kept(_key(name))) for name in known if name != book.id}
    return replace(office, book=book.id, former=former)


def _key(book: str) -> str:
    return f"rulebook/{book}"
