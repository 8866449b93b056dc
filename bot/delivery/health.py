"""Whether a platform answers, as the chats that wait for it see it: one word at each end of trouble."""

import asyncio

import structlog

log = structlog.get_logger()


class Health:
    """One platform's. *chats* that are in trouble leave it one by one, as each is heard again."""

    def __init__(self, platform: str) -> None:
        """All is well."""
        self._platform = platform
        self._in_trouble: set[str] = set()
        self._answer = asyncio.Event()

    def fails(self, chat: str, error: str) -> None:
        """It did not answer in this chat; only how trouble begins is logged."""
        if not self._in_trouble:
            log.warning("platform does not answer", platform=self._platform, error=error)
        self._in_trouble.add(chat)

    def answers(self, chat: str) -> None:
        """It did: whoever waits for it may try at once."""
        self._answer.set()
        self._answer = asyncio.Event()
        self.leaves(chat)

    def leaves(self, chat: str) -> None:
        """The chat waits for it no more; with the last one the trouble is over."""
        if chat in self._in_trouble:
            self._in_trouble.discard(chat)
            if not self._in_trouble:
                log.info("platform answers again", platform=self._platform)

    async def next_answer(self) -> None:
        """Wait until it answers anybody."""
        await self._answer.wait()
