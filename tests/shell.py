"""The command line as an operator meets it: in this process, or as a process of its own."""

import asyncio
import contextlib
import io
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli.main import main
from tests.places import ROOT

PATIENCE = 30.0
"""Seconds after which a process has gone wrong, on however busy a machine."""
OFFICE = '[office]\nname = "云岭县住房和城乡建设局"\nshort = "云住建"\nmainland = false\n'


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Shouwen = Callable[..., Answer]


@pytest.fixture
def shouwen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shouwen:
    """Run commands in an empty folder; *typed* is what the operator answers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    def run(*arguments: str, typed: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            structlog.reset_defaults()
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@contextlib.asynccontextmanager
async def started(*arguments: str, **environ: str) -> AsyncIterator[Process]:
    """Run a command as a process; it is gone at the end whatever happened."""
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        stdout=PIPE,
        stderr=PIPE,
        env={**clean, "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8", **environ},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ready(process: Process) -> str:
    """Wait for its first line."""
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return line.decode().rstrip("\n")


async def ended(process: Process) -> Answer:
    """Wait for its end."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return Answer(process.returncode, out.decode(), err.decode())
