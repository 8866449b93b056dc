"""The paper of 首问登记, line by line: the fallback of the one-line registration."""

from dataclasses import fields

from bot.commands.register import RegisterInquiry
from bot.dialogs.forms import Answers, Field, Form
from bot.dialogs.speaking import after_registration
from bot.dialogs.talk import Talk
from bot.domain.errors import Unclear
from bot.domain.inquirer import Inquirer
from bot.lines.phones import find
from bot.ports.values import Part

MATTER_LENGTH = 500


def _phone(said: str) -> str:
    found = find(said)
    if not found:
        raise Unclear("phone")
    return found.phone


def _register(talk: Talk, given: Answers) -> None:
    """Register it and show its card; lines named like the inquirer's fields are the inquirer's."""
    inquirer = Inquirer(**{f.name: given[f.name] for f in fields(Inquirer) if f.name in given})
    routed, known = after_registration(talk, given["matter"], inquirer)
    command = RegisterInquiry(
        by=talk.me.id,
        matter=given["matter"],
        channel=given.get("channel", ""),
        inquirer=inquirer,
        duty=routed.duty,
        found=routed.confident,
    )
    talk.show_parts((Part("clerk", talk.do(command).id, args=(*routed.codes, *known)),))


FORM = Form(
    "registration",
    (
        Field(key="matter", at_most=MATTER_LENGTH),
        Field(key="channel", options="channels"),
        Field(key="name", optional=True, at_most=20),
        Field(key="phone", optional=True, at_most=40, read=_phone, stays_home=True),
        Field(key="unit", optional=True, at_most=60, stays_home=True),
    ),
    submit=_register,
    enough=frozenset({"matter"}),
)

FORMS = {FORM.name: FORM}
