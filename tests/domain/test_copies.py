"""The quick copy does what `dataclasses.replace` does."""

import dataclasses

import pytest

from bot.chat import Attachment
from bot.domain.copies import replace
from bot.domain.inquiry import State
from tests.storage.samples import CHAT, clock, inquiry, post


def test_a_changed_copy_is_what_replace_makes() -> None:
    whole, about = inquiry(clocks=(clock(),), told="…"), post(CHAT, 1)
    void = {"id": 7, "state": State.VOID}
    assert replace(whole, **void) == dataclasses.replace(whole, **void)  # type: ignore[arg-type]  # of any field
    assert replace(about, id=3) == dataclasses.replace(about, id=3)
    assert whole == inquiry(clocks=(clock(),), told="…")


def test_what_is_made_by_its_own_rules_or_has_no_such_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Attachment"):
        replace(Attachment(kind="photo"), name="a.jpg")
    with pytest.raises(AttributeError):
        replace(inquiry(), nothing=1)  # type: ignore[call-arg]  # refused
