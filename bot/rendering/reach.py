"""Where messages go: which platforms stand at home, and the ways into the office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where each platform's servers stand, and the ways into the office's own page.

    *page* is its address without a slash at the end, where it is reached from outside; *links*, by
    platform, make the address that binds with a code.
    """

    at_home: frozenset[str]  # whatever is not named stands abroad
    page: str = ""
    links: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def with_platform(self, name: str, link: Callable[[str], str], *, at_home: bool) -> "Reach":
        """One platform more."""
        home = self.at_home | {name} if at_home else self.at_home - {name}
        return replace(self, at_home=home, links={**self.links, name: link})
