"""Files of the page: taken in one by one, handed out to whoever sees the message they are in."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.bodies import BadBody, answer
from adapters.web.gate import Gate
from adapters.web.kinds import INLINE, NotTaken, kind_of, safe_name
from adapters.web.routes import must_see
from adapters.web.seal import Seal
from bot.chat import Attachment, Surroundings
from bot.chat.clean import whole_number
from bot.chat.photos import small_copy, without_traces

_HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
}


MOST_COPIES = 400
"""Small copies kept in memory, some 30 KB each."""


class Files:
    """The shelf, as far as a person may reach it."""

    def __init__(self, around: Surroundings, gate: Gate, seal: Seal) -> None:
        self._around = around
        self._gate = gate
        self._seal = seal
        self._copies: dict[str, bytes] = {}

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("/upload", self.upload, methods=["POST"]),
            Route("/files/{sha}", self.file),
        ]

    async def upload(self, request: Request) -> Response:
        """Keep the body on the shelf; answer with a ticket to say it with."""
        asked = request.query_params
        viewer = await self._gate.speaker(request, {"as": asked["as"]} if "as" in asked else {})
        content = await self._content(request)
        file = await asyncio.to_thread(self._kept, content, asked.get("name", ""))
        shown = {"kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size}
        return answer({"ticket": self._seal.ticket(viewer.key, file), **shown})

    async def file(self, request: Request) -> Response:
        """Return a file that a message of a chat one sees carries."""
        viewer = await self._gate.viewer(request)
        sha, asked = request.path_params["sha"], request.query_params
        file = self._seal.linked(sha, asked)
        if file is None:
            raise BadBody(404, "no_file")
        must_see(viewer, asked.get("chat", ""))
        try:
            if "small" in asked and file.mime in INLINE:
                return await self._small(sha)
            content = await asyncio.to_thread(self._around.read, sha)
        except FileNotFoundError as error:
            raise BadBody(404, "no_file") from error
        shown = "inline" if file.mime in INLINE else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}"
        headers = {"Content-Type": file.mime, "Content-Disposition": disposition, **_HEADERS}
        return Response(content, headers=headers)

    async def _small(self, sha: str) -> Response:
        """A copy for the tile it is shown in; one that cannot be made is none."""
        found = self._copies.get(sha)
        if found is None:
            try:
                found = await asyncio.to_thread(lambda: small_copy(self._around.read(sha)))
            except ValueError as error:
                raise BadBody(404, "no_file") from error
            if len(self._copies) >= MOST_COPIES:
                del self._copies[next(iter(self._copies))]
            self._copies[sha] = found
        return Response(found, headers={"Content-Type": "image/jpeg", **_HEADERS})

    async def _content(self, request: Request) -> bytes:
        """Read the body, as far as it may go."""
        said = request.headers.get("content-length", "")
        if (whole_number(said) or 0) > self._around.largest:
            raise BadBody(413, "too_large")
        read = bytearray()
        async for chunk in request.stream():
            read += chunk
            if len(read) > self._around.largest:
                raise BadBody(413, "too_large")
        if not read:
            raise BadBody(422, "missing")
        return bytes(read)

    def _kept(self, content: bytes, name: str) -> Attachment:
        """Look what it is and put it on the shelf; blocks."""
        try:
            kind = kind_of(content, name)
            content = without_traces(content)
        except (NotTaken, ValueError) as error:
            raise BadBody(415, "not_taken") from error
        sha = self._around.put(content)
        return Attachment(
            kind=kind.kind,
            handle=sha,
            name=safe_name(name, kind),
            mime=kind.mime,
            size=len(content),
        )
