"""People who do anything at all: a seeded walk through the office, checked after every step."""

from dataclasses import replace
from random import Random

from bot.chat import Address, Button
from bot.ports.store import Work
from bot.ports.values import Filter
from bot.rendering.markup import Renderer
from tests.counter import Counter
from tests.stories.walk_checks import Seen, buttons, check_all, check_record
from tests.stories.walk_words import (
    ANSWERS,
    CHANNELS,
    COMMANDS,
    DULL,
    GARBAGE,
    MATTERS,
    NAMES,
    NEW_YEARS_EVE,
    NUMBERED,
    NUMBERS,
    ODD,
    PEOPLE,
    SECRET,
    SPANS,
)


class Walk:
    """One seeded walk; each step draws from a generator of its own, so that steps can be left out."""

    def __init__(self, counter: Counter, seed: int, renderer: Renderer) -> None:
        """Nobody has moved yet. *renderer* has its templates compiled already, for all walks."""
        self.counter, self.seed, self.renderer = counter, seed, renderer
        counter._house.views.renderer = renderer
        self.seen = Seen()
        self.history: list[str] = []
        self.counter.console.heard = self.seen.hear
        self._count = 0
        self._left = 0
        self.actions = (
            (12, self._registers),
            (4, self._says_something_odd),
            (10, self._commands),
            (44, self._goes_on),
            (8, self._presses),
            (6, self._presses_something_stale),
            (3, self._presses_for_another),
            (5, self._forges),
            (2, self._presses_in_a_channel),
            (6, self._replies),
            (16, self._answers),
            (10, self._time_passes),
            (1, self._somebody_leaves),
            (2, self._something_disappears),
            (2, self._restarts),
        )

    async def step(self, number: int) -> None:
        """Do one thing and check everything."""
        rng = Random(f"{self.seed}/{number}")
        weights = [weight for weight, _ in self.actions]
        _, act = rng.choices(self.actions, weights)[0]
        self.history.append(f"{number}: {act.__name__}")
        await act(rng)
        await self.check()

    # ---- what people do

    async def _registers(self, rng: Random) -> None:
        self._count += 1
        secret = SECRET.format(self._count)
        said = (
            rng.choice(CHANNELS),
            rng.choice(NAMES),
            " ",
            rng.choice(NUMBERS),
            " ",
            rng.choice(MATTERS),
            secret,
            rng.choice(("", "", "", " 答已解释清楚")),
        )
        await self._say(rng.choice(PEOPLE[:5]), "".join(said), bundle=rng.random() < 0.1)

    async def _says_something_odd(self, rng: Random) -> None:
        await self._say(rng.choice(PEOPLE), rng.choice(ODD), bundle=rng.random() < 0.2)

    async def _commands(self, rng: Random) -> None:
        who, text = rng.choice(PEOPLE), rng.choice(COMMANDS)
        if rng.random() < 0.4:
            text = rng.choice(NUMBERED).format(rng.choice(await self._numbers() or ["1123-01"]))
        if rng.random() < 0.1:
            self._note(f"{who} in the channel > {text}")
            await self.counter.say_in("住房保障股", who, text, addressed=rng.random() < 0.8)
            return
        await self._say(who, text)

    async def _goes_on(self, rng: Random) -> None:
        """Press in a newer message, each kind of button as often as any other."""
        by_verb: dict[str, list[tuple[Address, str, Button]]] = {}
        for who in PEOPLE:
            here = self.counter.chat(who)
            mine = [(n, m) for (a, n), m in self.counter.console.messages.items() if a == here]
            for number, message in mine[-5:]:
                for button in buttons(message):
                    verb = button.payload.partition(":")[0]
                    by_verb.setdefault(verb, []).append((here, number, button))
        if by_verb:
            verb = rng.choice(sorted(by_verb.keys() - DULL) or sorted(by_verb))
            address, number, button = rng.choice(by_verb[verb])
            await self._press(address.chat[2:], address, number, button.payload)

    async def _presses(self, rng: Random) -> None:
        visible = [
            (address, number, button)
            for (address, number), message in self.counter.console.messages.items()
            if address.chat.startswith("p:")
            for button in buttons(message)
        ]
        if visible:
            newest = visible[-40:] if rng.random() < 0.7 else visible
            address, number, button = rng.choice(newest)
            await self._press(address.chat[2:], address, number, button.payload)

    async def _presses_something_stale(self, rng: Random) -> None:
        if self.seen.stale:
            address, number, payload = rng.choice(self.seen.stale)
            await self._press(address.chat[2:], address, number, payload)

    async def _presses_for_another(self, rng: Random) -> None:
        if self.seen.stale:
            _, number, payload = rng.choice(self.seen.stale)
            who = rng.choice(PEOPLE)
            await self._press(who, self.counter.chat(who), number, payload)

    async def _forges(self, rng: Random) -> None:
        if not self.seen.stale:
            return
        address, number, payload = rng.choice(self.seen.stale)
        parts = payload.split(":", 3)
        place = rng.randrange(len(parts))
        parts[place] = rng.choice((*GARBAGE, str(rng.randrange(1, 12))))
        number = rng.choice((number, number, "", "0", "10000"))
        await self._press(address.chat[2:], address, number, ":".join(parts))

    async def _presses_in_a_channel(self, rng: Random) -> None:
        if self.seen.stale:
            _, number, payload = rng.choice(self.seen.stale)
            where = self.counter.channel(rng.choice(("住房保障股", "陌生群")))
            await self._press(rng.choice((*PEOPLE, "999")), where, number, payload)

    async def _replies(self, rng: Random) -> None:
        who = rng.choice(PEOPLE)
        mine = [n for (a, n) in self.counter.console.messages if a == self.counter.chat(who)]
        text = rng.choice((*ANSWERS, *ANSWERS, *ODD))
        await self._say(who, text, reply_to=rng.choice((*mine[-15:], "99999")))

    async def _answers(self, rng: Random) -> None:
        asked = await self.counter.work(
            lambda work: [
                who
                for who in PEOPLE
                if (last := work.posts.last(self.counter.chat(who))) and last.kind == "question"
            ]
        )
        who = rng.choice(asked or PEOPLE)
        await self._say(who, rng.choice((*ANSWERS, *ANSWERS, *ODD)))

    async def _time_passes(self, rng: Random) -> None:
        span = rng.choice(SPANS)
        now = self.counter.office.hours.local(self.counter.clock.now())
        if rng.random() < 0.08 and now.date() < NEW_YEARS_EVE:
            span = f"{NEW_YEARS_EVE} 17:29"
        self._note(span)
        await self.counter.wind(span)
        clockwork = self.counter._house.clockwork
        upcoming = await clockwork.next()
        assert upcoming is None or upcoming > self.counter.clock.now(), f"stuck at {upcoming}"

    async def _somebody_leaves(self, rng: Random) -> None:
        self._left += 1
        who = rng.choice(("002", "003", "004", "005", "006", "008"))
        if self._left > 2:
            return
        self._note(who)
        await self.counter.work(
            lambda work: work.put(replace(work.roster.officer(who), active=False))
        )

    async def _something_disappears(self, rng: Random) -> None:
        def turn(work: Work) -> str:
            directory = work.roster.directory
            kind = rng.choice(("duties", "units", "channels", "accounts", "absences"))
            listed = list(getattr(directory, kind).values())
            if len(listed) > 2:
                work.drop(listed[chosen % len(listed)])
            return kind

        chosen = rng.randrange(1000)
        self._note(await self.counter.work(turn))

    async def _restarts(self, _: Random) -> None:
        await self.counter.restart()
        self.counter._house.views.renderer = self.renderer

    # ---- how they do it

    async def _say(self, who: str, text: str, **more: object) -> None:
        self._note(f"{who} > {text[:60]!r} {more or ''}")
        incoming = self.counter.incoming(who, text=text, **more)
        await self.counter.deliver(incoming)

    async def _press(self, who: str, where: Address, number: str, payload: str) -> None:
        self._note(f"{who} presses {payload} of {where.chat}/{number}")
        incoming = self.counter.incoming(who, press=payload, message_id=number)
        private = where.chat.startswith("p:")
        await self.counter.deliver(replace(incoming, address=where, private=private))

    async def _numbers(self) -> list[str]:
        found = await self.counter.work(lambda work: work.inquiries.find(Filter(at_most=30)))
        return [inquiry.number for inquiry in found]

    def _note(self, what: str) -> None:
        self.history[-1] += f"  {what}"

    # ---- what must hold

    async def check(self) -> None:
        """Nothing wrong was sent, owed or kept."""
        assert not self.seen.wrong, "\n".join(self.seen.wrong)
        await self.counter.work(lambda work: check_all(work, self.seen, self.renderer))
        self.seen.sent.clear()

    async def check_at_the_end(self) -> None:
        """The chain is whole, numbers are gapless, and nobody has half an inquiry."""
        await self.counter.work(check_record)
