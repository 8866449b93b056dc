"""Photos and papers as platforms hand them over, and the messages they go along with."""

from bot.chat import Attachment, Outgoing
from tests.counter import Counter

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


def photo(counter: Counter, handle: str = "p1", content: bytes = b"jpeg") -> Attachment:
    """A photo as platforms hand them over: without a name."""
    counter.console.files[handle] = content
    return Attachment(kind="photo", handle=handle, mime="image/jpeg", size=len(content))


def paper(counter: Counter, name: str, content: bytes = b"%PDF") -> Attachment:
    """A document with a name."""
    counter.console.files[name] = content
    return Attachment(
        kind="document", handle=name, name=name, mime="application/pdf", size=len(content)
    )


async def hand_over(counter: Counter, who: str, *given: Attachment, **more: object) -> None:
    await counter.deliver(counter.incoming(who, attachments=given, **more))


def sent(counter: Counter, who: str) -> list[Outgoing]:
    """The messages of a chat that carry files."""
    return [message for message in counter.messages(counter.chat(who)) if message.files]
