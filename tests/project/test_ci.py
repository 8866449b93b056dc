"""``.ci/run`` on a bare machine: it installs what the tests need, and lets nothing be skipped."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.process

TOOLS = ("bash", "dirname", "mkdir", "rm", "cat", "chmod")


@dataclass(frozen=True)
class Machine:
    """Its programs are those in *programs*; what is called is told on the output."""

    programs: Path

    def has(self, name: str, script: str = "") -> None:
        """Put a program there."""
        program = self.programs / name
        program.write_text(f"#!/bin/bash\n{script}\n")
        program.chmod(0o755)

    def ci_run(self) -> subprocess.CompletedProcess[str]:
        """Run a copy of the script, so that nothing of this checkout is written to."""
        here = self.programs.parent / "checkout"
        (here / ".ci").mkdir(parents=True)
        script = here / ".ci" / "run"
        script.write_text((ROOT / ".ci" / "run").read_text("utf-8"))
        return subprocess.run(
            ["/bin/bash", str(script)],
            env={"PATH": str(self.programs)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with make, Python and a Chinese font, as root, without a browser."""
    programs = tmp_path / "programs"
    programs.mkdir()
    made = Machine(programs)
    for tool in TOOLS:
        (programs / tool).symlink_to(next(p for p in _places(tool) if p.is_file()))
    made.has("make", 'echo "make $* CI=$CI browser=$SHOUWEN_CHROMIUM"')
    made.has("python3")
    made.has("id", "echo 0")
    made.has("fc-list", "echo WenQuanYi")
    return made


def test_a_browser_that_is_not_there_is_installed_and_named_to_the_tests(machine: Machine) -> None:
    browser = machine.programs / "chromium"
    machine.has(
        "apt-get",
        f"""case "$2" in
        update) echo "apt-get $*" ;;
        install) echo >{browser} && chmod +x {browser} ;;
        esac""",
    )
    ran = machine.ci_run()
    assert ran.stdout.splitlines() == [
        "Installing chromium",
        "apt-get -qq update",
        f"make test CI=true browser={browser}",
    ], ran.stderr
    assert ran.returncode == 0


def test_a_browser_that_is_there_is_not_installed_again(machine: Machine) -> None:
    machine.has("chromium-browser")
    ran = machine.ci_run()
    browser = machine.programs / "chromium-browser"
    assert ran.stdout.splitlines() == [f"make test CI=true browser={browser}"], ran.stderr


def test_without_a_browser_the_run_fails_instead_of_testing_less(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    ran = machine.ci_run()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "No Chromium" in ran.stderr


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.ExitCode.TESTS_FAILED), ("", pytest.ExitCode.OK)]
)
def test_a_skipped_test_fails_a_run_that_must_run_everything(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: pytest.ExitCode
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(
        "import pytest\n"
        "@pytest.mark.skip(reason='no browser')\n"
        "def test_page(): pass\n"
        "def test_core(): pass\n"
    )
    ran = pytester.runpytest_subprocess("-p", "tests.nothing_skipped", "--rootdir", str(ROOT))
    assert ran.ret == outcome
    said = "Skipped, though CI=true: test_a_skipped_test_fails_a_run_that_must_run_everything.py"
    assert any(said in line for line in ran.outlines) == (ci == "true")


def _places(tool: str) -> list[Path]:
    return [Path(folder) / tool for folder in os.environ["PATH"].split(os.pathsep)]
