"""What the command line says, in the operator's language: ``templates/<language>/cli.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.rendering.word_file import word_file

LANGUAGES = ("zh", "en")
_NAMING = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = ("", "C", "POSIX")


class Refused(Exception):
    """The command cannot go on; its only argument is the sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One language of the command line."""

    language: str

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Voice":
        """Speak as the environment asks for; Chinese where it names no language."""
        named = next((environ[key] for key in _NAMING if environ.get(key)), "")
        locale = named.partition(".")[0]
        chinese = locale in _NO_LANGUAGE or locale.startswith("zh")
        return cls("zh" if chinese else "en")

    def say(self, key: str, /, **values: object) -> str:
        """Fill in the sentence at *key*, tables before it joined by dots."""
        return str(self._find(key)).format(**values)

    def lines(self, key: str) -> tuple[str, ...]:
        """Give the list of lines at *key*, as they stand."""
        return tuple(self._find(key))

    def knows(self, key: str) -> bool:
        """Tell whether there is anything at *key*."""
        try:
            self._find(key)
        except (KeyError, TypeError):
            return False
        return True

    def refusal(self, key: str, /, **values: object) -> Refused:
        """Make the refusal whose sentence is ``refused.<key>``."""
        return Refused(self.say(f"refused.{key}", **values))

    def listed(self, names: tuple[str, ...], at_most: int = 10) -> str:
        """Join names as the language does, the rest counted."""
        shown = self.say("comma").join(names[:at_most])
        more = len(names) - at_most
        return shown + self.say("more", count=more) if more > 0 else shown

    def _find(self, key: str) -> Any:  # noqa: ANN401 - a sentence, a list or a table
        found: Any = word_file(self.language, "cli")
        for part in key.split("."):
            found = found[part]
        return found


def gave_up(voice: Voice, why: str) -> str:
    """Say why a platform gave up, by its code; the kind of an error stands as it is."""
    key = f"refused.gave_up.{why}"
    return voice.say(key) if voice.knows(key) else why
