"""未送达: what could not be delivered, for the administrator, a few at a time with their buttons."""

from dataclasses import replace

from bot.chat.clean import whole_number
from bot.commands import do
from bot.commands.resend import DropPost, ResendPost
from bot.dialogs.talk import Talk

VIEW = "failed"


def listed(talk: Talk, _: str) -> None:
    """未送达."""
    talk.show(VIEW, args=("0",))


def resend(talk: Talk, _: int, arg: str) -> None:
    """重发."""
    done = do(ResendPost(whole_number(arg) or 0), talk.turn)
    talk.toast("toasts/resent" if done else "toasts/seen_to")
    _again(talk)


def discard(talk: Talk, _: int, arg: str) -> None:
    """不发了."""
    done = do(DropPost(whole_number(arg) or 0, talk.me.id), talk.turn)
    talk.toast("toasts/dropped" if done else "toasts/seen_to")
    _again(talk)


def page(talk: Talk, _: int, arg: str) -> None:
    """下一页."""
    if talk.post is not None and whole_number(arg) is not None:
        parts = tuple(replace(p, args=(arg,)) for p in talk.post.parts)
        talk.turn.show(replace(talk.post, parts=parts))


def _again(talk: Talk) -> None:
    if talk.post is not None:
        talk.turn.show(talk.post)
