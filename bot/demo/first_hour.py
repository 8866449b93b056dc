"""The demo's first hour: who works there is taken in, and the first visitors come."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app import House
from bot.chat import Address, Incoming
from bot.chat.page import chat_of
from bot.commands import do
from bot.commands.conclude import ConcludeInquiry
from bot.commands.follow_up import GradeInquiry
from bot.commands.handle import AcceptInquiry, ContactInquirer, TellPresence
from bot.commands.papers import LackPapers
from bot.commands.refer import ReferInquiry
from bot.demo import Past, demo_directory, demo_past, demo_start
from bot.demo.office import directory_entries
from bot.dialogs.speaking import register
from bot.dialogs.talk import Talk
from bot.domain.inquiry import Grade, Outcome, Presence
from bot.domain.office import OfficerId
from bot.turns.turn import Turn


async def first_hour(house: House, platform: str) -> None:
    """Take the people in and let the first hour pass, once: a kept demo goes on where it was."""
    if await house.store.run(lambda work: bool(work.kept("staged")), at=house.clock.now()):
        return
    entries = directory_entries(demo_directory(), platform)
    await house.store.run(lambda work: work.put(*entries), at=demo_start())
    await _turn(house, demo_start(), lambda turn: _welcome(turn, platform))
    for past in demo_past():
        await _play(house, past, platform)
    await house.clockwork.tick()
    await house.store.run(lambda work: work.keep("staged", "1"), at=house.clock.now())


def _welcome(turn: Turn, platform: str) -> int:
    """What everybody reads when his account is bound, with the fixed keyboard."""
    people = list(turn.work.roster.active())
    for person in people:
        chat = Address(platform, chat_of(person.id))
        Talk(turn, person, Incoming(id="", address=chat, sender=person.id)).say(
            "replies/bound", keyboard=True
        )
    return len(people)


async def _play(house: House, past: Past, platform: str) -> None:
    """One inquiry of the first hour: said at the counter, then handled step by step."""
    day = house.office.hours.today(demo_start())
    at = datetime.combine(day, past.at, house.office.hours.zone)

    def register_it(turn: Turn) -> int:
        chat = Address(platform, chat_of(past.by))
        said = Incoming(id=f"past-{past.at}", address=chat, sender=past.by, text=past.say)
        talk = Talk(turn, turn.work.roster.officer(past.by), said)
        return register(talk, past.say).id

    number = await _turn(house, at, register_it)
    for n, step in enumerate(past.then, start=1):
        await _turn(house, at + timedelta(minutes=n), _step(step, past.by, number))


async def _turn(house: House, at: datetime, act: Callable[[Turn], int]) -> int:
    done, _ = await house.turns.run(act, at=at)
    return done


def _step(step: str, by: OfficerId, inquiry: int) -> Callable[[Turn], int]:
    verb, _, rest = step.partition(" ")

    def act(turn: Turn) -> int:
        found = turn.inquiry(inquiry)
        holder = found.assignee or by
        duty = turn.work.roster.duty(found.duty)
        first, _, words = rest.partition(" ")
        commands: dict[str, Callable[[], object]] = {
            "refer": lambda: ReferInquiry(inquiry, OfficerId(rest), by),
            "gone": lambda: TellPresence(inquiry, Presence.GONE, by),
            "accept": lambda: AcceptInquiry(inquiry, holder),
            "contact": lambda: ContactInquirer(inquiry, holder),
            "answer": lambda: ConcludeInquiry(
                inquiry=inquiry,
                outcome=Outcome.ANSWERED,
                told=duty.answer if duty else "",
                by=by,
            ),
            "conclude": lambda: ConcludeInquiry(
                inquiry=inquiry, outcome=Outcome(first), told=words, by=holder
            ),
            "grade": lambda: GradeInquiry(inquiry, Grade(rest), by),
            "papers": lambda: LackPapers(inquiry, found.duty, tuple(rest.split("、")), by),
        }
        do(commands[verb](), turn)
        return inquiry

    return act
