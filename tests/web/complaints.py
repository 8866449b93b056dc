"""What pages complain of in the browser's console, and which of it a test expects."""

from playwright.async_api import ConsoleMessage, Page

CUT = ("net::ERR_", "Failed to load resource")
"""What the browser says of requests that were cut or could not be made."""


class Complaints:
    """Of one test. A complaint comes when the browser likes: what is expected may come at any time."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[str] = []

    def listen(self, page: Page) -> None:
        """Hear what a page says from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(str(error)))

    def expect(self, *words: str) -> None:
        """Let pages complain of what has one of these words in it."""
        self._expected += words

    @property
    def unexpected(self) -> list[str]:
        """Everything else that was heard."""
        return [said for said in self._heard if not any(word in said for word in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(message.text)
