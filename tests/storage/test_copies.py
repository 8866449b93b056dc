"""The quick copy does what `dataclasses.replace` does."""

from dataclasses import replace

from bot.domain.inquiry import State
from storage.copies import changed
from tests.storage.samples import CHAT, clock, inquiry, post


def test_a_changed_copy_is_what_replace_makes() -> None:
    whole = inquiry(clocks=(clock(),), told="…")
    assert changed(whole, id=7, state=State.VOID) == replace(whole, id=7, state=State.VOID)
    assert changed(post(CHAT, 1), id=3) == replace(post(CHAT, 1), id=3)
    assert whole == inquiry(clocks=(clock(),), told="…")
