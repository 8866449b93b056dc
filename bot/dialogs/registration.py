"""The paper of 首问登记, line by line: the fallback of the one-line registration."""

from bot.dialogs.forms import Field, Form
from bot.domain.errors import Unclear
from bot.lines.phones import find

MATTER_LENGTH = 500


def _phone(said: str) -> str:
    found = find(said)
    if not found:
        raise Unclear("phone")
    return found.phone


FORM = Form(
    "registration",
    (
        Field(key="matter", at_most=MATTER_LENGTH),
        Field(key="channel", options="channels"),
        Field(key="inquirer", optional=True, at_most=20),
        Field(key="phone", optional=True, at_most=40, read=_phone, stays_home=True),
        Field(key="unit", optional=True, at_most=60, stays_home=True),
    ),
)

FORMS = {FORM.name: FORM}
