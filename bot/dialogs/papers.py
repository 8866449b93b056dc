"""A paper as a platform shows it whole: every line at once, its labels and options."""

from bot.chat import Line, Sheet
from bot.dialogs.forming import options_of
from bot.dialogs.forms import Form
from bot.dialogs.talk import Talk
from bot.domain.rules import Office
from bot.rendering.wording import Wording


def sheet_of(form: Form[Talk], office: Office, wording: Wording) -> Sheet:
    """The paper as it is shown whole: the form's declaration with its labels and options."""
    lines = (
        Line(
            key=field.key,
            label=wording.label("field", field.key),
            optional=field.optional,
            at_most=field.at_most,
            options=tuple((o, o) for o in options_of(office.rules, field.options)),
        )
        for field in form.fields
    )
    return Sheet(form.name, wording.label("form", form.name), tuple(lines))
