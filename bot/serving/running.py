"""Keeping the doors open: an office of one's own (``run``), or the demo on its own clock."""

import asyncio
import errno
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.admin.opening import Premises, opened, settings_of, store_of
from bot.app import House, lent_to, load_adapter, make_door, open_shelf, surroundings
from bot.chat import Adapter, Surroundings
from bot.chat.page import PAGE
from bot.clockwork.clock import DemoClock, SystemClock
from bot.demo import demo_directory, demo_start
from bot.demo.desk import DemoDesk
from bot.demo.staging import demo_office, set_the_stage, wound
from bot.domain.rules import Office
from bot.ports.store import Shelf, Store
from bot.rendering.voice import Refused, Voice, gave_up
from bot.serving.page import add_own_page, history_of, load_page
from bot.settings.config import ServerSettings
from bot.turns.rulebooks import with_former

Adapters = Mapping[str, Mapping[str, str]]

DATABASE = "demo.db"
MOMENT = "demo-moment"
FARTHEST = timedelta(days=400)
"""How far one winding may go: every alarm on the way is visited."""
GREETING_SECONDS = 1.5
"""How long the start waits for a platform to say whether it knows us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo was asked for; port 0 takes a free one, no *folder*: a fresh one."""

    port: int = 8000
    folder: Path | None = None
    config: Path | None = None
    language: str = ""


async def run_office(config: Path) -> None:
    """Serve an office until it is told to stop.

    Raises:
        Refused: something keeps it from starting, or ended it.
    """
    async with _stoppable(), opened(config) as premises:
        given = premises.settings
        shelf = open_shelf(given.files.folder)
        house = House(premises.office, premises.store, SystemClock(), shelf=shelf)
        around = surroundings(
            premises.office, given.server, shelf=shelf, largest_mb=given.files.largest
        )
        async with _closing(house):
            if PAGE in given.adapters:
                await add_own_page(house, around)
            others = {name: keys for name, keys in given.adapters.items() if name != PAGE}
            _add_platforms(house, others, around, premises.voice)
            _open_door(house, given.server, premises.voice)
            if not house.adapters:
                raise premises.voice.refusal("no_platform", config=config.name)
            await _mention_an_empty_list(premises)
            where = (f"{house.door.url}/",) if house.door and PAGE in house.adapters else ()
            await _serve(house, premises.voice, " ".join((*house.adapters, *where)))


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
        stage = _Stage(
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
            async with _stoppable():
                await _run_demo(stage)
        finally:
            await store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What the demo runs on: its own office, and the adapters somebody named beside the page."""

    office: Office
    store: Store
    voice: Voice
    shelf: Shelf
    server: ServerSettings
    adapters: Adapters


async def _run_demo(stage: _Stage) -> None:
    voice, clock = stage.voice, DemoClock(await _moment(stage.store))
    house = House(stage.office, stage.store, clock, shelf=stage.shelf)
    async with _closing(house):
        around = surroundings(stage.office, stage.server, shelf=stage.shelf)
        house.add(await _page(house, clock, voice, around))
        _add_platforms(house, stage.adapters, around, voice)
        _open_door(house, stage.server, voice)
        await set_the_stage(house, PAGE)
        try:
            await _serve(house, voice, f"{house.door.url}/" if house.door else "")
        finally:
            await _keep_moment(house)


async def _serve(house: House, voice: Voice, where: str) -> None:
    refusals = await _greet(house.adapters.values(), voice)
    if len(refusals) == len(house.adapters):
        raise Refused("\n".join(refusals))
    for said in refusals:  # the others serve; this one is tried again
        _complain(said)
    house.announce = partial(_announce, voice, frozenset(refusals))
    await house.run(lambda: print(f"ready {where}", flush=True))  # noqa: T201 - its output


def _announce(voice: Voice, said: frozenset[str], why: str) -> None:
    """Say why a platform gave up, unless that was *said* at the start."""
    sentence = gave_up(voice, why)
    if sentence not in said:
        _complain(sentence)


def _complain(sentence: str) -> None:
    """Say it to whoever looks at the terminal."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - its output


async def _greet(adapters: Iterable[Adapter], voice: Voice) -> list[str]:
    """Learn of a wrong token before saying "ready"; a platform out of reach is waited for later."""
    said = await asyncio.gather(*(_refusal_of(adapter, voice) for adapter in adapters))
    return [each for each in said if each]


async def _refusal_of(adapter: Adapter, voice: Voice) -> str:
    """Return why a platform will have nothing to do with us; "" if it has not said so."""
    identify = getattr(adapter, "identify", None)
    if identify is None:
        return ""
    try:
        await asyncio.wait_for(identify(), GREETING_SECONDS)
    except TimeoutError:
        return ""
    except Exception as error:  # noqa: BLE001 - an adapter's own: its module is none of ours
        return gave_up(voice, str(error) or type(error).__name__)
    return ""


def _open_door(house: House, server: ServerSettings, voice: Voice) -> None:
    """Take the port, if some platform answers by HTTP.

    Raises:
        Refused: it is taken.
    """
    mounts = [adapter.mounts for adapter in house.adapters.values() if adapter.mounts]
    if not mounts:
        return
    door = make_door(
        host=server.host, port=server.port, public_url=server.public_url, proxies=server.proxies
    )
    try:
        door.bind()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        key = "port_taken" if taken else "port_refused"
        raise voice.refusal(key, port=server.port, reason=error.strerror) from error
    for apps in mounts:
        door.mount(apps)
    house.door = door


def _add_platforms(house: House, settings: Adapters, around: Surroundings, voice: Voice) -> None:
    for name, given in settings.items():
        try:
            house.add(load_adapter(name, given, lent_to(name, around, house.office)))
        except ValueError as error:
            raise voice.refusal("adapter_setting", name=name, key=str(error)) from error


async def _mention_an_empty_list(premises: Premises) -> None:
    now = SystemClock().now()
    anybody = await premises.store.run(lambda work: any(work.roster.active()), at=now)
    if not anybody:
        print(premises.voice.say("nobody_listed"), file=sys.stderr, flush=True)  # noqa: T201


@asynccontextmanager
async def _stoppable() -> AsyncIterator[None]:
    """Let Ctrl-C and SIGTERM end what is inside in good order, once."""
    loop, inside = asyncio.get_running_loop(), asyncio.current_task()
    stopped = False

    def stop() -> None:
        nonlocal stopped
        if not stopped and inside is not None:
            stopped = True
            inside.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not stopped:
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@asynccontextmanager
async def _closing(house: House) -> AsyncIterator[None]:
    """Let go of platforms and sender at the end; the store is closed by who opened it."""
    try:
        yield
    finally:
        await house.close_platforms()


# ---- the demo


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

    desk = DemoDesk(
        house.office,
        demo_directory(),
        name=voice.say("fictional", name=house.office.name),
        now=clock.now,
        next_alarm=house.clockwork.next,
        wind=wind,
        history=history_of(house),
    )
    return await load_page(house, around, desk=desk)


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
