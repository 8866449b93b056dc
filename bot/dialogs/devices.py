"""The browsers people come in with (设备): by a one-time code in, by a button or a word out."""

from bot.chat.page import PAGE, Coming, chat_of
from bot.commands import do
from bot.commands.accounts import BindAccount, EndDevice
from bot.dialogs.speaking import speak
from bot.dialogs.talk import Talk
from bot.domain.errors import UsedButton
from bot.domain.messages import PostKind
from bot.domain.office import Account, Device, Officer, OfficerId
from bot.domain.rights import ADMINISTRATION, must_be_allowed
from bot.turns.codes import redeem
from bot.turns.turn import Turn

ALL = "all"
_WINDOW = 600
_SHOWN = 16
_LONGEST = 60


def enter(turn: Turn, coming: Coming) -> tuple[Officer, bool] | None:
    """Let the person in whose code it is; also tells whether he is here for the first time.

    ``None``: the code is nobody's, used or expired, or too many wrong ones were tried.
    """
    work = turn.work
    window = int(work.now.timestamp()) // _WINDOW  # a whole office may stand behind one address
    officer = redeem(work, coming.code, guesser=f"{PAGE}/{coming.client}/{window}")
    if officer is None:
        return None
    first = work.roster.account_on(officer.id, PAGE) is None
    if first:
        own = Account(
            platform=PAGE,
            user=officer.id,
            officer=officer.id,
            chat=chat_of(officer.id),
            since=work.now,
        )
        do(BindAccount(own), turn)
    name = coming.browser.replace("|", " ")[:_LONGEST]
    work.put(Device(id=coming.device, officer=officer.id, name=name, since=work.now))
    return officer, first


def devices(talk: Talk, rest: str) -> None:
    """「设备」: one's own devices; 「设备 002」: an administrator's look at somebody's."""
    whose = talk.turn.work.roster.named(rest.strip()) if rest.strip() else talk.me
    if whose is None:
        speak(talk, talk.incoming.text)  # 「设备 坏了」 is a matter
        return
    _must_decide(talk, whose.id)
    args = _listed(talk, whose.id)
    talk.show("devices", kind=PostKind.LIST, args=args)


def remove(talk: Talk, _: int, arg: str) -> None:
    """移除, 全部移除: what stands open there ends."""
    part = talk.part(0)
    if part.view != "devices":
        raise UsedButton("", talk.me.id, "")
    whose = OfficerId(part.args[0])
    _must_decide(talk, whose)
    for device in talk.turn.work.roster.devices(whose):
        if arg == ALL or device.id.startswith(arg):
            do(EndDevice(device, talk.me.id), talk.turn)
    talk.face(0, "", args=_listed(talk, whose))
    talk.toast("toasts/device_removed")


def welcome(talk: Talk, *, first: bool) -> None:
    """Greet who has come in; his other devices read that one has been added."""
    if first:
        talk.say("replies/bound", keyboard=True)
        return
    newest = max(talk.turn.work.roster.devices(talk.me.id), key=lambda each: each.since)
    talk.say("replies/device_added", device=newest)


def _must_decide(talk: Talk, whose: OfficerId) -> None:
    if whose != talk.me.id:
        must_be_allowed(ADMINISTRATION, talk.me, talk.turn.work.roster, "devices")


def _listed(talk: Talk, whose: OfficerId) -> tuple[str, ...]:
    """Whose they are, then each as ``beginning of its id|words``, all that the list shows."""
    wording = talk.turn.views.wording
    found = talk.turn.work.roster.devices(whose)
    since = {device.id: wording.day(device.since, "date") for device in found}
    lines = (f"{d.id[:_SHOWN]}|{d.name}|{since[d.id]}" for d in found)
    return (whose, talk.turn.work.roster.officer(whose).name, *lines)
