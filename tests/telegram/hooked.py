"""The adapter with a webhook, and updates as Telegram brings them."""

from typing import Any

from adapters.telegram import Pace, connect
from adapters.telegram.adapter import Telegram
from bot.chat import Surroundings
from tests.telegram.conftest import MENUS, Core
from tests.telegram.fake import Fake

SECRET = "s3cret_-" * 4


def hooked(fake: Fake, core: Core, public_url: str, **pace: Any) -> Telegram:  # noqa: ANN401
    """Connect it, not running yet."""
    return connect(
        {"token": fake.token, "base_url": fake.base_url, "mode": "webhook", "secret": SECRET},
        Surroundings(menus=MENUS, public_url=public_url),
        pace=Pace(pause=core.pause, **pace),
    )


def update(number: int, text: str = "公租房", chat: int = 7) -> dict[str, Any]:
    """Something said in a private chat."""
    person = {"id": chat, "is_bot": False, "first_name": "王丽"}
    head = {"message_id": number, "date": 1, "from": person}
    message = {**head, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}
