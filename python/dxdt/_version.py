"""The version, which is that of the program."""

from __future__ import annotations

from . import _dxdt

__version__: str = _dxdt.VERSION
