"""What a message is, when it is told, and how soon it goes out."""

from enum import StrEnum

INTERACTIVE, URGENT, ROUTINE = 0, 1, 2
"""Ranks: what somebody waits for, what may not wait, the rest."""


class PostKind(StrEnum):
    """What a message is to whoever reads the chat."""

    CARD = "card"  # an inquiry with its buttons
    REPLY = "reply"  # answers somebody, and stays as it is
    QUESTION = "question"  # is answered by typing
    LIST = "list"  # several things owed to one person (个人清单)
    NOTICE = "notice"  # one thing a person is told
    LINE = "line"  # a referral in the team channel
    DIGEST = "digest"  # the department's day (日清)
    HOME = "home"  # the page a platform keeps for each person
    FILES = "files"  # kept files sent along

    @property
    def silent(self) -> bool:
        """It makes no sound: who is meant has a message of his own."""
        return self is PostKind.LINE

    @property
    def stacks(self) -> bool:
        """Of several about the same inquiry in one chat, the newest tells best."""
        return self in (PostKind.CARD, PostKind.LIST, PostKind.NOTICE)

    @property
    def of_its_day(self) -> bool:
        """Once its day is over it stays as it was read."""
        return self is PostKind.DIGEST

    @property
    def as_sent(self) -> bool:
        """Once sent it is never brought up to date."""
        return self is PostKind.FILES


class When(StrEnum):
    """When a notice is told."""

    NOW = "now"
    OPEN = "open"  # in opening hours
    LIST = "list"  # in the list being made
    DAILY = "daily"  # in the list of the next opening
