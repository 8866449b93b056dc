"""Files on the shelf: by their content, whole or not at all, for their owner alone."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from bot.ports.store import Shelf
from storage.shelf import FileShelf, MemoryShelf

SHA = sha256(b"paper").hexdigest()


@pytest.fixture(params=["file", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return FileShelf(tmp_path / "files") if request.param == "file" else MemoryShelf()


def test_what_is_put_is_read_back_under_its_hash(shelf: Shelf) -> None:
    assert (shelf.put(b"paper"), shelf.put(b"paper")) == (SHA, SHA)
    assert shelf.read(SHA) == b"paper"


def test_what_is_dropped_is_gone_and_may_be_dropped_again(shelf: Shelf) -> None:
    shelf.put(b"paper")
    shelf.drop(SHA)
    shelf.drop(SHA)
    with pytest.raises(FileNotFoundError):
        shelf.read(SHA)


@pytest.mark.parametrize("name", ["../office.db", "", "77", SHA.upper(), f"{SHA}/.."])
def test_only_hashes_are_looked_for(shelf: Shelf, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        shelf.read(name)


def test_folder_and_file_are_for_their_owner_alone(tmp_path: Path) -> None:
    FileShelf(tmp_path / "files").put(b"paper")
    place = tmp_path / "files" / SHA[:2] / SHA[2:]
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "files", place)]
    assert modes == [0o700, 0o600]


def test_what_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        FileShelf(tmp_path / "files").put(b"paper")
    assert [each for each in (tmp_path / "files").rglob("*") if each.is_file()] == []
