"""What is handed over in chat: attached to an inquiry, fetched, moved to the right one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.copies import replace
from bot.domain.errors import NotAllowedNow
from bot.domain.inquiry import Attached, FileState, Inquiry, State
from bot.domain.materials import (
    add_materials,
    delete_materials,
    keep_materials,
    move_materials,
)
from bot.domain.office import OfficerId
from bot.ports.values import Download
from bot.turns.record import record
from bot.turns.slice import Slice
from bot.turns.turn import Turn


@dataclass(frozen=True)
class AttachFiles:
    """Files that were handed over, by the number of their download, belong to the inquiry."""

    inquiry: int
    downloads: tuple[int, ...]
    by: OfficerId


def attached_files(command: AttachFiles, turn: Turn) -> Inquiry:
    """Attach what nobody has attached before; what was fetched meanwhile is there at once."""
    inquiry = turn.inquiry(command.inquiry)
    _must_take(inquiry)
    found = [d for d in map(turn.work.downloads.get, command.downloads) if d and not d.inquiry]
    for download in found:
        turn.work.downloads.save(replace(download, inquiry=inquiry.id))
    files = tuple(download.file for download in found)
    after, facts = add_materials(inquiry, files=files, by=command.by, at=turn.now)
    kept = {file.id: file for file in files if file.state == FileState.KEPT}
    after, more = keep_materials(after, files=kept, at=turn.now)
    return record(turn, after, (*facts, *more), before=inquiry)


@dataclass(frozen=True)
class FileFetched:
    """What became of files that were fetched, by the number of their download."""

    files: Mapping[int, Attached]


def file_fetched(command: FileFetched, turn: Turn) -> None:
    """Keep the outcome with the downloads, and with the inquiries they belong to by now."""
    by_inquiry: dict[int, dict[int, Attached]] = {}
    for number, file in command.files.items():
        download = turn.work.downloads.get(number)
        if download is not None:
            turn.work.downloads.save(_ended(download, file, turn))
            by_inquiry.setdefault(download.inquiry, {})[file.id] = file
    by_inquiry.pop(0, None)  # of no known inquiry yet
    for number, files in by_inquiry.items():
        inquiry = turn.inquiry(number)
        after, facts = keep_materials(inquiry, files=files, at=turn.now)
        record(turn, after, facts, before=inquiry)


def delete_over(turn: Turn, piece: Slice) -> bool:
    """Once a day: files whose inquiry ended longer ago than they are kept are deleted.

    False: there are more, the next turn goes on.
    """
    keep = turn.office.files.keep
    if keep is None:
        return True
    for download in turn.work.downloads.ready(FileState.KEPT, turn.now - keep, at_most=piece.left):
        piece.spend()
        inquiry = turn.inquiry(download.inquiry) if download.inquiry else None
        ended = inquiry.closed_at if inquiry else download.file.at
        if ended is None or ended > turn.now - keep:
            turn.work.downloads.save(replace(download, not_before=ended or turn.now))
            continue
        turn.work.downloads.save(replace(download, state=FileState.GOING, not_before=turn.now))
        if inquiry is not None:
            after, facts = delete_materials(inquiry, files=(download.id,), at=turn.now)
            record(turn, after, facts)
    return not piece.spent


@dataclass(frozen=True)
class MoveFiles:
    """换一件: files were attached to the wrong inquiry."""

    inquiry: int
    files: tuple[int, ...]
    to: int
    by: OfficerId


def moved_files(command: MoveFiles, turn: Turn) -> Inquiry:
    """Move them; the journal of both says so."""
    source = turn.inquiry(command.inquiry)
    target = turn.inquiry(command.to)
    _must_take(target)
    (left, lost), (right, got) = move_materials(
        source, files=command.files, to=target, by=command.by, at=turn.now
    )
    for file in source.files:
        if file.id in command.files and (download := turn.work.downloads.get(file.id)):
            turn.work.downloads.save(replace(download, inquiry=target.id))
    record(turn, left, lost, before=source)
    return record(turn, right, got, before=target)


def _must_take(inquiry: Inquiry) -> None:
    """Papers may come after the end, for the record; what was taken back has none."""
    if inquiry.state is State.VOID:
        raise NotAllowedNow(inquiry.number, inquiry.state, inquiry.owes)


def _ended(download: Download, file: Attached, turn: Turn) -> Download:
    """Kept: its keeping is counted from now on; refused: nothing is left to do."""
    return replace(download, file=file, state=file.state, not_before=turn.now)
