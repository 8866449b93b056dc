"""The office's own page as its settings are read: there are none."""

from bot.chat.about import About, Given, Hosted


def _hosted(_: Given) -> Hosted:
    return Hosted.HOME


ABOUT = About(keys=(), hosted=_hosted)
