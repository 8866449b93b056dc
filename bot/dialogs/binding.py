"""Who is who on a platform: one-time codes, one's own shared contact, channels of departments."""

import re
import secrets
from datetime import datetime, timedelta

from bot.chat import Incoming
from bot.dialogs.talk import Talk
from bot.domain.office import Account, Channel, Officer, OfficerId
from bot.ports import Work

CODE_LASTS = timedelta(days=7)
MOST_GUESSES = 5
"""Wrong codes an account may try a day."""
_CODE = re.compile(r"[0-9a-f]{10}")


def new_code(work: Work, officer: OfficerId) -> str:
    """Make a one-time code for an officer; the one before is void."""
    former = work.kept(f"code-of/{officer}")
    if former:
        work.keep(f"code/{former}", "")
    code = secrets.token_hex(5)
    work.keep(f"code/{code}", f"{officer} {(work.now + CODE_LASTS).isoformat()}")
    work.keep(f"code-of/{officer}", code)
    return code


def bind(work: Work, incoming: Incoming) -> Officer | None:
    """Bind the sender's account by code or by his own shared contact; ``None`` if neither fits."""
    officer = _by_contact(work, incoming) or _by_code(work, incoming)
    if officer is None:
        return None
    work.put(
        Account(
            platform=incoming.address.platform,
            user=incoming.sender,
            officer=officer.id,
            chat=incoming.address.chat,
        )
    )
    return officer


def bind_channel(talk: Talk, rest: str) -> None:
    """「绑定科室 保障股」, said by an administrator in the group."""
    wanted = rest.strip()
    named = [
        d
        for d in talk.desk.work.roster.directory.departments.values()
        if wanted in (d.name, d.label)
    ]
    if len(named) != 1 or talk.incoming.private:
        talk.say("replies/bind_channel_how")
        return
    here = talk.here
    channel = Channel(
        platform=here.platform, chat=here.chat, thread=here.thread, department=named[0].name
    )
    talk.desk.work.put(channel)
    talk.say("replies/channel_bound", department=named[0])


def bind_somebody(talk: Talk, rest: str) -> None:
    """「绑定 002」: an administrator gets the one-time code to hand out."""
    officer = talk.desk.work.roster.named(rest.strip())
    if officer is None:
        talk.say("replies/no_such_person", asked=rest.strip()[:40])
        return
    code = new_code(talk.desk.work, officer.id)
    talk.say("replies/code", officer=officer, code=code, until=talk.desk.now + CODE_LASTS)


def _by_code(work: Work, incoming: Incoming) -> Officer | None:
    code = incoming.text.strip()
    if not code or not (incoming.command == "start" or _CODE.fullmatch(code)):
        return None
    day = work.now.date().isoformat()
    tried = f"guesses/{incoming.address.platform}/{incoming.sender}/{day}"
    guesses = int(work.kept(tried) or 0)
    kept = work.kept(f"code/{code}") if guesses < MOST_GUESSES else ""
    if not kept:
        work.keep(tried, str(guesses + 1))
        return None
    officer, until = kept.split(" ")
    work.keep(f"code/{code}", "")
    work.keep(f"code-of/{officer}", "")
    if datetime.fromisoformat(until) < work.now:
        return None
    found = work.roster.officer(officer)
    return found if found.active else None


def _by_contact(work: Work, incoming: Incoming) -> Officer | None:
    contact = incoming.contact
    if contact is None or contact.user != incoming.sender:
        return None
    digits = "".join(c for c in contact.phone if c.isdecimal())[-11:]
    found = [o for o in work.roster.active() if o.mobile and o.mobile[-11:] == digits]
    return found[0] if len(found) == 1 else None
