"""What platforms abroad may show of an inquiry (个人信息保护法 Art. 36): the matter and a surname."""

import re
from dataclasses import replace

from bot.domain.inquiry import Inquiry
from bot.lines import mask_name, mask_phone

_NUMBER = re.compile(r"(?<![\d-])(?:1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}|[2-9]\d{6,7})(?!\d)")


def within(text: str, *, abroad: bool) -> str:
    """Mask any telephone number somebody typed into free text, where it would go abroad."""
    return _NUMBER.sub(lambda number: mask_phone(number[0]), text) if abroad else text


def from_abroad(inquiry: Inquiry) -> Inquiry:
    """The inquiry as platforms abroad may show it: the matter, a masked surname, nothing more."""
    return replace(
        inquiry,
        inquirer=mask_name(inquiry.inquirer),
        phone="",
        unit="",
        place="",
    )
