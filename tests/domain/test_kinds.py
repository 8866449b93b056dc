"""What the kinds of messages, clocks and files say of themselves."""

from bot.domain.clocks import ClockKind
from bot.domain.messages import PostKind
from bot.ports.values import PostState


def test_the_dates_of_finish_and_redo_are_those_of_the_matter() -> None:
    kinds = {kind for kind in ClockKind if kind.answers_the_inquirer}
    assert kinds == {ClockKind.FINISH, ClockKind.REDO}


def test_which_messages_are_silent_stack_stay_of_their_day_or_as_sent() -> None:
    assert {kind for kind in PostKind if kind.silent} == {PostKind.LINE}
    assert {k for k in PostKind if k.stacks} == {PostKind.CARD, PostKind.LIST, PostKind.NOTICE}
    assert {kind for kind in PostKind if kind.of_its_day} == {PostKind.DIGEST}
    assert {kind for kind in PostKind if kind.as_sent} == {PostKind.FILES}


def test_a_message_is_alive_undelivered_or_dropped() -> None:
    assert {state for state in PostState if state.is_alive} == {PostState.OWED, PostState.SENT}
    undelivered = {state for state in PostState if state.is_undelivered}
    assert undelivered == {PostState.PARKED, PostState.AGAIN}
