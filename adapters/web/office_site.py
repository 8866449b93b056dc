"""The office's own page: coming in and going, my chats, how far I have read, codes for others."""

from collections.abc import Mapping
from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from adapters.web import pages
from adapters.web.bodies import BadBody, answer, body_of, name_of, text_of
from adapters.web.browsers import browser_name
from adapters.web.gate import DeviceGate, Guesses, named, new_secret
from adapters.web.routes import Site, must_see
from bot.chat import Surroundings
from bot.chat.clean import whole_number
from bot.chat.page import Coming, Entrance, Particulars


class OfficeSite:
    """What an office's page answers besides its chats."""

    def __init__(
        self, site: Site, gate: DeviceGate, entrance: Entrance, around: Surroundings
    ) -> None:
        self._site = site
        self._asks = site.asks
        self._gate = gate
        self._entrance = entrance
        self._around = around
        self._guesses = Guesses(site.asks.now)

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("/", self.page),
            Route("/enter", self.entrance),
            Route("/enter", self.enter, methods=["POST"]),
            Route("/leave", self.leave, methods=["POST"]),
            Route("/chats", self.chats),
            Route("/read", self.read, methods=["POST"]),
            Route("/people", self.people),
            Route("/code", self.code, methods=["POST"]),
            Route("/s", self.sheet),
            Route("/s/open", self.open_sheet, methods=["POST"]),
            Route("/s/keep", self.keep_sheet, methods=["POST"]),
            Route("/manifest.webmanifest", self.manifest),
            Route("/sw.js", self.worker),
            Route("/offline", self.offline),
        ]

    async def page(self, request: Request) -> Response:
        """Return the page of who comes with a known device; the entrance to everybody else."""
        viewer = await self._gate.known(request)
        if viewer is None:
            lost = bool(self._gate.secret(request))
            return self._html(request, "enter", 401 if lost else 200, lost=lost, boot=None)
        people = await self._entrance.colleagues()
        boot = pages.office_boot(
            viewer,
            people,
            language=self._language(request),
            now=self._asks.now(),
            run=self._site.chats.run,
            largest=self._around.largest,
        )
        response = self._html(request, "office", viewer=viewer, boot=boot)
        self._gate.keep(request, response, self._gate.secret(request))
        return response

    async def entrance(self, request: Request) -> Response:
        """Return the entrance; looking at it uses no code up."""
        return self._html(request, "enter", lost=False, boot=None)

    async def enter(self, request: Request) -> Response:
        """Let in whose code it is, on this device."""
        code = text_of(await body_of(request), "code").strip()
        client = request.client.host if request.client else ""
        wait = self._guesses.wait(client)
        if wait:
            raise BadBody(429, "too_many", retry_after=str(wait))
        self._guesses.guess(client)
        secret = new_secret()
        browser = browser_name(request.headers.get("user-agent", ""))
        coming = Coming(code=code, device=named(secret), browser=browser, client=client)
        viewer = await self._entrance.enter(coming)
        if viewer is None:
            raise BadBody(403, "wrong_code")
        self._guesses.right(client)
        await self._leave(request)  # who came in here before leaves: a browser is one device
        response = answer({"name": viewer.name})
        self._gate.keep(request, response, secret)
        return response

    async def leave(self, request: Request) -> Response:
        """End this device."""
        await self._gate.viewer(request)
        await self._leave(request)
        response = answer({})
        self._gate.forget(request, response)
        return response

    async def chats(self, request: Request) -> Response:
        """Return my chats, each with its last line and how much of it is unread."""
        viewer = await self._gate.viewer(request)
        for place in viewer.places:
            await self._site.load(place.chat)
        chats = self._site.chats
        newest = {place.chat: chats.newest(place.chat) for place in viewer.places}
        read = await self._entrance.read_up_to(viewer.key, newest)
        shown = [
            {"name": place.name, **chats.summary(place.chat, read[place.chat], viewer.key)}
            for place in viewer.places
        ]
        return answer({"chats": shown, "keyboard": self._entrance.keyboard})

    async def read(self, request: Request) -> Response:
        """Keep how far a chat is read, and tell my other devices."""
        body = await body_of(request)
        viewer = await self._gate.viewer(request)
        chat, message = name_of(body, "chat"), name_of(body, "message")
        must_see(viewer, chat)
        newest = self._site.chats.newest(chat)
        number = whole_number(message)
        if number is None or not newest:
            raise BadBody(422, "missing")
        message = str(min(number, int(newest)))
        if await self._entrance.has_read(viewer.key, chat, message):
            self._site.chats.tell_read(viewer.key, chat, message)
        return answer({})

    async def people(self, request: Request) -> Response:
        """Return the administrator's list of people, to hand out codes from."""
        viewer = await self._gate.viewer(request)
        if not viewer.administrator:
            raise BadBody(404, "not_found")
        people = await self._entrance.colleagues()
        return self._html(request, "people", people=people, boot={"from": "people"})

    async def code(self, request: Request) -> Response:
        """Make a one-time code, as text, link and QR."""
        body = await body_of(request)
        viewer = await self._gate.viewer(request)
        made = await self._entrance.hand_out(viewer.key, text_of(body, "officer"))
        if made is None:
            raise BadBody(404, "not_found")
        base = self._around.public_url or str(request.base_url).rstrip("/")
        link = f"{base}/enter#{made.code}"
        until = made.until.isoformat(timespec="minutes")
        picture = segno.make(link, error="m").svg_inline(border=2, svgclass="qr", omitsize=True)
        return answer(
            {"name": made.name, "code": made.code, "link": link, "until": until, "svg": picture}
        )

    async def sheet(self, request: Request) -> Response:
        """Return the page behind a one-time link; looking at it uses no link up."""
        return self._html(request, "sheet", boot=None)

    async def open_sheet(self, request: Request) -> Response:
        """Show who asked, once."""
        token = text_of(await body_of(request), "token")
        return self._particulars(await self._entrance.open_particulars(token))

    async def keep_sheet(self, request: Request) -> Response:
        """Keep what was entered."""
        body = await body_of(request)
        given = {key: text_of(body, key, or_else="") for key in ("name", "phone", "place")}
        token = text_of(body, "token")
        return self._particulars(await self._entrance.write_particulars(token, given))

    async def manifest(self, request: Request) -> Response:
        """Say how the page is installed on a phone."""
        made = pages.manifest(self._asks.office, self._language(request))
        headers = {"Cache-Control": "no-cache"}
        return JSONResponse(made, headers=headers, media_type="application/manifest+json")

    async def worker(self, _: Request) -> Response:
        """Return the script that shows the offline page when there is no connection."""
        return Response(
            pages.worker(), media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )

    async def offline(self, request: Request) -> Response:
        """Return what is shown without a connection."""
        return self._html(request, "offline", boot=None)

    def _particulars(self, found: Particulars | None) -> Response:
        if found is None:
            raise BadBody(410, "link_over")
        return answer(
            {
                "number": found.number,
                "name": found.name,
                "phone": found.phone,
                "place": found.place,
                "token": found.token,
                "words": [each for each in found.words if each],
                "wrong": found.wrong,
            }
        )

    async def _leave(self, request: Request) -> None:
        secret = self._gate.secret(request)
        if secret:
            await self._entrance.leave(named(secret))

    def _language(self, request: Request) -> str:
        return pages.spoken(request.query_params.get("lang", ""), self._asks.language)

    def _html(
        self,
        request: Request,
        template: str,
        status: int = 200,
        *,
        boot: Mapping[str, Any] | None,
        **values: object,
    ) -> HTMLResponse:
        html = pages.render(
            template, self._asks.office, self._language(request), boot=boot or {}, **values
        )
        return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
