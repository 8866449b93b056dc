"""Every kind of fact by name, for whoever reads the journal back."""

from bot.domain import facts_of_emergencies, facts_of_people
from bot.domain.facts import Fact


def _all(kind: type[Fact]) -> list[type[Fact]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in _all(sub))]


OF_PEOPLE = (
    facts_of_people.AccountBound,
    facts_of_people.AccountEnded,
    facts_of_people.DeviceEnded,
)
OF_EMERGENCIES = (facts_of_emergencies.TakenInHand, facts_of_emergencies.Calmed)
FACTS: dict[str, type[Fact]] = {kind.__name__: kind for kind in _all(Fact)}
