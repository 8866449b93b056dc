"""``shouwen init``: five questions, a config.toml, and what to do next."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.chat.page import PAGE
from bot.rendering.voice import Voice
from bot.settings.adapters import about, platforms
from bot.settings.config import load
from bot.settings.rulesets import names
from bot.settings.toml import WrongFile

ZONE = "Asia/Shanghai"
HOURS = "08:30-12:00 13:30-17:30"
RULESET = "pudong-tobacco"
_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR

Ask = Callable[[str, str], str]
"""Ask a question with a default answer ("": none, and nothing may be said)."""
Platforms = dict[str, dict[str, str]]
_APART = re.compile(r"[\s,，、]+")


@dataclass(frozen=True, slots=True)
class Founded:
    """What was written, the workbook to take in (``None``: it can wait), and the next steps."""

    workbook: Path | None
    steps: tuple[str, ...]


def found_office(config: Path, *, ask: Ask, tell: Callable[[str], None], voice: Voice) -> Founded:
    """Ask the five questions and write *config*; an answer that cannot be used is asked again.

    Raises:
        Refused: there is a configuration already, or it cannot be written.
    """
    if config.exists():
        raise voice.refusal("config_exists", file=config)
    asking = _Asking(ask, tell, voice)
    office: dict[str, object] = {"name": asking.until_right("name", "", "name")}
    office |= asking.zone_and_hours()
    shipped = voice.listed(names(), at_most=len(names()))
    tell(voice.say("init.rulesets", names=shipped))
    office["ruleset"] = asking.until_right("ruleset", RULESET, "ruleset")
    office["mainland"] = asking.yes_or_no("mainland")
    workbook, platforms = asking.workbook(), asking.platforms()
    _write(config, config_text({**office, "language": voice.language}, platforms), voice)
    return Founded(workbook, _steps(voice, workbook=workbook, platforms=platforms))


@dataclass(frozen=True, slots=True)
class _Asking:
    ask: Ask
    tell: Callable[[str], None]
    voice: Voice

    def until_right(self, question: str, default: str, key: str) -> str:
        while True:
            answer = self._answer(question, default)
            if self._is_right({"name": "-", key: answer}):
                return answer

    def zone_and_hours(self) -> dict[str, object]:
        while True:
            zone, *hours = _APART.split(self._answer("hours", f"{ZONE} {HOURS}").strip())
            given = {"name": "-", "time_zone": zone, "hours": hours or HOURS.split()}
            if self._is_right(given):
                return {"time_zone": zone, "hours": given["hours"]}

    def yes_or_no(self, question: str) -> bool:
        meant = {word: yes for yes in (True, False) for word in self._words(yes)}
        while True:
            answer = self._answer(question, self.voice.say("init.yes")).casefold()
            if answer in meant:
                return meant[answer]
            self.tell(self.voice.say("init.yes_or_no"))

    def workbook(self) -> Path | None:
        while answer := self._answer("workbook", ""):
            file = Path(answer).expanduser()
            if file.is_file():
                return file
            self.tell(self.voice.say("init.no_file", file=file))
        return None

    def platforms(self) -> Platforms:
        """Ask for the key of each platform that begins with one."""
        asked = [(name, about(name).asked_first) for name in platforms()]
        found: Platforms = {}
        for name, key in asked:
            while key and (answer := self._answer(f"{name}_{key}", "")):
                if self._is_right({"name": "-"}, {name: {key: answer}}):
                    found[name] = {key: answer}
                    break
        return found

    def _answer(self, question: str, default: str) -> str:
        return self.ask(self.voice.say(f"init.ask.{question}"), default).strip()

    def _words(self, yes: bool) -> tuple[str, ...]:  # noqa: FBT001 - which of the two
        return self.voice.lines("init.words_yes" if yes else "init.words_no")

    def _is_right(self, office: Mapping[str, object], platforms: Platforms | None = None) -> bool:
        """Let the configuration's own reader judge; what it says is said here."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "config.toml"
            file.write_text(config_text(office, platforms or {}), "utf-8")
            try:
                load(file, {})
            except WrongFile as error:
                for mistake in error.mistakes:
                    self.tell(mistake.problem)
                return False
        return True


def config_text(office: Mapping[str, object], platforms: Platforms) -> str:
    """Write a config.toml; without a platform people meet on the office's own page."""
    tables = {"office": office}
    tables |= {f"adapters.{name}": keys for name, keys in (platforms or {PAGE: {}}).items()}
    written = (
        "".join([f"[{name}]\n", *(f"{key} = {_toml(value)}\n" for key, value in keys.items())])
        for name, keys in tables.items()
    )
    return "\n".join(written)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    plain = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in plain) + '"'


def _write(config: Path, text: str, voice: Voice) -> None:
    try:
        # The token stands in it: nobody else on this machine may read it.
        made = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise voice.refusal("config_exists", file=config) from error
    except OSError as error:
        raise voice.refusal("not_written", file=config, reason=error.strerror) from error


def _steps(voice: Voice, *, workbook: Path | None, platforms: Platforms) -> tuple[str, ...]:
    first = "check" if workbook else "people"
    second = "run" if platforms else "page"
    return tuple(voice.say(f"init.next.{step}") for step in (first, second, "bind"))
