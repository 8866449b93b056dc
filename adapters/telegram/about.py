"""Telegram as its settings are read."""

import re

from bot.chat.about import About, Given, Hosted, Key, web_address, word


def _secret(text: str) -> str:
    """What Telegram takes as a secret; raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("expected 1 to 256 characters of A-Z a-z 0-9 _ -")
    return text


def _hosted(_: Given) -> Hosted:
    """Abroad, also through a Bot API server of one's own: it hands everything on."""
    return Hosted.ABROAD


WEBHOOK = ("mode", "webhook")

ABOUT = About(
    keys=(
        Key("token", word, default=None),
        Key("mode", default="polling", among=("polling", "webhook")),
        Key("base_url", web_address),
        Key("file_url", web_address),
        Key("secret", _secret, needed_when=WEBHOOK),
    ),
    hosted=_hosted,
    needs_public_url_when=WEBHOOK,
    asked_first="token",
    links=True,
)
