"""What the page signs: links to files, good in one chat, and tickets for what was uploaded."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from bot.chat import Attachment, Enclosed

_SIGNED = ("chat", "name", "mime", "kind")


class Seal:
    """Signs with the office's secret; nothing signed can be changed or made up."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def link(self, chat: str, file: Enclosed) -> str:
        """Return the relative address of a file that a message of *chat* carries."""
        says = {"chat": chat, "name": file.name, "mime": file.mime, "kind": file.kind}
        return f"files/{file.sha}?{urlencode(says | {'key': self._of(file.sha, says)})}"

    def linked(self, sha: str, asked: Mapping[str, str]) -> Enclosed | None:
        """Read such an address back; ``None`` if we never wrote it."""
        says = {name: asked.get(name, "") for name in _SIGNED}
        if not self._is(asked.get("key", ""), self._of(sha, says)):
            return None
        return Enclosed(says["kind"], says["name"], says["mime"], sha)

    def ticket(self, person: str, file: Attachment) -> str:
        """Return what *person* may attach the uploaded *file* to a message with."""
        body = base64.urlsafe_b64encode(json.dumps(asdict(file)).encode()).decode()
        return f"{body}.{self._of('ticket', {'who': person, 'body': body})}"

    def redeemed(self, person: str, ticket: str) -> Attachment | None:
        """Read a ticket back; ``None`` if it is none of *person*'s."""
        body, _, key = ticket.partition(".")
        if not self._is(key, self._of("ticket", {"who": person, "body": body})):
            return None
        value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body))
        return Attachment(**value)

    def _of(self, what: str, says: Mapping[str, str]) -> str:
        text = json.dumps([what, sorted(says.items())])
        digest = hmac.digest(self._secret, text.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _is(self, given: str, right: str) -> bool:
        return hmac.compare_digest(given.encode(), right.encode())
