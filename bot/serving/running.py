"""What every running office needs: its platforms and its port, until it is told to stop."""

import asyncio
import errno
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.app import House, lent_to, load_adapter
from bot.chat import Adapter, Surroundings
from bot.rendering.voice import Refused, Voice, gave_up
from bot.serving.collecting import settle, settle_at_night
from bot.settings.adapters import Adapters, about
from bot.settings.config import ServerSettings

GREETING_SECONDS = 1.5
"""How long the start waits for a platform to say whether it knows us."""


async def serve(house: House, voice: Voice, where: str) -> None:
    refusals = await _greet(house.adapters.values(), voice)
    if len(refusals) == len(house.adapters):
        raise Refused("\n".join(refusals))
    for said in refusals:  # the others serve; this one is tried again
        complain(said)
    house.announce = partial(_announce, voice, frozenset(refusals))
    at_night = asyncio.create_task(settle_at_night(partial(_local_now, house)))
    try:
        await house.run(partial(_ready, where))
    finally:
        at_night.cancel()


def _ready(where: str) -> None:
    settle()
    print(f"ready {where}", flush=True)  # noqa: T201 - its output


def _local_now(house: House) -> datetime:
    return house.office.hours.local(house.clock.now())


def _announce(voice: Voice, said: frozenset[str], why: str) -> None:
    """Say why a platform gave up, unless that was *said* at the start."""
    sentence = gave_up(voice, why)
    if sentence not in said:
        complain(sentence)


def complain(sentence: str) -> None:
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


def open_server(house: House, settings: ServerSettings, voice: Voice) -> None:
    """Take the port, if some platform answers by HTTP.

    Raises:
        Refused: it is taken.
    """
    mounts = [adapter.mounts for adapter in house.adapters.values() if adapter.mounts]
    if not mounts:
        return
    from bot.serving.server import Server

    server = Server(settings)
    try:
        server.bind()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        key = "port_taken" if taken else "port_refused"
        raise voice.refusal(key, port=settings.port, reason=error.strerror) from error
    for apps in mounts:
        server.mount(apps)
    house.server = server


def add_platforms(house: House, settings: Adapters, around: Surroundings, voice: Voice) -> None:
    for name, given in settings.items():
        hosted = about(name).hosted(given)
        try:
            house.add(load_adapter(name, given, lent_to(hosted, around, house.office)), hosted)
        except ValueError as error:
            raise voice.refusal("adapter_setting", name=name, key=str(error)) from error


@asynccontextmanager
async def stoppable() -> AsyncIterator[None]:
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
async def closing(house: House) -> AsyncIterator[None]:
    """Let go of platforms and sender at the end; the store is closed by who opened it."""
    try:
        yield
    finally:
        await house.close_platforms()
