"""lo-bot-api-emulator as a process of its own; prints its port, then serves until it is ended.

Two of its holes are closed here: ``getMe`` has no username, and ``link_preview_options`` and
``message_thread_id`` are refused. Everything else is judged by the emulator as it is.

    python -m tests.telegram.emulator JOURNAL
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator

USERNAME = "emulated_bot"


class Emulator(LoBotApiEmulator):  # type: ignore[misc] # published without types
    """The emulator with a username, blind to what it does not know of the real API."""

    async def read_request(self, request: web.Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """Leave out the fields it would refuse."""
        fields, uploads = await super().read_request(request)
        fields.pop("link_preview_options", None)
        fields.pop("message_thread_id", None)
        return fields, uploads

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:  # noqa: ANN401
        """Add the username."""
        result = super().validate(method, fields, uploads)
        return {**result, "username": USERNAME} if method == "getMe" else result


async def serve(journal: Path) -> None:
    """Listen on a free port of the loopback, for ever."""
    emulator = Emulator(enable_control=True, journal=journal, allow_insecure_loopback_webhooks=True)
    runner = web.AppRunner(emulator.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - how the test learns the port
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
