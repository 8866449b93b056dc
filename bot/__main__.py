"""``python -m bot`` is ``shouwen``."""

import sys

from bot.cli.main import main

sys.exit(main())
