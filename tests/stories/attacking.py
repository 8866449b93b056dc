"""Tools of those who do it on purpose: several at once, presses kept for later, small offices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.chat import Ack, Incoming
from bot.domain.office import Department, Entry, Officer
from bot.domain.rules import Office
from storage.memory import MemoryStore
from tests.counter import Counter, accounts_for, channels_for
from tests.stories.walk_checks import listening

LINE = "王秀英 13800138000 公租房申请一直没消息"


@asynccontextmanager
async def small_office(office: Office, *entries: Entry) -> AsyncIterator[Counter]:
    """An office of its own, its people on the platform and its sections with channels."""
    people = [e.id for e in entries if isinstance(e, Officer)]
    sections = [e.name for e in entries if isinstance(e, Department)]
    everything = (*entries, *accounts_for(people), *channels_for(sections))
    counter = await Counter(office, MemoryStore()).open(everything)
    with listening() as faults:
        yield counter
    assert faults.found == []
    await counter.close()


async def at_once(counter: Counter, *deliveries: Incoming) -> list[Ack]:
    """Hand in several deliveries at the same moment."""
    receive = counter._house.dispatcher.receive
    acks = await asyncio.gather(*(receive(each) for each in deliveries))
    await counter._house.outbox.settled()
    await counter.check_invariant()
    return list(acks)


def pressing(counter: Counter, who: str, label: str) -> Incoming:
    """A press, to be handed in later."""
    message, payload = counter.button(who, label)
    return counter.incoming(who, press=payload, message_id=message)
