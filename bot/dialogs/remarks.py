"""What is added to an inquiry afterwards: a grade, a number, a name, a remark (补, 1.1, 2.3)."""

from bot.commands.follow_up import GradeLater
from bot.commands.handle import AddNote
from bot.dialogs.talk import Talk
from bot.domain.inquiry import Grade, Inquiry
from bot.lines.people import is_name
from bot.lines.phones import find

_LONGEST = 1000


def add(talk: Talk, inquiry: Inquiry, text: str) -> None:
    """补: a grade, number or name where it was missing, else a remark (1.1, 2.3)."""
    if value := _grade_said(talk, inquiry, text):
        talk.do(GradeLater(inquiry.id, value, talk.me.id))
        talk.say("replies/added", i=inquiry)
        return
    found = find(text, area_code=talk.turn.office.area_code)
    bare = text.strip()
    if found and len(bare) <= len(found.phone) + 8:
        talk.do(AddNote(inquiry.id, found.phone, talk.me.id, field="phone"))
    elif not inquiry.inquirer.name and is_name(bare, near=True):
        talk.do(AddNote(inquiry.id, bare, talk.me.id, field="name"))
    else:
        talk.do(AddNote(inquiry.id, bare[:_LONGEST], talk.me.id))
    talk.say("replies/added", i=inquiry)


def _grade_said(talk: Talk, inquiry: Inquiry, text: str) -> Grade | None:
    if inquiry.grade is not Grade.NONE or not talk.turn.acts_for(talk.me.id, inquiry.follower):
        return None
    labels = talk.turn.views.wording.labels("grade").items()
    said = next((value for value, label in labels if label == text.strip()), "")
    return Grade(said) if said.isdecimal() else None
