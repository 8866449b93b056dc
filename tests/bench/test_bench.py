"""The two measurements, on a very small scale: what they print, and that nothing was left out."""

import json
from pathlib import Path

import pytest

from bot.bench import run_dialogs, run_sweep


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was printed; the office is measured in the current folder, here an empty one."""
    monkeypatch.chdir(tmp_path)
    return []


def test_every_message_is_answered_sent_and_marked(lines: list[str]) -> None:
    run_dialogs(clerks=2, rounds=2, emit=lines.append)
    [line] = lines
    result = json.loads(line)
    keys = ["msgs_per_s", "p50_ms", "p99_ms", "messages", "clerks", "seconds", "calls", "owed"]
    assert list(result) == keys
    assert result["clerks"] == 2
    assert 2 * 12 < result["messages"] <= 2 * 2 * 12
    assert result["calls"] >= result["messages"]
    assert result["owed"] == 0
    assert result["p50_ms"] <= result["p99_ms"] <= result["seconds"] * 1000
    assert result["msgs_per_s"] == pytest.approx(result["messages"] / result["seconds"], rel=0.1)


def test_a_tick_hears_all_that_is_due_at_every_size(lines: list[str]) -> None:
    run_sweep(sizes=(40, 80), due=20, emit=lines.append)
    results = [json.loads(line) for line in lines]
    assert [list(result) for result in results] == [["open", "due", "tick_ms", "idle_us"]] * 2
    assert [(result["open"], result["due"]) for result in results] == [(40, 20), (80, 20)]
    dearer = [result["tick_ms"] * 1000 > 2 * result["idle_us"] for result in results]
    assert dearer == [True, True]  # what hears twenty costs more than what finds nothing due


def test_nothing_stays_in_the_folder(lines: list[str], tmp_path: Path) -> None:
    run_sweep(sizes=(2,), due=1, emit=lines.append)
    assert list(tmp_path.iterdir()) == []
