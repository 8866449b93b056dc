"""Where the record is kept. What SQL needs is imported when a database is opened."""

from datetime import tzinfo

from bot.ports import Store
from storage.errors import StoreUnfit, Taken
from storage.moments import CHINA

__all__ = ["StoreUnfit", "Taken", "open_store"]


def open_store(
    url: str, *, office_id: int = 1, zone: tzinfo = CHINA, patience: float = 2.0
) -> Store:
    """Open the record at ``sqlite:///path``; a new file is made, an older one migrated.

    *zone* is the office's, for the day of a reception. *patience* is how many seconds a commit
    waits for another process that writes before it is `StoreBusy`.

    Raises:
        StoreUnfit: this cannot be the office's record.
    """
    from storage.open import open_sqlite  # noqa: PLC0415 - see above

    return open_sqlite(url, office_id=office_id, zone=zone, patience=patience)
