"""The locks hold versions and hashes, nothing else, and hold what the project names."""

import re
import tomllib

import pytest

from tests.places import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock"]
_PIN = re.compile(r"[a-z0-9-]+==[0-9][\w.]*( ; [a-z_]+ (==|!=|<|>=) '[\w.]+')? \\")
_HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert [line for line in lines if not (_PIN.fullmatch(line) or _HASH.fullmatch(line))] == []


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = (_versions(lock) for lock in LOCKS)
    assert {name: tested.get(name) for name in shipped} == shipped


def test_everything_the_project_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    shipped = _names(project["project"]["dependencies"] + groups["build"])
    assert shipped - _versions("requirements.lock").keys() == set()
    assert _names(groups["dev"]) - _versions("requirements-dev.lock").keys() == set()


def _versions(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", requirement)[0] for requirement in requirements}
