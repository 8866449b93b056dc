"""``python -m bot`` is ``shouwen``."""

import sys

from bot.cli import main

sys.exit(main())
