"""One person's turn: who speaks, about which message, and what is said back."""

from dataclasses import dataclass, replace
from html import unescape

from bot.chat import Address, Incoming, Outgoing
from bot.commands import do
from bot.domain.inquiry import Inquiry
from bot.domain.messages import PostKind
from bot.domain.office import Officer
from bot.ports.values import Part, Post
from bot.rendering.markup import outgoing
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.turn import Turn


@dataclass
class Talk:
    """*post* is the message that was pressed or replied to; *ack* shows for a moment."""

    turn: Turn
    me: Officer
    incoming: Incoming
    post: Post | None = None
    ack: str = ""

    @property
    def here(self) -> Address:
        """The chat it all happens in."""
        return self.incoming.address

    @property
    def abroad(self) -> bool:
        """Whether the chat's platform is hosted abroad, and the office on the mainland."""
        return self.turn.views.is_abroad(self.here.platform)

    @property
    def origin(self) -> str:
        """The message that is being read, by which a change of it is known again."""
        if not self.incoming.message_id:
            return ""
        return f"{self.here.platform}/{self.here.chat}/{self.incoming.message_id}"

    def do(self, command: object) -> Inquiry:
        """Carry out a command that gives an inquiry back."""
        found = do(command, self.turn)
        assert isinstance(found, Inquiry)  # noqa: S101 - says so to the type checker
        return found

    def show(
        self, view: str, inquiry: int = 0, *, kind: PostKind = PostKind.CARD, **part: object
    ) -> Post | None:
        """Post a card about an inquiry into this chat; *part* gives face and args."""
        face, args = str(part.get("face", "")), part.get("args", ())
        assert isinstance(args, tuple)  # noqa: S101
        return self.show_parts((Part(view, inquiry, face, args),), kind=kind)

    def show_parts(self, parts: tuple[Part, ...], *, kind: PostKind = PostKind.CARD) -> Post | None:
        """Post a card of several parts into this chat."""
        return owe(self.turn, Owed(at=self.here, to=self.me.id, kind=kind, parts=parts))

    def ask(self, question: str, inquiry: int = 0, *args: str) -> None:
        """Ask something that is answered by typing; the question is a message of its own."""
        self.show(f"ask/{question}", inquiry, kind=PostKind.QUESTION, args=args)

    def say(self, words: str, *, keyboard: bool = False, **context: object) -> Post | None:
        """Say something that stays as it is: a help text, a list, a refusal."""
        views = self.turn.views
        shown = {
            "me": self.me,
            **{key: self._as_seen(value) for key, value in context.items()},
        }
        return self.say_markup(views.words(words, self.turn.work, **shown), keyboard=keyboard)

    def as_seen(self, inquiry: Inquiry) -> Inquiry:
        """The inquiry as this chat may see it."""
        return self.turn.views.as_seen(inquiry, self.here.platform, self.turn.work.roster)

    def _as_seen(self, value: object) -> object:
        """Inquiries, and lists of them, as this chat may see them."""
        if isinstance(value, Inquiry):
            return self.as_seen(value)
        if isinstance(value, list | tuple) and any(isinstance(each, Inquiry) for each in value):
            return tuple(map(self._as_seen, value))
        return value

    def say_markup(self, markup: str, *, keyboard: bool = False) -> Post | None:
        """Owe ready markup as a reply."""
        post = Post(
            address=self.here,
            to=self.me.id,
            kind=PostKind.REPLY,
            body=Outgoing(()),
            made_at=self.turn.now,
        )
        views = self.turn.views
        body = outgoing(markup, views.mention(post, self.turn.work.roster))
        body = views.on_its_way(body, self.here.platform)
        if keyboard:
            body = replace(body, keyboard=views.wording.keyboard)
        return self.turn.work.posts.add(replace(post, body=body))

    def plain(self, words: str, **context: object) -> str:
        """The bare sentence of a template."""
        shown = {key: self._as_seen(value) for key, value in context.items()}
        markup = self.turn.views.words(words, self.turn.work, me=self.me, **shown)
        return unescape(markup).strip()

    def toast(self, words: str, **context: object) -> None:
        """Answer a press with a word that passes."""
        self.ack = self.plain(words, **context)

    def face(self, inquiry: int, face: str, *, args: tuple[str, ...] | None = None) -> None:
        """Let the pressed message show another face of its part about *inquiry*."""
        if self.post is not None:
            self.turn.face(self.post, inquiry, face, args)

    def part(self, inquiry: int) -> Part:
        """The pressed message's part about *inquiry*; an empty one if there is none."""
        parts = self.post.parts if self.post else ()
        return next((p for p in parts if p.inquiry == inquiry), Part("", inquiry))
