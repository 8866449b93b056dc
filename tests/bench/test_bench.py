"""The three measurements, on a very small scale: what they print, and that nothing was left out."""

import json
from pathlib import Path

import pytest

from bot.bench import run_dialogs, run_reads, run_sweep
from bot.bench.reads import SEARCHES


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was printed; the office is measured in the current folder, here an empty one."""
    monkeypatch.chdir(tmp_path)
    return []


def test_every_message_is_answered_sent_and_marked(lines: list[str]) -> None:
    run_dialogs(clerks=(1, 2), rounds=2, full=(40, 10), emit=lines.append)
    *results, ratio = map(json.loads, lines)
    assert [(each["office"], each["clerks"], each["kind"]) for each in results] == [
        (office, clerks, kind)
        for office in ("empty", "full")
        for clerks in (1, 2)
        for kind in ("line", "form", "all")
    ]
    assert {tuple(each) for each in results} == {(
        *("office", "kind", "clerks", "msgs_per_s", "p50_ms", "p99_ms", "messages", "seconds"),
        *("calls", "owed", "loop_us", "store_us", "pauses", "statements"),
    )}  # fmt: skip
    assert [each["owed"] for each in results] == [0] * 12
    for each in results:
        most = each["clerks"] * 2 * {"line": 6, "form": 8, "all": 12}[each["kind"]]
        assert most / 2 <= each["messages"] <= most
        assert each["calls"] >= 1
        assert 0 < each["p50_ms"] <= each["p99_ms"] <= each["seconds"] * 1000
        assert each["msgs_per_s"] == pytest.approx(each["messages"] / each["seconds"], rel=0.2)
        assert min(each["loop_us"], each["store_us"]) > 0
    assert list(ratio) == ["full_to_empty", "pairs"]
    assert sorted(ratio["pairs"])[1] == ratio["full_to_empty"]


def test_a_message_asks_a_full_office_as_often_as_an_empty_one(lines: list[str]) -> None:
    run_dialogs(clerks=(1,), rounds=1, full=(40, 10), emit=lines.append)
    *results, _ = map(json.loads, lines)
    asked = {(each["office"], each["kind"]): each["statements"] for each in results}
    assert asked == {
        (office, kind): statements
        for office in ("empty", "full")
        for kind, statements in {"line": 11.0, "form": 6.8, "all": 9.0}.items()
    }


def test_a_tick_hears_all_that_is_due_at_every_size(lines: list[str]) -> None:
    run_sweep(sizes=(40, 80), due=20, emit=lines.append)
    *results, ratio = map(json.loads, lines)
    keys = ["open", "due", "tick_ms", "waits_ms", "idle_us"]
    assert [list(result) for result in results] == [keys] * 2
    assert [(result["open"], result["due"]) for result in results] == [(40, 20), (80, 20)]
    dearer = [result["tick_ms"] * 1000 > 2 * result["idle_us"] for result in results]
    assert dearer == [True, True]  # what hears twenty costs more than what finds nothing due
    assert [0 < result["waits_ms"] <= result["tick_ms"] for result in results] == [True, True]
    ticks = [result["tick_ms"] for result in results]
    assert ratio == {"large_to_small": round(ticks[1] / ticks[0], 2)}


def test_everything_looked_up_is_asked_beside_plain_sql_and_exported(lines: list[str]) -> None:
    run_reads(sizes=(150, 200), still_open=20, emit=lines.append)
    found = [json.loads(line) for line in lines]
    assert [(each["stored"], each["what"]) for each in found] == [
        (stored, what)
        for stored in (150, 200)
        for what in (
            *(f"查 {name}" for name, _, _ in SEARCHES),
            *("台账", "我的记录", "待办", "今日", "export"),
        )
    ]
    *questions, _ = found[:10]
    assert {tuple(each) for each in questions} == {
        ("stored", "what", "found", "ms", "raw_ms", "ratio", "waits_ms")
    }
    assert [each["ratio"] for each in questions] == pytest.approx(
        [each["ms"] / each["raw_ms"] for each in questions], rel=0.6, abs=0.6
    )
    assert {each["what"]: each["found"] for each in questions if each["found"] > 9} == {
        "查 a common word": 16,
        "台账": 150,
    }
    exported = [each for each in found if each["what"] == "export"]
    assert [each["rows"] for each in exported] == [150, 200]
    assert all(each["grown_mb"] < 20 for each in exported)


def test_nothing_stays_in_the_folder(lines: list[str], tmp_path: Path) -> None:
    run_sweep(sizes=(2,), due=1, emit=lines.append)
    assert list(tmp_path.iterdir()) == []
