"""The command ``dxdt``."""

from __future__ import annotations

import sys

from . import _dxdt


def main() -> int:
    """Runs the command line of this process, and gives its exit code."""
    return _dxdt.run_command(["dxdt", *sys.argv[1:]], [sys.executable, "-m", "dxdt"])
