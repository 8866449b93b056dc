"""Whether a text answers something: what it replies to, or the bot's last question."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogs.looking import is_mine, must_be_mine
from bot.dialogs.questions import answer_question, reply_to_card
from bot.dialogs.remarks import add
from bot.dialogs.talk import Talk
from bot.domain.errors import Unclear
from bot.domain.messages import PostKind
from bot.lines import looks_like_visitor
from bot.ports.values import Post

ANSWER_WITHIN = timedelta(minutes=5)
"""How long the bot's last question is answered by whatever is typed next."""
ANY_WORDS = "ask/files-matter"
"""The question whose answer is a visitor's line."""


def answered(talk: Talk, text: str) -> bool:
    """Tell whether *text* answers something: what it replies to, or the bot's last question."""
    posts = talk.turn.work.posts
    if talk.incoming.reply_to:
        talk.post = posts.at(talk.here, talk.incoming.reply_to)
        if talk.post is None:
            return False
        if talk.post.kind != PostKind.QUESTION:
            return reply_to_card(talk, talk.post, text)
    else:
        talk.post = posts.last(talk.here)
        if talk.post is None or talk.post.kind != PostKind.QUESTION:
            return False
        if not _may_answer(talk, talk.post, text):
            return False
    try:
        answer_question(talk, talk.post, text)
    except Unclear as unclear:
        talk.say("replies/unclear", why=unclear.why, wanted=unclear.wanted)
        question = talk.post.parts[0]
        talk.ask(question.view.removeprefix("ask/"), question.inquiry, *question.args)
    return True


def remarked(talk: Talk) -> bool:
    """A reply under an inquiry's line in a channel is a remark on it.

    Who has no part in it is refused where he called the bot; in a thread others may just talk.
    """
    line = _replied_to(talk)
    part = next((p for p in line.parts if p.inquiry), None) if line else None
    text = talk.incoming.text.strip()
    if line is None or line.kind != PostKind.LINE or part is None or not text:
        return False
    inquiry = talk.turn.inquiry(part.inquiry)
    if not talk.incoming.addressed and not is_mine(talk, inquiry):
        return False
    must_be_mine(talk, inquiry)
    add(talk, inquiry, text)
    return True


def _replied_to(talk: Talk) -> Post | None:
    here, message = talk.here, talk.incoming.reply_to
    if not message:
        return None
    # What begins a thread stands outside it.
    where = replace(here, thread="") if message == here.thread else here
    return talk.turn.work.posts.at(where, message)


def _may_answer(talk: Talk, question: Post, text: str) -> bool:
    old = talk.turn.now - question.made_at > ANSWER_WITHIN
    if old or talk.incoming.bundle:
        return False
    return question.parts[0].view == ANY_WORDS or not looks_like_visitor(text)
