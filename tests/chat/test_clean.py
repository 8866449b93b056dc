"""What comes in from outside can be written down, sorted and said again, whatever it was."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Address, Attachment, Contact, Incoming
from bot.chat.clean import clean, whole_number
from bot.rendering.markup import read_payload

HALF = "a\ud83d\0"
ANYTHING = st.text(st.characters(codec=None, categories=None))


@given(ANYTHING)
def test_what_was_cleaned_can_be_written_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert once.encode().decode() == once == clean(once)
    assert "\0" not in once


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_what_can_be_written_is_left_alone(text: str) -> None:
    assert clean(text) is text


def test_every_text_of_what_comes_in_is_clean_by_construction() -> None:
    texts = {f.name: HALF for f in fields(Incoming) if f.type is str}
    given = Incoming(
        **(texts | {"id": HALF}),  # type: ignore[arg-type] # all of them are texts
        address=Address(HALF, HALF, HALF),
        contact=Contact(HALF, HALF),
        attachments=(Attachment(kind=HALF, handle=HALF, name=HALF, mime=HALF, text=HALF),),
        answers={HALF: HALF},
    )
    assert len(texts) == 13
    assert repr(given).encode()
    assert "\\ud83d" not in repr(given)
    assert "\\x00" not in repr(given)


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 19, "-1", "1.0", "", "一", "1_0"])
def test_what_is_no_number_of_ours_is_none(digits: str) -> None:
    assert whole_number(digits) is None
    assert read_payload(f"take:{digits}:1:") is None
    assert read_payload(f"take:1:{digits}:") is None


def test_numbers_are_read() -> None:
    assert [whole_number(each) for each in ("0", "007", "9" * 18)] == [0, 7, 10**18 - 1]
