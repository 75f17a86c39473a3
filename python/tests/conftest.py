"""What the tests share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
LOGS = sorted(path for path in DATA.iterdir() if path.suffix in {".csv", ".txt"})


@pytest.fixture(params=LOGS, ids=lambda path: path.name)
def log(request):
    """Every sample log, named as from the root of the project."""
    return str(request.param.relative_to(ROOT))


@pytest.fixture(autouse=True)
def in_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def program(*words, check=True):
    """Runs the command as it is installed beside this interpreter."""
    command = Path(sys.executable).parent / ("dxdt.exe" if os.name == "nt" else "dxdt")
    width = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run([command, *map(str, words)], capture_output=True, text=True, cwd=ROOT, env=width)
    if check:
        assert done.returncode == 0, done.stderr
    return done


def run_python(code, **kwargs):
    """Runs Python code in a process of its own, that has to end."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=ROOT, **kwargs
    )
