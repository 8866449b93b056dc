"""People whose accounts come and go: what accounts nobody knows say, what the journal has."""

from dataclasses import replace

from bot.chat import Incoming
from bot.domain.facts import Fact
from bot.domain.facts_of_people import AccountBound, AccountEnded, DeviceEnded
from bot.domain.office import OfficerId
from bot.turns.codes import new_code
from tests.counter import Counter

LI = OfficerId("002")
WELCOME = "李明，已绑定。来了人，直接打一行字登记；发“帮助”看用法。"
NOTICE = "您的账号已在网页上绑定（11月23日 09:00）。不是您本人，请告诉管理员。"


async def code_for(counter: Counter, officer: OfficerId = LI) -> str:
    """A fresh code."""
    return await counter.work(lambda work: new_code(work, officer))


async def from_new(counter: Counter, **what: object) -> str:
    """An account nobody knows says something; what it is told."""
    return await from_account(counter, "new", **what)


async def from_account(counter: Counter, user: str, **what: object) -> str:
    """Any account of the web says something in its own chat."""
    incoming: Incoming = counter.incoming(user, **what)
    before = len(counter.screens(user))
    ack = await counter.deliver(incoming)
    return "\n".join((ack.text, *counter.screens(user)[before:])).strip()


async def accounts(counter: Counter, officer: OfficerId = LI) -> list[str]:
    """Where he is written to, first to last."""
    return await counter.work(lambda work: [a.user for a in work.roster.accounts(officer)])


async def administration(counter: Counter) -> list[tuple[str, str, str]]:
    """The journal of accounts: fact, whose, where or what, and by whom."""
    facts = await counter.work(lambda work: [line.fact for line in work.journal.of(0)])
    return [
        (type(fact).__name__, fact.officer, f"{_what(fact)} by {fact.by}")
        for fact in facts
        if isinstance(fact, AccountBound | AccountEnded | DeviceEnded)
    ]


def _what(fact: Fact) -> str:
    return str(getattr(fact, "platform", "") or getattr(fact, "name", ""))


async def known_as(counter: Counter, officer: OfficerId = LI, **more: object) -> None:
    """Change what the list says of him."""
    await counter.work(lambda work: work.put(replace(work.roster.officer(officer), **more)))  # type: ignore[arg-type]
