"""What happens to an emergency (紧急) besides what happens to every inquiry."""

from dataclasses import dataclass

from bot.domain.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenInHand(Fact):
    """An emergency is being dealt with (我在处理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calmed(Fact):
    """It is not urgent (不急)."""
