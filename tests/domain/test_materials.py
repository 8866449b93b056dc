"""Names of files, made harmless."""

import pytest

from bot.domain.materials import NAME_LENGTH, clean_name

NAMES = {
    "租房合同.pdf": "租房合同.pdf",
    "../../etc/passwd": "etc_passwd.pdf",
    "C:\\Users\\王\\证明.DOC": "C_Users_王_证明.doc",
    "cod\u202egpj.exe": "codgpj.exe",
    "a\x00b\nc.pdf": "abc.pdf",
    "  . .收入证明": "收入证明.pdf",
    "": "材料.pdf",
    "...": "材料.pdf",
    "=cmd|x.csv": "=cmd_x.csv",
    "无后缀": "无后缀.pdf",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items())
def test_a_name_is_good_everywhere_and_shows_what_it_is(given: str, kept: str) -> None:
    assert clean_name(given, "application/pdf", "材料") == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("长" * 300 + ".docx", "", "材料")
    assert (len(name), name[-5:]) == (NAME_LENGTH, ".docx")
