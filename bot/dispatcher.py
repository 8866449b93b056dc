"""A message in, replies owed, committed: the one door every platform comes through.

One message, one unit of work, one reading of the clock. The platform is told "received" only
after the commit; sending never keeps it waiting.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape
from typing import TypeVar

import structlog

from bot.chat import Ack, Incoming
from bot.dialogs.answering import answered, remarked
from bot.dialogs.binding import bind, own_chat, told_of_code
from bot.dialogs.buttons import button_of, press
from bot.dialogs.correcting import corrected
from bot.dialogs.forming import filled
from bot.dialogs.handing import handed_over
from bot.dialogs.refusing import refusal_words
from bot.dialogs.speaking import LONGEST, speak
from bot.dialogs.talk import Talk
from bot.dialogs.words import COMMANDS, carry_out, command_in
from bot.domain.errors import Defect, Refusal, TooLong
from bot.domain.messages import PostKind
from bot.domain.office import NOBODY, Officer
from bot.ports.store import StoreBusy
from bot.ports.values import Post
from bot.rendering.markup import read_payload
from bot.turns.hearsay import keep_said
from bot.turns.running import Turns
from bot.turns.turn import Turn

log = structlog.get_logger()
T = TypeVar("T")


@dataclass
class Dispatcher:
    """Hands each incoming message its turn. *hand_on* gives the committed posts to the sender."""

    turns: Turns
    hand_on: Callable[[list[Post]], None]
    fetch: Callable[[], None] = lambda: None  # told when somebody has handed files over

    async def receive(self, incoming: Incoming) -> Ack:
        """Handle one delivery; a repeated one has no second effect.

        Raises:
            StoreBusy: nothing was written; the platform must deliver again.
        """
        try:
            ack, posts = await self._handled(incoming)
        except (StoreBusy, asyncio.CancelledError):
            log.warning("store busy", platform=incoming.address.platform, delivery=incoming.id)
            raise
        except Exception:
            # A defect must not come back for ever as an unacknowledged delivery.
            log.exception("defect", platform=incoming.address.platform, delivery=incoming.id)
            ack, posts = await self._refuse(incoming, Defect())
        self.hand_on(posts)
        if incoming.attachments:
            self.fetch()
        return self.turns.views.in_passing(ack, incoming.address.platform)

    async def _handled(self, incoming: Incoming) -> tuple[Ack, list[Post]]:
        try:
            return await self._run(incoming)
        except Refusal as refusal:
            return await self._refuse(incoming, refusal)

    async def _run(self, incoming: Incoming) -> tuple[Ack, list[Post]]:
        def act(turn: Turn) -> tuple[Ack, frozenset[str]]:
            if turn.work.answered(incoming.address.platform, incoming.id):
                return Ack(), frozenset()
            ack = self._turn(turn, incoming)
            return ack, turn.touched

        (ack, touched), posts = await self.turns.run(act, here=incoming.address)
        if touched:
            log.info("handled", delivery=_name_of(incoming), inquiries=sorted(touched))
        return ack, posts

    async def _refuse(self, incoming: Incoming, refusal: Refusal) -> tuple[Ack, list[Post]]:
        """Say no in a turn of its own: the refused one was undone as a whole."""

        def act(turn: Turn) -> Ack:
            work = turn.work
            work.answered(incoming.address.platform, incoming.id)
            me = work.roster.by_account(incoming.address.platform, incoming.sender)
            if me is not None:
                keep_said(work, me, incoming)
            talk = Talk(turn, me or _nobody(incoming), incoming)
            words = refusal_words(refusal, talk)
            if incoming.press:
                if not isinstance(refusal, Defect):  # the card itself may be what cannot be shown
                    _show_again(talk)
                return Ack(unescape(words))
            talk.say_markup(words)
            return Ack()

        return await self.turns.run(act, here=incoming.address)

    def _turn(self, turn: Turn, incoming: Incoming) -> Ack:
        if incoming.moved_to:
            _follow_move(turn, incoming)
            return Ack()
        me = turn.work.roster.by_account(incoming.address.platform, incoming.sender)
        if me is None:
            me = _newcomer(turn, incoming)
        if me is None:
            return _stranger(turn, incoming)
        keep_said(turn.work, me, incoming)
        talk = Talk(turn, me, incoming)
        _remember_chat(turn, incoming)
        if incoming.press:
            return _pressed(talk)
        if incoming.form:
            return Ack(errors=filled(talk))
        if incoming.contact and not incoming.text:
            return Ack()
        if not incoming.private:
            _in_channel(talk)
        else:
            _in_private(talk)
        return Ack()


def _name_of(incoming: Incoming) -> str:
    return f"{incoming.address.platform}/{incoming.id}"


def _pressed(talk: Talk) -> Ack:
    known = button_of(talk.incoming.press)
    if not talk.incoming.private and not (known and known.in_channels):
        # A forwarded card: what it would show is not for everybody here.
        talk.toast("replies/in_private")
        return Ack(talk.ack)
    talk.post = _post_of(talk)
    press(talk)
    return Ack(talk.ack)


def _in_private(talk: Talk) -> None:
    if len(talk.incoming.text) > LONGEST:
        raise TooLong(LONGEST)
    if talk.incoming.edited:
        corrected(talk)
        return
    if told_of_code(talk):
        return
    found = command_in(talk)
    if talk.incoming.attachments:
        if found:  # a word of command beside a picture is not the picture's matter
            talk.incoming = replace(talk.incoming, text=_beside(talk, found))
        handed_over(talk)
        return
    if found:
        carry_out(talk, *found)
        return
    text = talk.incoming.text.strip()
    if not text or talk.incoming.command:  # a slash word nobody knows is nobody's matter
        talk.say("replies/hint")
        return
    if answered(talk, text):
        return
    speak(talk, text, bundle=talk.incoming.bundle)


def _beside(talk: Talk, found: tuple[str, str]) -> str:
    """What of the words beside a picture is about it: 「补 1123-07 …」, nothing of other commands."""
    return talk.incoming.text if found[0] == "note" else ""


def _in_channel(talk: Talk) -> None:
    """In a team channel only what is meant for the bot, and only what belongs there.

    A reply under one of its lines is a remark; what else people say in threads is theirs.
    """
    called = talk.incoming.addressed
    found = command_in(talk) if called else None
    if found and COMMANDS[found[0]].in_channels:
        carry_out(talk, *found)
    elif not remarked(talk) and called:
        talk.say("replies/in_private")


def _newcomer(turn: Turn, incoming: Incoming) -> Officer | None:
    """Bind and welcome who can be known; return him if what he said is still to be heard."""
    bound = bind(turn, incoming) if incoming.private else None
    if bound is None:
        return None
    Talk(turn, bound.officer, incoming).say("replies/bound", keyboard=True)
    return bound.officer if bound.says_more else None


def _stranger(turn: Turn, incoming: Incoming) -> Ack:
    """One polite sentence with the way to bind, whatever it was; in groups, silence."""
    known = turn.work.roster.by_account(incoming.address.platform, incoming.sender)
    if known or not incoming.private:
        return Ack()
    if incoming.press:
        return Ack(turn.views.words("toasts/stranger", turn.work).strip())
    Talk(turn, _nobody(incoming), incoming).say("replies/stranger")
    return Ack()


def _nobody(incoming: Incoming) -> Officer:
    return Officer(id=NOBODY, name=incoming.sender_name, department="", active=False)


def _post_of(talk: Talk) -> Post | None:
    """The pressed message; one doubled by a crash is adopted, so that it is edited from now on."""
    here, message = talk.here, talk.incoming.message_id
    if not message:  # a button of a page, not of a message
        return None
    posts = talk.turn.work.posts
    found = posts.at(here, message)
    if found is not None:
        return found
    said = read_payload(talk.incoming.press)
    if said is None or not said[1]:
        return None
    same_chat = [p for p in posts.about(said[1]) if p.address == here and p.kind != PostKind.REPLY]
    if not same_chat:
        return None
    adopted = replace(same_chat[-1], message_id=message, shown=max(same_chat[-1].shown, 1))
    posts.save(adopted)
    return adopted


def _show_again(talk: Talk) -> None:
    """After a refused press the card shows what is true now."""
    post = _post_of(talk)
    if post is not None:
        talk.turn.show(post)


def _remember_chat(turn: Turn, incoming: Incoming) -> None:
    """The private chat a person was last seen in is where he is written to."""
    key = f"{incoming.address.platform}/{incoming.sender}"
    account = turn.work.roster.directory.accounts[key]
    chat = own_chat(incoming)
    if chat and account.chat != chat:
        turn.work.put(replace(account, chat=chat))


def _follow_move(turn: Turn, incoming: Incoming) -> None:
    """A group became a supergroup: its channels go on under the new id."""
    here = incoming.address
    for channel in list(turn.work.roster.directory.channels.values()):
        if (channel.platform, channel.chat) == (here.platform, here.chat):
            turn.work.drop(channel)
            turn.work.put(replace(channel, chat=incoming.moved_to))
