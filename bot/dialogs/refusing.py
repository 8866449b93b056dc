"""The words of a refusal: the fact and the way out, never a blank no."""

import re
from dataclasses import fields

from bot.dialogs.talk import Talk
from bot.domain.errors import Refusal

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def refusal_words(refusal: Refusal, talk: Talk) -> str:
    """Render ``refusals/<name>``; its values are the template's."""
    name = _WORD.sub("_", type(refusal).__name__).lower()
    values = {f.name: getattr(refusal, f.name) for f in fields(refusal)}
    return talk.turn.views.words(f"refusals/{name}", talk.turn.work, me=talk.me, **values).strip()
