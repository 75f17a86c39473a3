"""Velocity and acceleration that can be trusted, from logs of timestamped positions.

Arrays:

    gradient, diff         as NumPy's, faster, and with coordinates checked
    derivative             derivatives of order 1 to 4 on uneven points
    smooth, noise          smooth curves with standard errors; the noise of a series

Logs, from files, bytes, data frames or dicts of arrays:

    analyze                velocity, acceleration, findings, charts: a Motion
    inspect                what is wrong with a log, and what can be trusted
    compare                what every method makes of a log
    read                   the log as dxdt reads it
    simulate               logs of motions whose answer is known

With polars there are expressions: pl.col("x").dxdt.gradient("t").over("id", order_by="t").
"""

from __future__ import annotations

import os as _os

from . import _dxdt
from ._arrays import derivative, diff, gradient, noise, smooth
from ._arrays import Smooth
from ._error import Error
from ._logs import Comparison, Inspection, Log, Motion, Table
from ._logs import analyze, compare, inspect, read, simulate
from ._version import __version__

__all__ = [
    "__version__",
    "Comparison",
    "Error",
    "Inspection",
    "Log",
    "Motion",
    "Smooth",
    "Table",
    "analyze",
    "compare",
    "derivative",
    "diff",
    "gradient",
    "inspect",
    "noise",
    "read",
    "simulate",
    "smooth",
]

if hasattr(_os, "register_at_fork"):
    _os.register_at_fork(after_in_child=_dxdt.after_fork)

try:
    from . import _expressions  # noqa: F401  (registers the namespace of expressions)
except ImportError:
    # Without polars there are no expressions.
    pass
