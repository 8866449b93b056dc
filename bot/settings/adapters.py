"""``[adapters.<name>]``: each platform is asked what it may be told (`bot.chat.about`)."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.chat.about import About, Key
from bot.settings.toml import Table

Adapters = Mapping[str, Mapping[str, str]]
"""Of each platform wanted its keys and values, secrets too."""


def platforms() -> tuple[str, ...]:
    """Return the names of the packages in ``adapters``; none of them is imported."""
    return tuple(
        each.name for each in iter_modules(import_module("adapters").__path__) if each.ispkg
    )


@cache
def about(name: str) -> About:
    """Return what a platform says of itself, without its own library."""
    found: About = import_module(f"adapters.{name}.about").ABOUT
    return found


def read_adapters(table: Table, *, public_url: str) -> Adapters:
    """Read the platforms wanted, and note what is wrong with each."""
    names = platforms()
    table.only(names, "adapter")
    return {name: _adapter(table.table(name), name, public_url) for name in names if name in table}


def _adapter(table: Table, name: str, public_url: str) -> dict[str, str]:
    of = about(name)
    table.only(key.name for key in of.keys)
    values = {key.name: _value(table, key) for key in of.keys}
    for key, problem in of.wrong(values):
        table.note(key, problem)
    if of.needs_public_url(values) and not public_url:
        with_it = '{} = "{}"'.format(*of.needs_public_url_when)
        table.note(
            of.needs_public_url_when[0], f'"public_url" under [server] is needed with {with_it}'
        )
    return {key: value for key, value in values.items() if value}


def _value(table: Table, key: Key) -> str:
    value = table.text(key.name, key.default, among=key.among)
    if not value:
        return value
    return table.attempt(key.name, key.read, value, value)
