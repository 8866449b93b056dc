"""Write the next migration from the tables: ``python -m storage.revise "what changes"``.

Read what it wrote; then ``python -m storage.compile``.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from storage.migrate import MIGRATIONS, alembic_config, revisions


def revise(message: str) -> None:
    """Compare the tables with a file that has all migrations so far."""
    with TemporaryDirectory() as folder:
        config = alembic_config(Path(folder) / "all-so-far.db", MIGRATIONS)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.upgrade(config, "head")
        number = f"{len(revisions()) + 1:04}"
        command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    revise(" ".join(sys.argv[1:]))
