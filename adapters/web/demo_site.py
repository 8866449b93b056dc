"""The demo's page: whose phone is picked on it, and its clock is wound."""

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.web import pages
from adapters.web.asks import DemoAsks
from adapters.web.bodies import answer, body_of, text_of
from adapters.web.chats import Chats


class DemoSite:
    """What the demo answers besides its chats."""

    def __init__(self, asks: DemoAsks, chats: Chats) -> None:
        self._asks = asks
        self._chats = chats
        self._winding = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("/", self.page),
            Route("/demo/clock", self.clock),
            Route("/demo/clock", self.wind, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Return the page itself."""
        language = request.query_params.get("lang", self._asks.language)
        clock = await self._asks.clock()
        html = pages.demo_page(self._asks, clock, language=language, run=self._chats.run)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    async def clock(self, _: Request) -> Response:
        """Return the office's time and the next alarm."""
        return answer(pages.clock_wire(await self._asks.clock()))

    async def wind(self, request: Request) -> Response:
        """Wind the demo's clock; answers when all that fell due is sent."""
        to = text_of(await body_of(request, programs_too=True), "wind")
        async with self._winding:
            try:
                clock = pages.clock_wire(await self._asks.wind(to))
            except ValueError as error:
                return answer({"error": str(error)}, 422)
        self._chats.tell_clock(clock)
        return answer(clock)
