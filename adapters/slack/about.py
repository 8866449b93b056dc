"""Slack as its settings are read."""

from bot.chat.about import About, Given, Hosted, Key, web_address, word


def _hosted(_: Given) -> Hosted:
    return Hosted.ABROAD


ABOUT = About(
    keys=(
        Key("bot_token", word, default=None),
        Key("app_token", word),
        Key("signing_secret", word),
        Key("base_url", web_address),
    ),
    hosted=_hosted,
    either=(("app_token", "signing_secret"),),  # Socket Mode, or HTTP
    scoped=True,
)
