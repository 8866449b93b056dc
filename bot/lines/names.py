"""Finding people by what is typed of them: name, title, number of staff, pinyin, initials."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from bot.lines.words import COMPOUND_SURNAMES, NICKNAMES, POSTS, SURNAME_READINGS

_MOST_READINGS = 24
_LEAST_PREFIX = 3
_LONGEST_NAME = 4

Person = tuple[str, str]  # key (工号), name


def find_people(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """Return the keys of those *text* means, in the given order; the closest way of naming wins.

    A full name may stand within a sentence (交给李明); 工号, pinyin and initials stand alone.
    """
    said = text.strip()
    known = tuple(people)
    if not said:
        return ()
    if said.isascii():
        return _by_latin(said.lower(), known)
    return (
        _by_full_name(said, known)
        or _by_title(said, known)
        or _by_part(said, known)
        or _by_sound(said, known)
    )


def surname_of(name: str) -> str:
    """Return 欧阳 of 欧阳娜, 王 of 王丽."""
    first_two = name[:2]
    is_compound = first_two in COMPOUND_SURNAMES and name != first_two
    return first_two if is_compound else name[:1]


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways a name may be read, a syllable each: 单雄信 -> (("shan", "xiong", "xin"),).

    Surnames are read as surnames; 吕 as lv, lu and lyu.
    """
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- slow to import, rarely needed

    surname = surname_of(name)
    special = SURNAME_READINGS.get(surname, "").split()
    rest = name[len(surname) :] if special else name
    syllables = pinyin(rest, style=Style.NORMAL, heteronym=True, errors="ignore") if rest else []
    choices = [_typed(each) for each in syllables]
    if len(surname) > 1:
        choices[:0] = [(part,) for way in special[:1] for part in way.split("-")]
    elif special:
        choices.insert(0, tuple(special))
    return tuple(islice(product(*choices), _MOST_READINGS))


def _typed(syllables: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(way for syllable in syllables for way in _ways(syllable)))


def _ways(syllable: str) -> Iterator[str]:
    plain = syllable.replace("ü", "v")
    yield plain
    if "v" in plain:
        yield plain.replace("v", "u")
        yield plain.replace("v", "yu")


def _by_full_name(said: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    named = [person for person in people if person[1] and person[1] in said]
    names = {name for _, name in named}
    whole = {
        name for name in names if not any(name != longer and name in longer for longer in names)
    }
    return tuple(key for key, name in named if name in whole)


def _by_title(said: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    """Match 陈股长, 老陈 and 小李."""
    if said[0] in NICKNAMES and len(said) == 2:  # noqa: PLR2004 -- 老陈
        return tuple(key for key, name in people if surname_of(name) == said[1])
    return tuple(key for key, name in people if _titled(said, surname_of(name)))


def _titled(said: str, surname: str) -> bool:
    at = said.find(surname) if surname else -1
    return at >= 0 and POSTS.match(said, at + len(surname)) is not None


def _by_part(said: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    """Match the key, a bare surname, a given name."""
    return tuple(
        key
        for key, name in people
        if said in (key, surname_of(name)) or (len(said) > 1 and name.endswith(said))
    )


def _by_sound(said: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    """Match what dictation wrote with other characters: 黎明 for 李明."""
    if len(said) > _LONGEST_NAME:
        return ()
    heard = set(readings(said))
    return tuple(key for key, name in people if heard.intersection(readings(name)))


def _by_latin(said: str, people: tuple[Person, ...]) -> tuple[str, ...]:
    keyed = tuple(key for key, name in people if said in (key.lower(), name.lower()))
    if keyed:
        return keyed
    typed = "".join(sign for sign in said if sign.isalpha())
    if not typed:
        return ()
    whole = tuple(key for key, name in people if typed in _spellings(name))
    return whole or tuple(key for key, name in people if _begins(name, typed))


@lru_cache(maxsize=4096)
def _spellings(name: str) -> frozenset[str]:
    ways = readings(name)
    return frozenset("".join(way) for way in ways) | frozenset(
        "".join(syllable[0] for syllable in way) for way in ways
    )


def _begins(name: str, typed: str) -> bool:
    if len(typed) < _LEAST_PREFIX and typed not in {way[0] for way in readings(name) if way}:
        return False
    return any("".join(way).startswith(typed) for way in readings(name))
