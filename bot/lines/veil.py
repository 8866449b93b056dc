"""Free text as it may leave the office: no number, no address, no more of a name than the surname.

People write numbers in every way there is (spaced, dashed, full-width, dictated), so a text is
normalised first and a run of seven digits or more goes, whatever stands between them. Dates and
inquiry numbers stay.
"""

import re
import unicodedata
from functools import lru_cache

from bot.lines.masks import mask_name
from bot.lines.words import COMMON_SURNAMES, COMPOUND_SURNAMES

VEIL = "***"
LEAST_DIGITS = 7
_DIGIT = r"[\d零〇○一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_BETWEEN = r"(?:[ \t.,:;．，：；·~*_+()（）/\\—–‐‑−-]|转|杠){0,3}"
_RUN = re.compile(rf"[+(（]?{_DIGIT}(?:{_BETWEEN}{_DIGIT})+[Xx]?")
_ONE = re.compile(_DIGIT)
_DAY = r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])"
_COMPACT_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?"
_NUMBER = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d{2,3}"
_STAYS = re.compile(rf"(?:{_DAY}(?:[ T]{_TIME})?|{_COMPACT_DAY}|{_NUMBER}|{_TIME})(?!\d)")
"""What looks like a run and is none: a date with or without its time, an inquiry's number."""
_IDENTITY = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6,9}(?![A-Za-z0-9])")
"""Passports and permits: E12345678, H1234567."""
_HAN = "[\u3400-\u9fff]"
_ROAD = (
    rf"{_HAN}{{1,6}}?(?:大道|大街|胡同|公路|街道|社区|小区|花园|家园|公寓|新村|大厦|广场|路|街|巷|弄|"
    r"里|村|屯|寨|庄|苑|坊|组|院)"
)
_COUNT = r"(?:[0-9A-Za-z]{1,5}(?:[-之][0-9A-Za-z]{1,5})*|[零〇一二两三四五六七八九十百]{1,5}|[东南西北中甲乙丙丁])"
_PART = rf"{_COUNT}(?:号楼|号院|单元|号|栋|幢|座|室|楼|层|户|组|队|社|弄|门)"
_PARTS = rf"{_PART}(?:[ ,，]?{_PART})*\d{{0,5}}"
_ADDRESS = re.compile(
    rf"{_ROAD}(?:[ ,，]?{_ROAD})*[ ,，]?{_PARTS}|{_PART}[ ,，]?{_PARTS}|{_ROAD}\d{{1,5}}"
)
_SURNAME = "|".join([*sorted(COMPOUND_SURNAMES), f"[{''.join(sorted(COMMON_SURNAMES))}]"])
_TITLED = re.compile(
    rf"((?:{_SURNAME}){_HAN}{{1,2}}?)(?=先生|女士|小姐|同志|老师|师傅|大爷|大妈|阿姨)"
)
_CALLED = re.compile(
    rf"(?:名叫|姓名[: ]?|我叫|我是|本人|联系人[: ]?|业主|户主|患者)((?:{_SURNAME}){_HAN}{{1,2}})"
)
_ALONE = re.compile(
    rf"(?:(?<=^)|(?<=[\s,，;；、。:]))((?:{_SURNAME}){_HAN}{{1,2}})(?=$|[\s,，;；、。:])"
)


@lru_cache(maxsize=1024)  # a card is rendered again whenever anything about it has changed
def veiled(text: str, *, names: tuple[str, ...] = (), secrets: tuple[str, ...] = ()) -> str:
    """Return *text* as released words may be shown abroad.

    *names* keep their surnames wherever they stand, *secrets* (places, units) go whole.
    """
    shown = _normal(text)
    for secret in filter(None, map(_normal, secrets)):
        shown = shown.replace(secret, VEIL)
    for name in filter(None, map(_normal, names)):
        shown = shown.replace(name, mask_name(name))
    shown = _ADDRESS.sub(VEIL, without_numbers(shown))
    for shape in (_CALLED, _TITLED, _ALONE):
        shown = shape.sub(lambda found: found[0].replace(found[1], mask_name(found[1])), shown)
    return shown


def without_numbers(text: str) -> str:
    """Return *text* with every run of seven digits or more veiled, however it is written.

    What holds none comes back as it was.
    """
    normal = _normal(text)
    veiled = _IDENTITY.sub(VEIL, _RUN.sub(lambda run: _run(run[0]), normal))
    return text if veiled == normal else veiled


def _run(run: str) -> str:
    """Veil a run of digits; dates and inquiry numbers at its ends stay what they are."""
    kept = _STAYS.match(run)
    if kept is not None:
        rest = run[kept.end() :]
        bare = rest.lstrip()
        return kept[0] + rest[: len(rest) - len(bare)] + (_run(bare) if bare else "")
    last = next((m for m in _STAYS.finditer(run) if m.end() == len(run) and m.start()), None)
    if last is not None and run[last.start() - 1].isspace():
        before = run[: last.start()].rstrip()
        return _run(before) + run[len(before) :]
    return run if len(_ONE.findall(run)) < LEAST_DIGITS else VEIL


def _normal(text: str) -> str:
    """Letters, digits, blanks, plus and dashes by NFKC; without signs nobody sees.

    Full stops and commas stay as a Chinese text has them.
    """
    return "".join(
        unicodedata.normalize("NFKC", sign) if _kind(sign) in _NORMALISED else sign
        for sign in text
        if _kind(sign) != "Cf"
    )


_kind = unicodedata.category
_NORMALISED = frozenset({"Nd", "No", "Nl", "Lu", "Ll", "Lo", "Lm", "Zs", "Sm", "Pd"})
