"""The statements as text, read once from ``sqlite.sql``."""

import re
from collections import defaultdict
from pathlib import Path

FILE = Path(__file__).with_name("sqlite.sql")
_BLOCK = re.compile(r"^-- (\w+):[^\n]*\n(.*?)(?=^--|\Z)", re.MULTILINE | re.DOTALL)

_READ = {name: text.strip() for name, text in _BLOCK.findall(FILE.read_text("utf-8"))}

# A new statement has no text before `storage.compile` was run, which imports this very package.
TEXTS: defaultdict[str, str] = defaultdict(str, _READ)
"""Statement by name; ``schema`` is what a new file is made with."""
