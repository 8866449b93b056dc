"""A message in, replies owed, committed: the one door every platform comes through.

One message, one unit of work, one reading of the clock. The platform is told "received" only
after the commit; sending never keeps it waiting.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape

import structlog

from bot.candidates import Router
from bot.chat import Ack, Incoming
from bot.desk import Desk
from bot.dialogs.binding import bind
from bot.dialogs.presses import PRESSED_IN_CHANNELS, press, verb_of
from bot.dialogs.questions import answer_question, reply_to_card
from bot.dialogs.refusing import refusal_words
from bot.dialogs.speaking import LONGEST, speak
from bot.dialogs.talk import Talk
from bot.dialogs.typed import IN_CHANNELS, TYPED, command_in
from bot.domain.errors import Defect, Refusal, TooLong, Unclear
from bot.domain.office import NOBODY, Officer
from bot.domain.rules import Office
from bot.kept import Post
from bot.lines import looks_like_visitor
from bot.page_history import keep_said
from bot.ports import Store, StoreBusy, Work
from bot.render import read_payload
from bot.views import Views

log = structlog.get_logger()

ANSWER_WITHIN = timedelta(minutes=5)


@dataclass
class Dispatcher:
    """Hands each incoming message its turn. *hand_on* gives the committed posts to the sender."""

    store: Store
    office: Office
    views: Views
    router: Router
    now: Callable[[], datetime]
    hand_on: Callable[[list[Post]], None]

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
        return ack

    async def _handled(self, incoming: Incoming) -> tuple[Ack, list[Post]]:
        try:
            return await self._run(incoming)
        except Refusal as refusal:
            return await self._refuse(incoming, refusal)

    async def _run(self, incoming: Incoming) -> tuple[Ack, list[Post]]:
        def turn(work: Work) -> tuple[Ack, list[Post]]:
            if work.answered(incoming.address.platform, incoming.id):
                return Ack(), []
            desk = Desk(work, self.office, self.views, self.router)
            ack = self._turn(desk, incoming)
            desk.settle()
            touched.update(desk.touched)
            return ack, work.outgoing

        touched: set[str] = set()
        done = await self.store.run(turn, at=self.now())
        if touched:
            log.info("handled", delivery=_name_of(incoming), inquiries=sorted(touched))
        return done

    async def _refuse(self, incoming: Incoming, refusal: Refusal) -> tuple[Ack, list[Post]]:
        """Say no in a turn of its own: the refused one was undone as a whole."""

        def turn(work: Work) -> tuple[Ack, list[Post]]:
            work.answered(incoming.address.platform, incoming.id)
            desk = Desk(work, self.office, self.views, self.router)
            me = work.roster.by_account(incoming.address.platform, incoming.sender)
            if me is not None:
                keep_said(work, me, incoming)
            talk = Talk(desk, me or _nobody(incoming), incoming)
            words = refusal_words(refusal, talk)
            if incoming.press:
                if not isinstance(refusal, Defect):  # the card itself may be what cannot be shown
                    _show_again(talk)
                    desk.settle()
                return Ack(unescape(words)), work.outgoing
            talk.say_markup(words)
            return Ack(), work.outgoing

        return await self.store.run(turn, at=self.now())

    def _turn(self, desk: Desk, incoming: Incoming) -> Ack:
        if incoming.moved_to:
            _follow_move(desk, incoming)
            return Ack()
        me = desk.work.roster.by_account(incoming.address.platform, incoming.sender)
        if me is None:
            return _stranger(desk, incoming)
        keep_said(desk.work, me, incoming)
        talk = Talk(desk, me, incoming)
        if incoming.private:
            _remember_chat(desk, incoming)
        if incoming.press:
            return _pressed(talk)
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
    if not talk.incoming.private and verb_of(talk.incoming.press) not in PRESSED_IN_CHANNELS:
        # A forwarded card: what it would show is not for everybody here.
        talk.toast("replies/in_private")
        return Ack(talk.ack)
    talk.post = _post_of(talk)
    press(talk)
    return Ack(talk.ack)


def _in_private(talk: Talk) -> None:
    if len(talk.incoming.text) > LONGEST:
        raise TooLong(LONGEST)
    found = command_in(talk)
    if found:
        command, rest = found
        command(talk, rest)
        return
    text = talk.incoming.text.strip()
    if not text or talk.incoming.command:  # a slash word nobody knows is nobody's matter
        talk.say("replies/hint")
        return
    if _answered(talk, text):
        return
    speak(talk, text, bundle=talk.incoming.bundle)


def _answered(talk: Talk, text: str) -> bool:
    """Tell whether *text* answers something: what it replies to, or the bot's last question."""
    posts = talk.desk.work.posts
    if talk.incoming.reply_to:
        talk.post = posts.at(talk.here, talk.incoming.reply_to)
        if talk.post is None:
            return False
        if talk.post.kind != "question":
            return reply_to_card(talk, talk.post, text)
    else:
        talk.post = posts.last(talk.here)
        if talk.post is None or talk.post.kind != "question":
            return False
        old = talk.desk.now - talk.post.made_at > ANSWER_WITHIN
        if old or talk.incoming.bundle or looks_like_visitor(text):
            return False
    try:
        answer_question(talk, talk.post, text)
    except Unclear as unclear:
        talk.say("replies/unclear", why=unclear.why, wanted=unclear.wanted)
        question = talk.post.parts[0]
        talk.ask(question.view.removeprefix("ask/"), question.inquiry, *question.args)
    return True


def _in_channel(talk: Talk) -> None:
    """In a team channel only what is meant for the bot, and only what belongs there."""
    if not talk.incoming.addressed:
        return
    found = command_in(talk)
    if found and found[0] in {TYPED[name] for name in IN_CHANNELS}:
        found[0](talk, found[1])
    else:
        talk.say("replies/in_private")


def _stranger(desk: Desk, incoming: Incoming) -> Ack:
    """One polite sentence with the way to bind; in groups, silence."""
    if not incoming.private:
        return Ack()
    officer = bind(desk.work, incoming)
    talk = Talk(desk, officer or _nobody(incoming), incoming)
    if incoming.press:
        return Ack(desk.views.words("toasts/stranger", desk.work).strip())
    talk.say("replies/bound" if officer else "replies/stranger", keyboard=officer is not None)
    return Ack()


def _nobody(incoming: Incoming) -> Officer:
    return Officer(id=NOBODY, name=incoming.sender_name, department="", active=False)


def _post_of(talk: Talk) -> Post | None:
    """The pressed message; one doubled by a crash is adopted, so that it is edited from now on."""
    here, message = talk.here, talk.incoming.message_id
    posts = talk.desk.work.posts
    found = posts.at(here, message)
    if found is not None:
        return found
    said = read_payload(talk.incoming.press)
    if said is None or not said[1]:
        return None
    same_chat = [p for p in posts.about(said[1]) if p.address == here and p.kind != "reply"]
    if not same_chat:
        return None
    adopted = replace(same_chat[-1], message_id=message, shown=max(same_chat[-1].shown, 1))
    posts.save(adopted)
    return adopted


def _show_again(talk: Talk) -> None:
    """After a refused press the card shows what is true now."""
    post = _post_of(talk)
    if post is not None:
        talk.desk.turn(post)


def _remember_chat(desk: Desk, incoming: Incoming) -> None:
    """The private chat a person was last seen in is where he is written to."""
    key = f"{incoming.address.platform}/{incoming.sender}"
    account = desk.work.roster.directory.accounts[key]
    if account.chat != incoming.address.chat:
        desk.work.put(replace(account, chat=incoming.address.chat))


def _follow_move(desk: Desk, incoming: Incoming) -> None:
    """A group became a supergroup: its channels go on under the new id."""
    here = incoming.address
    for channel in list(desk.work.roster.directory.channels.values()):
        if (channel.platform, channel.chat) == (here.platform, here.chat):
            desk.work.drop(channel)
            desk.work.put(replace(channel, chat=incoming.moved_to))
