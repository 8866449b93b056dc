"""The pager as its settings are read."""

from urllib.parse import urlsplit

from bot.chat.about import About, Given, Hosted, Key, web_address


def _hosted(given: Given) -> Hosted:
    """Two services of one make: by the address it is seen which."""
    host = urlsplit(given["base_url"]).hostname or ""
    return Hosted.HOME if host.endswith(".cn") else Hosted.ABROAD


ABOUT = About(keys=(Key("base_url", web_address, default=None), Key("call_sign")), hosted=_hosted)
