"""Photos, papers, voice and places sent in chat become material of an inquiry (3.3).

Whose they are is seen from what they come with: the card they reply to, a number, the line that
registers, the set they belong to, the card just before them; where nothing tells, it is asked.
"""

import re
from dataclasses import replace
from datetime import timedelta

from bot.chat import Attachment
from bot.chat.clean import whole_number
from bot.commands.materials import AttachFiles, MoveFiles
from bot.dialogs import sets
from bot.dialogs.looking import by_number, is_mine, must_be_mine
from bot.dialogs.remarks import add
from bot.dialogs.speaking import speak
from bot.dialogs.talk import Talk
from bot.domain.errors import Refusal, UsedButton
from bot.domain.inquiry import Attached, FileState, Inquiry
from bot.domain.materials import clean_name, why_not
from bot.domain.messages import PostKind
from bot.ports.values import Download, Part, Post
from bot.rendering.ledger import newest_of
from bot.turns.turn import Turn

JUST_NOW = timedelta(minutes=10)
"""How old the last card may be for a picture without words to belong to its inquiry."""
_NUMBER = re.compile(r"^\s*(?:补\s*)?(\d{4}-\d{2,})\s*")
_NEW, _UNKNOWN = "new", "whose-files"


def handed_over(talk: Talk) -> None:
    """Take the attachments of a message, and the words beside them."""
    pieces = (_taken(talk, attachment).id for attachment in talk.incoming.attachments)
    downloads = (*sets.taken_up(talk), *pieces)
    text = talk.incoming.text.strip()
    if _join_known_set(talk, downloads, text):
        return
    found = _meant(talk, text)
    if found is not None:
        _attach(talk, found, downloads)
    elif talk.incoming.album and not text:
        sets.wait(talk, downloads)
    else:
        _guess(talk, downloads)


def guess_sets(turn: Turn) -> None:
    """The sets that have waited long enough and never said whose they are."""
    for waiting in sets.over(turn):
        talk = waiting.talk(turn)
        try:
            _guess(talk, waiting.downloads)
        except Refusal:  # of what it was guessed to be; the clock must not stop at it
            _ask(talk, waiting.downloads)


def belongs(talk: Talk, _: int, arg: str) -> None:
    """The answer to "which inquiry is this of": one of those offered, or a new one."""
    part = _asked(talk)
    downloads = tuple(int(a) for a in part.args[0].split(","))
    if arg == _NEW:
        talk.ask("files-matter", 0, part.args[0])
        return
    if arg not in part.args[1:]:
        raise UsedButton("", talk.me.id, "")
    _attach(talk, talk.turn.inquiry(int(arg)), downloads, instead_of=talk.post)


def registered_with(talk: Talk, text: str, listed: str) -> None:
    """The matter of files that came before it: registered, and they are its material."""
    registered = _registered(talk, text)
    if registered is not None:
        _attach(talk, registered, tuple(int(a) for a in listed.split(",")))


def move(talk: Talk, inquiry: int, arg: str) -> None:
    """换一件: the files of this message belong to another of one's inquiries."""
    part = talk.part(inquiry)
    number = whole_number(arg)
    target = talk.turn.inquiry(number) if number is not None else None
    if target is None or part.view != "attached":
        raise UsedButton("", talk.me.id, "")
    must_be_mine(talk, target)
    files = tuple(int(a) for a in part.args)
    talk.do(MoveFiles(inquiry, files, target.id, talk.me.id))
    if talk.post is not None:
        talk.turn.show(replace(talk.post, parts=(Part("attached", target.id, args=part.args),)))


def _taken(talk: Talk, given: Attachment) -> Download:
    """Owe the file: it is fetched after the commit; what cannot be taken is refused at once."""
    turn = talk.turn
    usual = turn.views.wording.pattern(f"{given.kind}_name") if given.kind != "location" else ""
    file = Attached(
        id=0,
        at=turn.now,
        by=talk.me.id,
        kind=given.kind,
        name=clean_name(given.name, given.mime, usual) if usual else "",
        mime=given.mime,
        size=given.size,
        text=given.text,
    )
    reason = why_not(file, turn.office.files)
    usual = FileState.KEPT if file.kind == "location" else FileState.OWED
    state = FileState.REFUSED if reason else usual
    download = turn.work.downloads.add(
        Download(
            platform=talk.here.platform,
            handle=given.handle,
            file=replace(file, state=state, reason=reason),
            state=state,
            not_before=turn.now + (sets.SET_ARRIVES if talk.incoming.album else timedelta()),
        )
    )
    known = replace(download, file=replace(download.file, id=download.id))
    turn.work.downloads.save(known)
    return known


def _meant(talk: Talk, text: str) -> Inquiry | None:
    """The inquiry that words or a reply name, or make."""
    return _replied_to(talk, text) or _numbered(talk, text) or _said(talk, text)


def _guess(talk: Talk, downloads: tuple[int, ...]) -> None:
    """Without words it is the card just before, if there is one; else it is asked."""
    found = None if talk.incoming.text.strip() else _just_before(talk)
    if found is None:
        _ask(talk, downloads)
    else:
        _attach(talk, found, downloads)


def _replied_to(talk: Talk, text: str) -> Inquiry | None:
    """A reply to a card: its inquiry, and the words are a remark on it."""
    if not talk.incoming.reply_to:
        return None
    card = talk.turn.work.posts.at(talk.here, talk.incoming.reply_to)
    part = next((p for p in card.parts if p.inquiry), None) if card else None
    return _remarked(talk, talk.turn.inquiry(part.inquiry), text) if part else None


def _numbered(talk: Talk, text: str) -> Inquiry | None:
    """「1123-07 收入证明」, 「补 1123-07 …」."""
    number = _NUMBER.match(text)
    if number is None:
        return None
    return _remarked(talk, by_number(talk, number[1]), text[number.end() :].strip())


def _remarked(talk: Talk, inquiry: Inquiry, text: str) -> Inquiry:
    must_be_mine(talk, inquiry)
    if text:
        add(talk, inquiry, text)
    return inquiry


def _said(talk: Talk, text: str) -> Inquiry | None:
    """Words that register; of several lines no single one can be meant."""
    return _registered(talk, text) if text else None


def _registered(talk: Talk, text: str) -> Inquiry | None:
    already = len(talk.turn.made)
    speak(talk, text, bundle=talk.incoming.bundle)
    ids = {p.inquiry for post in talk.turn.made[already:] for p in post.parts if p.view == "clerk"}
    return talk.turn.inquiry(ids.pop()) if len(ids) == 1 else None


def _just_before(talk: Talk) -> Inquiry | None:
    """The inquiry of the chat's last message, if it is fresh and the sender is on the case."""
    last = talk.turn.work.posts.last(talk.here)
    if last is None or talk.turn.now - last.made_at > JUST_NOW:
        return None
    about = {part.inquiry for part in last.parts if part.inquiry}
    found = talk.turn.inquiry(about.pop()) if len(about) == 1 else None
    return found if found and found.is_open and is_mine(talk, found) else None


def _attach(
    talk: Talk, inquiry: Inquiry, downloads: tuple[int, ...], *, instead_of: Post | None = None
) -> None:
    must_be_mine(talk, inquiry)
    attached = talk.do(AttachFiles(inquiry.id, downloads, talk.me.id))
    part = Part("attached", attached.id, args=tuple(str(d) for d in downloads))
    if instead_of is None:
        post = talk.show_parts((part,))
    else:
        post = replace(instead_of, parts=(part,))
        talk.turn.show(post)
    sets.remember(talk, post, said=bool(talk.incoming.text.strip() or talk.incoming.reply_to))


def _ask(talk: Talk, downloads: tuple[int, ...]) -> None:
    """Ask which inquiry they are of, the newest of one's own as buttons."""
    listed = ",".join(map(str, downloads))
    offered = tuple(str(i.id) for i in newest_of(talk.me.id, talk.turn.work))
    post = talk.show(_UNKNOWN, kind=PostKind.CARD, args=(listed, *offered))
    sets.remember(talk, post, said=False)


def _asked(talk: Talk) -> Part:
    part = talk.post.parts[0] if talk.post and talk.post.parts else Part("")
    if part.view != _UNKNOWN:
        raise UsedButton("", talk.me.id, "")
    return part


def _join_known_set(talk: Talk, downloads: tuple[int, ...], text: str) -> bool:
    """Add to what the set has come to already; False if it has come to nothing yet.

    Words that come late still count: where it was only guessed or asked, they decide.
    """
    known = sets.answer_to(talk)
    if known is None:
        return False
    post, said = known
    part = post.parts[0]
    if text and not said and (found := _meant(talk, text)):
        _settle(talk, post, found, downloads)
        return True
    if text and said:
        _remarked(talk, talk.turn.inquiry(part.inquiry), text)
    if part.view == _UNKNOWN:
        args = (",".join((part.args[0], *map(str, downloads))), *part.args[1:])
        talk.turn.show(replace(post, parts=(replace(part, args=args),)))
    else:
        _grow(talk, post, part.inquiry, downloads)
    return True


def _settle(talk: Talk, post: Post, found: Inquiry, downloads: tuple[int, ...]) -> None:
    """The set is of *found* after all: what was guessed moves there."""
    part = post.parts[0]
    if part.view == _UNKNOWN:
        asked = tuple(int(each) for each in part.args[0].split(","))
        _attach(talk, found, (*asked, *downloads), instead_of=post)
        return
    if part.inquiry != found.id:
        files = tuple(int(each) for each in part.args)
        talk.do(MoveFiles(part.inquiry, files, found.id, talk.me.id))
    _grow(talk, post, found.id, downloads)
    sets.remember(talk, post, said=True)


def _grow(talk: Talk, post: Post, inquiry: int, downloads: tuple[int, ...]) -> None:
    talk.do(AttachFiles(inquiry, downloads, talk.me.id))
    args = (*post.parts[0].args, *map(str, downloads))
    talk.turn.show(replace(post, parts=(Part("attached", inquiry, args=args),)))
