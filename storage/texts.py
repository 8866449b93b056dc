"""The statements as text, read once from ``sqlite.sql``."""

import re
from pathlib import Path

FILE = Path(__file__).with_name("sqlite.sql")
_BLOCK = re.compile(r"^-- (\w+):[^\n]*\n(.*?)(?=^--|\Z)", re.MULTILINE | re.DOTALL)

TEXTS = {name: text.strip() for name, text in _BLOCK.findall(FILE.read_text("utf-8"))}
"""Statement by name; ``schema`` is what a new file is made with."""
