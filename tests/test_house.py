"""The house itself: layers, façades, lock files, the wheel, and what the README shows."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODEL_CLIENTS = {"openai", "litellm", "tenacity", "httpx"}
TERMINAL = {"textual", "rich", "click"}
LOADED_WHEN_USED = {"fsrs", "jinja2", "markdown_it", "pypdf", "zstandard"}


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after running some code."""
    report = "\nimport sys; print('|'.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code + report, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(done.stdout.splitlines()[-1].split("|"))


@pytest.mark.parametrize("package", ["rubrics", "sessions"])
def test_the_lower_layers_load_neither_terminal_nor_model_clients(package: str) -> None:
    loaded = loaded_by(f"import {package}")
    assert package in loaded
    assert not loaded & (TERMINAL | MODEL_CLIENTS | LOADED_WHEN_USED)


def test_the_app_loads_no_model_client() -> None:
    loaded = loaded_by(
        "import interviewer.app, interviewer.screens.home, interviewer.screens.interview"
    )
    assert "textual" in loaded
    assert not loaded & MODEL_CLIENTS


def test_a_whole_interview_by_lines_loads_no_model_client(tmp_path: Path) -> None:
    answers = tmp_path / "answers.txt"
    answers.write_text("It is a dense vector that captures meaning.\n.\n")
    loaded = loaded_by(
        "import sys; from interviewer.cli import main\n"
        "sys.stdin = open(sys.argv.pop())\n"
        "try: main(['start', '--plain', '-n', '1'])\n"
        "except SystemExit as stop: assert not stop.code, stop.code",
        str(answers),
    )
    assert {"rubrics", "sessions", "interviewer"} <= loaded
    assert not loaded & (MODEL_CLIENTS | {"textual"})


@pytest.mark.parametrize("package", ["rubrics", "sessions"])
def test_a_facade_names_what_it_offers_in_order(package: str) -> None:
    module = importlib.import_module(package)
    assert list(module.__all__) == sorted(module.__all__)
    for name in module.__all__:
        assert (getattr(module, name).__doc__ or "").strip(), f"{package}.{name} says nothing"


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-openai3.lock"]
)
def test_a_lock_holds_names_versions_and_hashes_only(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^--?\w*(index|find|extra|trusted)", text, re.MULTILINE)
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[\w.\[\],-]+==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_what_npm_sets_up_is_named_by_version_and_hash_only() -> None:
    text = (ROOT / "tests" / "aimock" / "package-lock.json").read_text()
    assert "://" not in text
    locked = json.loads(text)["packages"]
    assert all(re.match("sha512-", each["integrity"]) for name, each in locked.items() if name)


def test_the_lock_to_work_with_holds_the_lock_to_run_with() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_example_of_variables_names_every_variable_that_is_read() -> None:
    code = "".join(
        path.read_text()
        for package in ("rubrics", "sessions", "interviewer")
        for path in (ROOT / package).rglob("*.py")
    )
    read = set(re.findall(r"\bINTERVIEWER_[A-Z_]+\b", code))
    told = set(re.findall(r"\bINTERVIEWER_[A-Z_]+\b", (ROOT / ".env.example").read_text()))
    assert read == told


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    [path] = folder.glob("*.whl")
    return path


@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {
        str(path.relative_to(ROOT))
        for package in ("rubrics", "sessions", "interviewer")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == ours


@pytest.mark.xdist_group("wheel")
def test_the_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environ = {**os.environ, "PYTHONPATH": str(unpacked), "INTERVIEWER_HOME": str(tmp_path / "h")}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import interviewer, sys; print(interviewer.__file__);"
            "from interviewer.cli import main; main(['bank', 'check'])",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environ,
        check=True,
    )
    where, said = done.stdout.splitlines()
    assert Path(where).is_relative_to(unpacked)
    assert "50 questions in 6 sections, all well" in said


def test_the_readme_s_three_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(blocks) >= 3
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
