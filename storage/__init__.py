"""Where the record is kept. SQLAlchemy is imported only to migrate and to compile statements."""

from storage.errors import StoreUnfit, Taken
from storage.open import open_store

__all__ = ["StoreUnfit", "Taken", "open_store"]
