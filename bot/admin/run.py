"""``shouwen run``: an office of one's own is served (运行)."""

from pathlib import Path

from bot.admin.premises import Premises, opened
from bot.app import House, open_shelf, surroundings
from bot.chat.page import PAGE
from bot.clockwork.clock import SystemClock
from bot.serving.page import add_own_page
from bot.serving.running import add_platforms, closing, complain, open_server, serve, stoppable


async def run_office(config: Path) -> None:
    """Serve an office until it is told to stop.

    Raises:
        Refused: something keeps it from starting, or ended it.
    """
    async with stoppable(), opened(config) as premises:
        given = premises.settings
        shelf = open_shelf(given.files.folder)
        house = House(premises.office, premises.store, SystemClock(), shelf=shelf)
        around = surroundings(
            premises.office, given.server, shelf=shelf, largest_mb=given.files.largest
        )
        async with closing(house):
            if PAGE in given.adapters:
                await add_own_page(house, around)
            others = {name: keys for name, keys in given.adapters.items() if name != PAGE}
            add_platforms(house, others, around, premises.voice)
            open_server(house, given.server, premises.voice)
            if not house.adapters:
                raise premises.voice.refusal("no_platform", config=config.name)
            await _mention_an_empty_list(premises)
            where = (f"{house.server.url}/",) if house.server and PAGE in house.adapters else ()
            await serve(house, premises.voice, " ".join((*house.adapters, *where)))


async def _mention_an_empty_list(premises: Premises) -> None:
    now = SystemClock().now()
    anybody = await premises.store.run(lambda work: any(work.roster.active()), at=now)
    if not anybody:
        complain(premises.voice.say("nobody_listed"))
