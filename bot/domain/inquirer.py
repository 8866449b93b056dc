"""The inquirer (来访人): whoever came, called or wrote."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquirer:
    """What is known of a person; empty where nobody has said it.

    Every line of the paper about a person is a field here, in the order of a card's first line. On
    platforms abroad all but the masked name is blank (``bot.rendering.abroad``).
    """

    name: str = ""
    phone: str = ""
    place: str = ""
    unit: str = ""
    class_: str = ""  # one of the ruleset's classes of inquirers

    @property
    def said(self) -> tuple[str, ...]:
        """Whatever is known, in the order of the fields."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in values if value)


UNKNOWN = Inquirer()
"""Nobody has said who it was."""
