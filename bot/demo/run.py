"""``shouwen demo``: the demo office (演示) is served on its own clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.admin.premises import settings_of, store_of
from bot.app import House, open_shelf, surroundings
from bot.chat import Adapter, Surroundings
from bot.chat.about import Hosted
from bot.chat.page import PAGE
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.first_hour import first_hour
from bot.demo.office import demo_office
from bot.demo.page_office import DemoOffice
from bot.demo.winding import wound
from bot.domain.rules import Office
from bot.ports.store import Shelf, Store
from bot.rendering.voice import Voice
from bot.serving.page import history_of, load_page
from bot.serving.running import add_platforms, closing, open_server, serve, stoppable
from bot.settings.adapters import Adapters
from bot.settings.config import ServerSettings
from bot.turns.rulebooks import with_former

DATABASE = "demo.db"
MOMENT = "demo-moment"
FARTHEST = timedelta(days=400)
"""How far one winding may go: every alarm on the way is visited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo was asked for; port 0 takes a free one, no *folder*: a fresh one."""

    port: int = 8000
    folder: Path | None = None
    config: Path | None = None
    language: str = ""


async def run_demo(wanted: Demo) -> None:
    """Serve the demo office until told to stop; nothing stays unless a folder was named.

    Raises:
        Refused: the port is taken, or the configuration is wrong.
    """
    office = demo_office(wanted.language)
    voice = Voice(office.language)
    given = settings_of(wanted.config, partial=True) if wanted.config else None
    with _folder(wanted.folder, voice) as folder:
        store = store_of(f"sqlite:///{folder / DATABASE}", office, voice)
        running = _Running(
            office=await with_former(office, store, demo_start()),
            store=store,
            voice=voice,
            shelf=open_shelf(folder / "files"),
            server=ServerSettings(port=wanted.port, public_url=given.server.public_url)
            if given
            else ServerSettings(port=wanted.port),
            adapters={k: v for k, v in given.adapters.items() if k != PAGE} if given else {},
        )
        try:
            async with stoppable():
                await _run_demo(running)
        finally:
            await store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """What the demo runs on: its own office, and the adapters somebody named beside the page."""

    office: Office
    store: Store
    voice: Voice
    shelf: Shelf
    server: ServerSettings
    adapters: Adapters


async def _run_demo(running: _Running) -> None:
    voice, clock = running.voice, DemoClock(await _moment(running.store))
    house = House(running.office, running.store, clock, shelf=running.shelf)
    async with closing(house):
        around = surroundings(running.office, running.server, shelf=running.shelf)
        house.add(await _page(house, clock, voice, around), Hosted.HOME)
        add_platforms(house, running.adapters, around, voice)
        open_server(house, running.server, voice)
        await first_hour(house, PAGE)
        try:
            await serve(house, voice, f"{house.server.url}/" if house.server else "")
        finally:
            await _keep_moment(house)


async def _page(house: House, clock: DemoClock, voice: Voice, around: Surroundings) -> Adapter:
    async def wind(to: str) -> None:
        try:
            moment = await wound(house.clockwork, house.office, clock.now(), to)
            if moment - clock.now() > FARTHEST:
                raise ValueError(to)  # noqa: TRY301 - said below like the others
        except (ValueError, OverflowError) as error:
            raise ValueError(voice.say("wind_unreadable", said=to)) from error
        await house.clockwork.wind(clock, moment)
        await _keep_moment(house)

    behind = DemoOffice(
        house.office,
        demo_directory(),
        name=voice.say("fictional", name=house.office.name),
        now=clock.now,
        next_alarm=house.clockwork.next,
        wind=wind,
        history=history_of(house),
    )
    return await load_page(house, around, asks=behind)


async def _moment(store: Store) -> datetime:
    """Where the demo's clock stood when it was last kept, else the demo's beginning."""
    kept = await store.run(lambda work: work.kept(MOMENT), at=demo_start())
    return datetime.fromisoformat(kept) if kept else demo_start()


async def _keep_moment(house: House) -> None:
    now = house.clock.now()
    await house.store.run(lambda work: work.keep(MOMENT, now.isoformat()), at=now)


@contextmanager
def _folder(named: Path | None, voice: Voice) -> Iterator[Path]:
    if named is None:
        with TemporaryDirectory(prefix="shouwen-") as fresh:
            yield Path(fresh)
        return
    try:
        named.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise voice.refusal("folder", folder=named, reason=error.strerror) from error
    yield named
